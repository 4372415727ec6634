/** Middle between the highest high and the lowest low of the last n candles. Cost: O(1) amortised, 2n + 2 numbers. */
import type { Candle } from '../../market/candle.ts';
import type { Part, StateReader } from './part.ts';
import { RollingExtreme } from './rolling-extreme.ts';

export class RollingMiddle implements Part {
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;

  constructor(length: number) {
    this.#highest = new RollingExtreme(length, 'highest');
    this.#lowest = new RollingExtreme(length, 'lowest');
  }

  push(candle: Candle): number {
    return (this.#highest.push(candle.high) + this.#lowest.push(candle.low)) / 2;
  }

  peek(candle: Candle): number {
    return (this.#highest.peek(candle.high) + this.#lowest.peek(candle.low)) / 2;
  }

  save(state: number[]): void {
    this.#highest.save(state);
    this.#lowest.save(state);
  }

  load(state: StateReader): void {
    this.#highest.load(state);
    this.#lowest.load(state);
  }
}
