/** What a user arms: a condition on an instrument, how often it may fire, and whom to tell. */
import type { DurationMs, EpochMs, InstrumentId } from '../kernel/units.ts';
import type { PriceBasis } from '../market/tick.ts';

export type AlertId = string;

/**
 * once: fires, then is done · every: each time the condition becomes true · once-per-bar: at most once in a candle of the
 * finest timeframe of the condition (M1 when it has none) · at-close: a condition on forming values, looked at only when
 * that candle closes.
 */
type Frequency = 'once' | 'every' | 'once-per-bar' | 'at-close';
export const FREQUENCIES: readonly Frequency[] = ['once', 'every', 'once-per-bar', 'at-close'];

export type Severity = 'low' | 'medium' | 'high' | 'critical';
export const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** How far the value must go to the other side before a level or crossing may fire again. */
export type Hysteresis =
  { readonly unit: 'pips'; readonly amount: number } | { readonly unit: 'atr'; readonly amount: number };

/** The definition; its state in the engine is separate. Every change makes a new revision, from 1. */
export interface Alert {
  readonly id: AlertId;
  readonly revision: number;
  readonly name: string;
  /** One evaluation each; a condition may read further instruments. */
  readonly instruments: readonly InstrumentId[];
  readonly price: PriceBasis;
  /** Source text of the condition, as typed. */
  readonly when: string;
  readonly frequency: Frequency;
  readonly cooldownMs: DurationMs | null;
  readonly hysteresis: Hysteresis | null;
  readonly maxFirings: number | null;
  readonly expiresAt: EpochMs | null;
  /** How long before its end it is warned of; null for no warning. */
  readonly expiryWarningMs: DurationMs | null;
  /** A firing within a candle is followed, at the close, by exactly one event that says whether it still holds. */
  readonly confirm: boolean;
  /** Ids or names of alerts on standby that a firing arms. */
  readonly arms: readonly string[];
  /** Waits until another alert arms it, and again after it has ended. */
  readonly standby: boolean;
  /** Whether a condition already true when first known fires. */
  readonly onArm: 'wait' | 'fire';
  readonly severity: Severity;
  /** Names of channels. */
  readonly channels: readonly string[];
  readonly tags: readonly string[];
  /** The user's own words, shown with every firing; no placeholders yet. */
  readonly message: string | null;
}

/** What alerts from before these rules are given. */
export const PLAIN_RULES = { expiryWarningMs: null, confirm: false, arms: [], standby: false } as const;

/** armed: evaluated · paused: kept, not evaluated · done: once or maxFirings reached · expired. */
export type AlertStatus = 'armed' | 'paused' | 'done' | 'expired';
