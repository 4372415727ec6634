/** What a source text is read against. */
import type { InstrumentId } from '../kernel/units.ts';
import type { Instrument } from '../market/instrument.ts';
import type { PriceBasis } from '../market/tick.ts';

export interface ConditionContext {
  readonly instruments: ReadonlyMap<string, Instrument>;
  /** For operands that name none; null where every operand must. */
  readonly defaultInstrument: InstrumentId | null;
  /** What candles are built from. */
  readonly basis: PriceBasis;
}
