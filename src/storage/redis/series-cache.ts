/**
 * What was read or computed of a series of candles, kept in Redis under the series' generation. Guarantee: never stale. The generation
 * is asked of the database each time, before and after the reading; an answer is kept only when it was the same, and found only while
 * it still is. Redis away, slow or full: no cache for a while, never an error.
 */
import { deserialize, serialize } from 'node:v8';
import type { Redis } from 'ioredis';
import type { CandleSource } from '../../conditions/resolved.ts';

interface SeriesCachePorts {
  readonly redis: Redis;
  readonly generation: (source: CandleSource) => Promise<number>;
  readonly now: () => number;
  readonly counted: (outcome: CacheOutcome) => void;
}

/** unkept: changed while it was read, or too large. */
type CacheOutcome = 'hit' | 'miss' | 'unkept' | 'away';

const PREFIX = 'fxalert:series';
const KEPT_SECONDS = 60;
const LARGEST_BYTES = 256 * 1_024;
/** Of this process, within KEPT_SECONDS: the log of ticks needs the memory more. */
const MOST_BYTES = 32 * 1_024 * 1_024;
/** A cache that has to be waited for is none. */
const ANSWER_MS = 100;
const AWAY_MS = 5_000;

export class SeriesCache {
  readonly #ports: SeriesCachePorts;
  #awayUntil = 0;
  #windowEnds = 0;
  #written = 0;

  constructor(ports: SeriesCachePorts) {
    this.#ports = ports;
  }

  /** `name` tells answers about the same series apart. */
  async of<T>(source: CandleSource, name: string, compute: () => Promise<T>): Promise<T> {
    const { now, counted, generation } = this.#ports;
    if (now() < this.#awayUntil) {
      counted('away');
      return compute();
    }
    const before = await generation(source);
    const key = [PREFIX, source.instrument, source.basis, source.timeframe, before, name].join(':');
    const found = await this.#find(key);
    if (found === 'away') {
      counted('away');
      return compute();
    }
    if (found !== null) {
      counted('hit');
      return found.value as T;
    }
    const value = await compute();
    const isKept = (await generation(source)) === before && (await this.#keep(key, value));
    counted(isKept ? 'miss' : 'unkept');
    return value;
  }

  async #find(key: string): Promise<{ readonly value: unknown } | 'away' | null> {
    try {
      const bytes = await soon(this.#ports.redis.getBuffer(key));
      return bytes === null ? null : { value: deserialize(bytes) };
    } catch {
      // Whatever is wrong with Redis or with what it holds: the database has the answer.
      this.#awayUntil = this.#ports.now() + AWAY_MS;
      return 'away';
    }
  }

  async #keep(key: string, value: unknown): Promise<boolean> {
    const bytes = serialize(value);
    const now = this.#ports.now();
    if (now >= this.#windowEnds) {
      this.#windowEnds = now + KEPT_SECONDS * 1_000;
      this.#written = 0;
    }
    if (bytes.length > LARGEST_BYTES || this.#written + bytes.length > MOST_BYTES) return false;
    this.#written += bytes.length;
    try {
      await soon(this.#ports.redis.set(key, bytes, 'EX', KEPT_SECONDS));
      return true;
    } catch {
      this.#awayUntil = now + AWAY_MS;
      return false;
    }
  }
}

async function soon<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ANSWER_MS} ms`)), ANSWER_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    // Its own failure, after we have stopped waiting, is nobody's.
    answer.catch(() => undefined);
  }
}
