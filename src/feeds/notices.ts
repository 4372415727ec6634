/** What a feed wants people to know, by key, with what is filled in; `tell-notice.ts` has the sentences. */
import type { NoParts, Said } from '../kernel/sentence.ts';

export type FeedNotice = Said<FeedNotices>;
export type Loss = Said<Losses>;

/** `unanswered` is why the provider did not answer at the start; null where the simulated market was asked for. */
export interface FeedNotices {
  simulatedPrices: { unanswered: string | null };
  simulatedWeekday: { unanswered: string | null };
  simulatedLater: { unanswered: string | null };
  simulatedFromStart: { unanswered: string | null };
  simulatedWeekend: { unanswered: string | null };
  marketClosed: NoParts;
  connectionLost: { why: Loss; waitSeconds: number };
  maintenance: { why: Loss };
  waitingForSource: NoParts;
  otherFiles: NoParts;
  replayFailed: { error: string };
  noFeedProcess: NoParts;
}

/** Why a connection came to nothing, or to its end. */
export interface Losses {
  /** An error of the network, or what the provider said: as it is. */
  verbatim: { text: string };
  upgradeRefused: { status: number };
  closedUnopened: NoParts;
  closedByProvider: { code: number };
  nothingCame: { seconds: number };
  streamSilent: NoParts;
}
