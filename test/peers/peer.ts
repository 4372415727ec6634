/** A stream of another library beside one of ours. */
import { indicatorDefinition } from '../../src/indicators/catalog.ts';
import type { Candle } from '../../src/market/candle.ts';

type Answer = Readonly<Record<string, number | undefined>> | null;

export interface Peer {
  readonly call: readonly [string, ...(number | string)[]];
  /** Our output names for the peer's values at each candle; null while it does not answer. */
  readonly stream: () => (candle: Candle) => Answer;
  /** Candles until different seeds have faded. */
  readonly from?: number;
  readonly tolerance?: number;
}

/** The peer's only value, as our first output. */
export function first([name]: Peer['call'], value: number | null | undefined): Answer {
  const [output] = indicatorDefinition(name)!.outputs;
  return value === null || value === undefined ? null : { [output!.name]: value };
}
