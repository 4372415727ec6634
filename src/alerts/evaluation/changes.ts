/**
 * Told before state changes, so that a snapshot under way can take it as it was when it began (snapshot/state-walk.ts). Costs one look
 * at a flag while there is none.
 */
export interface Changes {
  /** Of an armed alert on one instrument. */
  beforeUnit(unit: WalkedUnit): void;
  /** Of the closed candles of one instrument, and of the indicators over them. */
  beforeMarket(instrument: string): void;
}

export interface WalkedUnit {
  readonly alert: { readonly id: string };
  /** The last snapshot that need not take it any more: it has it, or is older than the unit. */
  walkedBy: number;
}

/** Where nobody takes snapshots. */
export const UNWATCHED: Changes = {
  beforeUnit: () => undefined,
  beforeMarket: () => undefined,
};
