/** A feed's notice in every language at once: one status goes to all open pages, whoever reads them. */
import { type Catalogue, type Language, tell } from '../kernel/sentence.ts';
import type { FeedNotice, FeedNotices, Losses } from './notices.ts';

export interface ToldNotice {
  /** In English, behind its code: `market-closed: …`. */
  readonly notice: string | null;
  /** In each language, without the code. */
  readonly noticeIn: Readonly<Record<Language, string>> | null;
}

export function tellNotice(notice: FeedNotice | null): ToldNotice {
  if (notice === null) return { notice: null, noticeIn: null };
  const noticeIn = { en: tell(SENTENCES.en, notice), ja: tell(SENTENCES.ja, notice) };
  return { notice: `${CODES[notice.key]}: ${noticeIn.en}`, noticeIn };
}

/** Stable: logs and clients of the API look for them. */
const CODES: Readonly<Record<keyof FeedNotices, string>> = {
  simulatedPrices: 'simulated-prices',
  simulatedWeekday: 'simulated-weekday',
  simulatedLater: 'simulated-clock',
  simulatedFromStart: 'simulated-clock',
  simulatedWeekend: 'market-closed',
  marketClosed: 'market-closed',
  connectionLost: 'connection-lost',
  maintenance: 'maintenance',
  waitingForSource: 'waiting-for-source',
  otherFiles: 'other-files',
  replayFailed: 'replay-failed',
  noFeedProcess: 'no-feed-process',
};

const LOSSES: Readonly<Record<Language, Catalogue<Losses>>> = {
  en: {
    verbatim: ({ text }) => text,
    upgradeRefused: ({ status }) => `the upgrade was answered with HTTP ${status}`,
    closedUnopened: () => 'closed before it was open',
    closedByProvider: ({ code }) => `the server closed the connection (${code})`,
    nothingCame: ({ seconds }) => `nothing came for ${seconds} s`,
    streamSilent: () => 'the stream is silent while /ticker moves',
  },
  ja: {
    verbatim: ({ text }) => text,
    upgradeRefused: ({ status }) => `WebSocket の接続要求に HTTP ${status} が返されました`,
    closedUnopened: () => '接続が確立する前に切断されました',
    closedByProvider: ({ code }) => `切断コード ${code}`,
    nothingCame: ({ seconds }) => `${seconds} 秒間、何も届きませんでした`,
    streamSilent: () => '/ticker の値は動いていますが、ストリームには届いていません',
  },
};

const SENTENCES: Readonly<Record<Language, Catalogue<FeedNotices>>> = {
  en: {
    simulatedPrices: ({ unanswered }) =>
      `${inventedInEnglish(unanswered)} The market is simulated and follows the clock.`,
    simulatedWeekday: ({ unanswered }) =>
      `${inventedInEnglish(unanswered)} The real market is closed for the weekend, so a weekday is simulated on a clock of its own.`,
    simulatedLater: ({ unanswered }) =>
      `${inventedInEnglish(unanswered)} Prices were recorded up to a later time, so the simulation goes on from there on a clock of its own.`,
    simulatedFromStart: ({ unanswered }) =>
      `${inventedInEnglish(unanswered)} The market is simulated from a chosen time on a clock of its own.`,
    simulatedWeekend: ({ unanswered }) =>
      `${inventedInEnglish(unanswered)} The simulated market keeps the weekend.`,
    marketClosed: () => 'GMO Coin says that every instrument is closed',
    connectionLost: ({ why, waitSeconds }) => `${tell(LOSSES.en, why)}; next attempt in ${waitSeconds} s`,
    maintenance: ({ why }) =>
      `GMO Coin is under maintenance (${tell(LOSSES.en, why)}); the feed returns by itself`,
    waitingForSource: () => 'no source has sent ticks yet; they go to POST /ingest/v1/ticks',
    otherFiles: () => 'the recorded position is not of these files; begun anew',
    replayFailed: ({ error }) => error,
    noFeedProcess: () => 'no feed process runs: start "fxalert worker --roles feed"',
  },
  ja: {
    simulatedPrices: ({ unanswered }) =>
      `${inventedInJapanese(unanswered)}市場は実際の時刻どおりに動きます。`,
    simulatedWeekday: ({ unanswered }) =>
      `${inventedInJapanese(unanswered)}実際の市場は週末で休場中のため、平日の市場を独自の時刻で動かしています。`,
    simulatedLater: ({ unanswered }) =>
      `${inventedInJapanese(unanswered)}記録が現在より後の時刻まであるため、その続きを独自の時刻で動かしています。`,
    simulatedFromStart: ({ unanswered }) =>
      `${inventedInJapanese(unanswered)}指定された時刻から、独自の時刻で動かしています。`,
    simulatedWeekend: ({ unanswered }) =>
      `${inventedInJapanese(unanswered)}シミュレーションの市場も週末は休場します。`,
    marketClosed: () => 'GMO コインの全銘柄が休場中です。',
    connectionLost: ({ why, waitSeconds }) =>
      `配信元に接続できていません（${tell(LOSSES.ja, why)}）。${waitSeconds} 秒後に再接続します。`,
    maintenance: ({ why }) =>
      `GMO コインがメンテナンス中です（${tell(LOSSES.ja, why)}）。終了後に自動で再開します。`,
    waitingForSource: () =>
      'まだどの送信元からもティックが届いていません。送り先は POST /ingest/v1/ticks です。',
    otherFiles: () => '記録された再生位置が別のファイルのものだったため、最初から再生しています。',
    replayFailed: ({ error }) => `ファイルの再生に失敗しました（${error}）。`,
    noFeedProcess: () =>
      '配信を受信するプロセスが動いていません。「fxalert worker --roles feed」を起動してください。',
  },
};

function inventedInEnglish(unanswered: string | null): string {
  return unanswered === null
    ? 'Prices are invented.'
    : `Prices are invented. GMO Coin FX does not answer: ${unanswered}.`;
}

function inventedInJapanese(unanswered: string | null): string {
  return unanswered === null
    ? '架空のレートによるシミュレーションです。'
    : `GMO コインの応答がないため（${unanswered}）、架空のレートでシミュレーションしています。`;
}
