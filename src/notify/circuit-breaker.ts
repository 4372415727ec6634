/**
 * Leaves a channel alone that does not answer, so that its deliveries do not spend their attempts and its time-outs hold no slots.
 *
 *   closed --(`failures` in a row)--> open --(after its rest)--> half-open: one try
 *      ^                               ^                            |-- success --> closed
 *      '--- any success                '------ failure, rest doubled, at most `maxRestMs`
 *
 * Failures are what speaks of the channel (network, time-out, 5xx), not of one message. Time is an argument that never goes back.
 */

interface BreakerLimits {
  readonly failures: number;
  readonly restMs: number;
  readonly maxRestMs: number;
}

const BREAKER_LIMITS: BreakerLimits = { failures: 5, restMs: 5_000, maxRestMs: 60_000 };

type BreakerState = 'closed' | 'open' | 'half-open';

export class CircuitBreaker {
  readonly #limits: BreakerLimits;
  #failures = 0;
  #restMs: number;
  #openUntil = -Infinity;

  constructor(limits: BreakerLimits = BREAKER_LIMITS) {
    this.#limits = limits;
    this.#restMs = limits.restMs;
  }

  state(now: number): BreakerState {
    if (this.#failures < this.#limits.failures) return 'closed';
    return now < this.#openUntil ? 'open' : 'half-open';
  }

  /** Time until a try is allowed; 0 when one is. */
  waitMs(now: number): number {
    return this.state(now) === 'open' ? this.#openUntil - now : 0;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#restMs = this.#limits.restMs;
  }

  failed(now: number): void {
    const state = this.state(now);
    this.#failures++;
    if (state === 'open' || this.#failures < this.#limits.failures) return;
    if (state === 'half-open') this.#restMs = Math.min(this.#restMs * 2, this.#limits.maxRestMs);
    this.#openUntil = now + this.#restMs;
  }
}
