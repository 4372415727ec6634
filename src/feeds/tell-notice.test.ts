import { describe, expect, test } from 'vitest';
import type { FeedNotice, FeedNotices, Loss, Losses } from './notices.ts';
import { tellNotice } from './tell-notice.ts';

type Row<Subject> = readonly [said: Subject, english: string, japanese: string];

const UNANSWERED = 'GET status: ECONNREFUSED';

/** One for each key: the compiler wants all of them. */
const NOTICES: { readonly [Key in keyof FeedNotices]: Row<Extract<FeedNotice, { readonly key: Key }>> } = {
  simulatedPrices: [
    { key: 'simulatedPrices', unanswered: null },
    'simulated-prices: Prices are invented. The market is simulated and follows the clock.',
    '架空のレートによるシミュレーションです。市場は実際の時刻どおりに動きます。',
  ],
  simulatedWeekday: [
    { key: 'simulatedWeekday', unanswered: UNANSWERED },
    'simulated-weekday: Prices are invented. GMO Coin FX does not answer: GET status: ECONNREFUSED. ' +
      'The real market is closed for the weekend, so a weekday is simulated on a clock of its own.',
    'GMO コインの応答がないため（GET status: ECONNREFUSED）、架空のレートでシミュレーションしています。' +
      '実際の市場は週末で休場中のため、平日の市場を独自の時刻で動かしています。',
  ],
  simulatedLater: [
    { key: 'simulatedLater', unanswered: null },
    'simulated-clock: Prices are invented. Prices were recorded up to a later time, so the simulation goes on from there on a clock of its own.',
    '架空のレートによるシミュレーションです。記録が現在より後の時刻まであるため、その続きを独自の時刻で動かしています。',
  ],
  simulatedFromStart: [
    { key: 'simulatedFromStart', unanswered: null },
    'simulated-clock: Prices are invented. The market is simulated from a chosen time on a clock of its own.',
    '架空のレートによるシミュレーションです。指定された時刻から、独自の時刻で動かしています。',
  ],
  simulatedWeekend: [
    { key: 'simulatedWeekend', unanswered: null },
    'market-closed: Prices are invented. The simulated market keeps the weekend.',
    '架空のレートによるシミュレーションです。シミュレーションの市場も週末は休場します。',
  ],
  marketClosed: [
    { key: 'marketClosed' },
    'market-closed: GMO Coin says that every instrument is closed',
    'GMO コインの全銘柄が休場中です。',
  ],
  connectionLost: [
    { key: 'connectionLost', why: { key: 'closedByProvider', code: 1006 }, waitSeconds: 4 },
    'connection-lost: the server closed the connection (1006); next attempt in 4 s',
    '配信元に接続できていません（切断コード 1006）。4 秒後に再接続します。',
  ],
  maintenance: [
    { key: 'maintenance', why: { key: 'verbatim', text: 'ERR-5201 MAINTENANCE' } },
    'maintenance: GMO Coin is under maintenance (ERR-5201 MAINTENANCE); the feed returns by itself',
    'GMO コインがメンテナンス中です（ERR-5201 MAINTENANCE）。終了後に自動で再開します。',
  ],
  waitingForSource: [
    { key: 'waitingForSource' },
    'waiting-for-source: no source has sent ticks yet; they go to POST /ingest/v1/ticks',
    'まだどの送信元からもティックが届いていません。送り先は POST /ingest/v1/ticks です。',
  ],
  otherFiles: [
    { key: 'otherFiles' },
    'other-files: the recorded position is not of these files; begun anew',
    '記録された再生位置が別のファイルのものだったため、最初から再生しています。',
  ],
  replayFailed: [
    { key: 'replayFailed', error: 'EIO: i/o error, read' },
    'replay-failed: EIO: i/o error, read',
    'ファイルの再生に失敗しました（EIO: i/o error, read）。',
  ],
  noFeedProcess: [
    { key: 'noFeedProcess' },
    'no-feed-process: no feed process runs: start "fxalert worker --roles feed"',
    '配信を受信するプロセスが動いていません。「fxalert worker --roles feed」を起動してください。',
  ],
};

const LOSSES: { readonly [Key in keyof Losses]: Row<Extract<Loss, { readonly key: Key }>> } = {
  verbatim: [{ key: 'verbatim', text: 'ECONNRESET' }, 'ECONNRESET', 'ECONNRESET'],
  upgradeRefused: [
    { key: 'upgradeRefused', status: 502 },
    'the upgrade was answered with HTTP 502',
    'WebSocket の接続要求に HTTP 502 が返されました',
  ],
  closedUnopened: [
    { key: 'closedUnopened' },
    'closed before it was open',
    '接続が確立する前に切断されました',
  ],
  closedByProvider: [
    { key: 'closedByProvider', code: 1001 },
    'the server closed the connection (1001)',
    '切断コード 1001',
  ],
  nothingCame: [
    { key: 'nothingCame', seconds: 20 },
    'nothing came for 20 s',
    '20 秒間、何も届きませんでした',
  ],
  streamSilent: [
    { key: 'streamSilent' },
    'the stream is silent while /ticker moves',
    '/ticker の値は動いていますが、ストリームには届いていません',
  ],
};

describe('a notice', () => {
  test.each(Object.values(NOTICES))('%j', (said, english, japanese) => {
    const { notice, noticeIn } = tellNotice(said);
    expect(notice).toBe(english);
    expect(noticeIn).toEqual({ en: english.replace(/^[a-z-]+: /, ''), ja: japanese });
  });

  test('may be none', () => {
    expect(tellNotice(null)).toEqual({ notice: null, noticeIn: null });
  });
});

test.each(Object.values(LOSSES))('a connection is lost: %j', (why, english, japanese) => {
  const { noticeIn } = tellNotice({ key: 'maintenance', why });
  expect(noticeIn?.en).toContain(`(${english})`);
  expect(noticeIn?.ja).toContain(`（${japanese}）`);
});
