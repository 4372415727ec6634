/** A firing, recorded once under its key. Plain data: what is stored, sent and shown. */
import type { EpochMs, InstrumentId } from '../kernel/units.ts';
import type { AlertId, Severity } from './alert.ts';

/**
 * `alert:revision:candle-open:edge` for conditions on closed candles only, otherwise `alert:revision:n` for the n-th firing of that
 * revision. For an alert on several instruments, `alert` is `id/INSTRUMENT`. Never a price or the time of a tick: whoever evaluates the
 * same log, and however often, arrives at the same key.
 */
type TriggerKey = string;

/**
 * fired: the condition came true · confirmed, failed: whether a firing within a candle still held at its close · expiring: ends soon ·
 * expired.
 */
type EventKind = 'fired' | 'confirmed' | 'failed' | 'expiring' | 'expired';

export interface AlertEvent {
  readonly key: TriggerKey;
  readonly alert: AlertId;
  readonly revision: number;
  /** Name of the alert at that revision. */
  readonly name: string;
  readonly instrument: InstrumentId;
  readonly kind: EventKind;
  /** Market time: the close of the candle, or the time of the tick. */
  readonly at: EpochMs;
  /** The standing quote of the instrument at that instant; null when there was none yet. */
  readonly bid: number | null;
  readonly ask: number | null;
  /** Value of each operand by its canonical text; null where unknown. */
  readonly operands: Readonly<Record<string, number | null>>;
  readonly severity: Severity;
  readonly channels: readonly string[];
  readonly tags: readonly string[];
  readonly message: string | null;
  /** Canonical text of the condition. */
  readonly condition: string;
  /** True when any price behind it was simulated. */
  readonly simulated: boolean;
}
