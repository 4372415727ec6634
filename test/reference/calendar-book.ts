/** The stretches of each window over the time the ticks cover, looked up once. */
import type { DailyWindow } from '../../src/market/daily-window.ts';
import { type Stretch, stretchesOf } from './fx-time.ts';

const MARGIN_MS = 10 * 86_400_000;

export class CalendarBook {
  readonly #from: number;
  readonly #to: number;
  readonly #stretches = new Map<string, readonly Stretch[]>();

  constructor(from: number, to: number) {
    this.#from = from - MARGIN_MS;
    this.#to = to + MARGIN_MS;
  }

  isInside(window: DailyWindow, at: number): boolean {
    return this.of(window).some(({ from, to }) => from <= at && at < to);
  }

  /** The first beginning or end after `at`. */
  nextEnd(window: DailyWindow, at: number): number {
    let next = Infinity;
    for (const { from, to } of this.of(window)) {
      if (from > at) next = Math.min(next, from);
      if (to > at) next = Math.min(next, to);
    }
    return next;
  }

  of(window: DailyWindow): readonly Stretch[] {
    const key = JSON.stringify(window);
    let found = this.#stretches.get(key);
    if (found === undefined) this.#stretches.set(key, (found = stretchesOf(window, this.#from, this.#to)));
    return found;
  }
}
