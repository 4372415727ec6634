/**
 * Makes a push idempotent on (source, seq): the same batch again gets the same answer and nothing is done twice; another batch under a
 * used number is refused. Answers are remembered up to a budget of all sources together, the newest ones; of older batches only that they
 * were. An answer may name thousands of ticks, so it is not answers that are counted.
 */
import { createHash } from 'node:crypto';

interface Remembered<A> {
  readonly hash: string;
  readonly answer: A;
}

type Standing<A> =
  | { readonly kind: 'new'; readonly hash: string }
  | { readonly kind: 'same'; readonly answer: A }
  | { readonly kind: 'replay'; readonly lastSeq: number }
  | { readonly kind: 'too-many-sources' };

/** Some tens of megabytes. */
export const BUDGET = 100_000;
const MAX_SOURCES = 1_000;

export class SequenceLedger<A> {
  readonly #weigh: (answer: A) => number;
  readonly #lastSeqs: Map<string, number>;
  /** By source and number, the oldest first. */
  readonly #answers = new Map<string, Remembered<A>>();
  #weight = 0;

  /** `weigh` says how much of the budget an answer takes. */
  constructor(weigh: (answer: A) => number, lastSeqs: Readonly<Record<string, number>> = {}) {
    this.#weigh = weigh;
    this.#lastSeqs = new Map(Object.entries(lastSeqs));
  }

  look(source: string, seq: number, body: unknown): Standing<A> {
    const hash = createHash('sha256').update(JSON.stringify(body)).digest('base64');
    const lastSeq = this.#lastSeqs.get(source);
    if (lastSeq === undefined)
      return this.#lastSeqs.size < MAX_SOURCES ? { kind: 'new', hash } : { kind: 'too-many-sources' };
    if (seq > lastSeq) return { kind: 'new', hash };
    const remembered = this.#answers.get(`${source} ${seq}`);
    if (remembered?.hash === hash) return { kind: 'same', answer: remembered.answer };
    return { kind: 'replay', lastSeq };
  }

  record(source: string, seq: number, remembered: Remembered<A>): void {
    this.#lastSeqs.set(source, seq);
    this.#answers.set(`${source} ${seq}`, remembered);
    this.#weight += this.#weigh(remembered.answer);
    for (const [key, { answer }] of this.#answers) {
      if (this.#weight <= BUDGET) break;
      this.#answers.delete(key);
      this.#weight -= this.#weigh(answer);
    }
  }

  lastSeqs(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#lastSeqs);
  }
}
