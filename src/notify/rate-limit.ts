/**
 * How much may be sent to one channel, and when. Guarantee: in no window of `perMs`, wherever it starts, more than `requests` are taken
 * (a token bucket would allow twice that around a refill, and providers answer with 429). Learns from what a provider says.
 * Time is an argument and only ever compared with earlier ones: give it a clock that never goes back. Memory: the sum of `requests`.
 */

export interface RateLimit {
  readonly requests: number;
  readonly perMs: number;
}

export class RateLimiter {
  readonly #windows: readonly Window[];
  #restsUntil = -Infinity;

  constructor(limits: readonly RateLimit[]) {
    this.#windows = limits.map((limit) => new Window(limit));
  }

  /** So many keep to the same limits, each to its part. A part is at least one: beyond that the provider has to say so. */
  shareWith(others: number): void {
    for (const window of this.#windows) window.allowed = Math.max(1, Math.floor(window.size / (others + 1)));
  }

  /** How many may be sent at once now; Infinity without a limit. */
  room(now: number): number {
    if (now < this.#restsUntil) return 0;
    let room = Infinity;
    for (const window of this.#windows) room = Math.min(room, window.room(now));
    return room;
  }

  /** Time until there is room for one; 0 when there is. */
  waitMs(now: number): number {
    let wait = Math.max(0, this.#restsUntil - now);
    for (const window of this.#windows) wait = Math.max(wait, window.waitMs(now));
    return wait;
  }

  /** Counts one sending. */
  take(now: number): void {
    for (const window of this.#windows) window.take(now);
  }

  /** The provider wants nothing for so long; a shorter rest never ends a longer one. */
  rest(forMs: number, now: number): void {
    this.#restsUntil = Math.max(this.#restsUntil, now + forMs);
  }
}

/** The instants of the last `requests` sendings, as a ring. */
class Window {
  allowed: number;
  readonly size: number;
  readonly #takenAt: Float64Array;
  readonly #perMs: number;
  #next = 0;

  constructor(limit: RateLimit) {
    this.#takenAt = new Float64Array(limit.requests).fill(-Infinity);
    this.#perMs = limit.perMs;
    this.allowed = this.size = limit.requests;
  }

  room(now: number): number {
    let used = 0;
    for (const at of this.#takenAt) if (now - at < this.#perMs) used++;
    return Math.max(0, this.allowed - used);
  }

  waitMs(now: number): number {
    // The one that was taken `allowed` ago has to leave the window.
    const at = this.#takenAt[(this.#next + this.size - this.allowed) % this.size] ?? -Infinity;
    return Math.max(0, at + this.#perMs - now);
  }

  take(now: number): void {
    this.#takenAt[this.#next] = now;
    this.#next = (this.#next + 1) % this.#takenAt.length;
  }
}
