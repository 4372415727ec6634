/** How lively a series is, 0 and up: two measures that make the weight of an adaptive mean. Cost: O(1) amortised. Source: T. Chande, 1992 and 1994. */
import { LastValue } from './last-value.ts';
import type { Part, StateReader } from './part.ts';
import { RollingMean } from './rolling-mean.ts';
import { RollingMoments } from './rolling-moments.ts';

export interface Liveliness extends Part {
  push(x: number): number;
  peek(x: number): number;
}

/** |CMO| / 100: the net change over n changes as a share of their sum without signs, 0 while nothing moves. */
export class TrendShare implements Liveliness {
  readonly #last = new LastValue();
  readonly #net: RollingMean;
  readonly #path: RollingMean;

  constructor(length: number) {
    this.#net = new RollingMean(length);
    this.#path = new RollingMean(length);
  }

  push(x: number): number {
    const change = x - this.#last.push(x);
    return share(Math.abs(this.#net.push(change)), this.#path.push(Math.abs(change)));
  }

  peek(x: number): number {
    const change = x - this.#last.peek();
    return share(Math.abs(this.#net.peek(change)), this.#path.peek(Math.abs(change)));
  }

  save(state: number[]): void {
    this.#last.save(state);
    this.#net.save(state);
    this.#path.save(state);
  }

  load(state: StateReader): void {
    this.#last.load(state);
    this.#net.load(state);
    this.#path.load(state);
  }
}

/** The deviation over a short window as a share of that over a long one, 0 while nothing moves. */
export class DeviationShare implements Liveliness {
  readonly #short: RollingMoments;
  readonly #long: RollingMoments;

  constructor(short: number, long: number) {
    this.#short = new RollingMoments(short);
    this.#long = new RollingMoments(long);
  }

  push(x: number): number {
    this.#short.push(x);
    this.#long.push(x);
    return share(Math.sqrt(this.#short.variance), Math.sqrt(this.#long.variance));
  }

  peek(x: number): number {
    this.#short.peek(x);
    this.#long.peek(x);
    return share(Math.sqrt(this.#short.variance), Math.sqrt(this.#long.variance));
  }

  save(state: number[]): void {
    this.#short.save(state);
    this.#long.save(state);
  }

  load(state: StateReader): void {
    this.#short.load(state);
    this.#long.load(state);
  }
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 * part : part / whole;
}
