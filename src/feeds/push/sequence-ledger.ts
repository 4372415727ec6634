/**
 * Makes a push idempotent on (source, seq): the same batch again gets the same answer and nothing is done twice; another batch under a
 * used number is refused. Answers of the last 256 batches of each source are kept; of older ones only that they were.
 */
import { createHash } from 'node:crypto';

interface Remembered<A> {
  readonly hash: string;
  readonly answer: A;
}

interface Source<A> {
  lastSeq: number;
  readonly answers: Map<number, Remembered<A>>;
}

type Standing<A> =
  | { readonly kind: 'new'; readonly hash: string }
  | { readonly kind: 'same'; readonly answer: A }
  | { readonly kind: 'replay'; readonly lastSeq: number }
  | { readonly kind: 'too-many-sources' };

export const REMEMBERED_ANSWERS = 256;
const MAX_SOURCES = 1_000;

export class SequenceLedger<A> {
  readonly #sources = new Map<string, Source<A>>();

  constructor(lastSeqs: Readonly<Record<string, number>> = {}) {
    for (const [source, lastSeq] of Object.entries(lastSeqs))
      this.#sources.set(source, { lastSeq, answers: new Map() });
  }

  look(source: string, seq: number, body: unknown): Standing<A> {
    const hash = createHash('sha256').update(JSON.stringify(body)).digest('base64');
    const known = this.#sources.get(source);
    if (known === undefined)
      return this.#sources.size < MAX_SOURCES ? { kind: 'new', hash } : { kind: 'too-many-sources' };
    if (seq > known.lastSeq) return { kind: 'new', hash };
    const remembered = known.answers.get(seq);
    if (remembered?.hash === hash) return { kind: 'same', answer: remembered.answer };
    return { kind: 'replay', lastSeq: known.lastSeq };
  }

  record(source: string, seq: number, remembered: Remembered<A>): void {
    const known = this.#sources.get(source) ?? { lastSeq: seq, answers: new Map<number, Remembered<A>>() };
    known.lastSeq = seq;
    known.answers.set(seq, remembered);
    const [oldest] = known.answers.keys();
    if (known.answers.size > REMEMBERED_ANSWERS && oldest !== undefined) known.answers.delete(oldest);
    this.#sources.set(source, known);
  }

  lastSeqs(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#sources].map(([source, { lastSeq }]) => [source, lastSeq]));
  }
}
