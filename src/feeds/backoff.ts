/**
 * How long to wait before the next attempt: doubling from `minMs` to `maxMs`, each time a random half to the whole of it, so that
 * many clients do not come back at once. Only `reset` starts over: call it when the connection has proven useful, not when it opens.
 */
import type { Random } from '../kernel/random.ts';

export class Backoff {
  readonly #minMs: number;
  readonly #maxMs: number;
  readonly #random: Random;
  #failures = 0;

  constructor(options: { readonly minMs: number; readonly maxMs: number; readonly random: Random }) {
    this.#minMs = options.minMs;
    this.#maxMs = options.maxMs;
    this.#random = options.random;
  }

  nextMs(): number {
    const ceiling = Math.min(this.#maxMs, this.#minMs * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 30);
    return Math.round(Math.max(this.#minMs, ceiling * (0.5 + 0.5 * this.#random.uniform())));
  }

  reset(): void {
    this.#failures = 0;
  }
}
