/**
 * Ticks that somebody else sends: a MetaTrader bridge or any program, through POST /ingest/v1/ticks. The route has checked the shape;
 * this decides about numbers, symbols and times, item by item, so that one bad tick does not cost the batch.
 * Guarantee: a batch is handed over once, however often it is sent. The position carries the last number of each source over a restart.
 */
import { z } from 'zod';
import type { IngestAnswer, IngestRequest } from '../../api/contract/market.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Result, err, ok } from '../../kernel/result.ts';
import type { InstrumentId, Price } from '../../kernel/units.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import type { Tick } from '../../market/tick.ts';
import type { Feed, FeedSink, HistoryCandle } from '../feed.ts';
import { PushSymbols } from './push-symbols.ts';
import { SequenceLedger } from './sequence-ledger.ts';
import { ServerZone } from './server-zone.ts';

type Item = z.infer<typeof IngestRequest>['ticks'][number];
type Answer = z.infer<typeof IngestAnswer>;
type Rejected = Answer['rejected'][number];

export interface PushOptions {
  readonly instruments: InstrumentTable;
  /** The sources' own names, besides the usual suffixes. */
  readonly symbols?: ReadonlyMap<string, InstrumentId>;
  /** Of stamps marked `server_time`. */
  readonly serverZone: string;
  /** From `position()` of an earlier run. */
  readonly resumeAfter?: string | null;
  readonly clock: Clock;
}

type IngestRefusal =
  | { readonly reason: 'seq-replay'; readonly lastSeq: number; readonly message: string }
  | { readonly reason: 'too-many-sources' | 'not-started'; readonly message: string };

const MAX_FUTURE_MS = 5_000;
const OLD_MS = 30_000;
const DAY_MS = 86_400_000;

const Position = z.strictObject({ push: z.record(z.string(), z.int()) });
const DECIMAL = /^\d{1,9}(\.\d{1,9})?$/;

export class PushFeed implements Feed {
  readonly name = 'push';
  readonly simulated = false;
  readonly ownClock = false;
  readonly ended: Promise<void> = new Promise(() => undefined);
  readonly #clock: Clock;
  readonly #symbols: PushSymbols;
  readonly #zone: ServerZone;
  readonly #ledger: SequenceLedger<Answer>;
  readonly #seen = new Set<InstrumentId>();
  #sink: FeedSink | null = null;

  constructor(options: PushOptions) {
    this.#clock = options.clock;
    this.#symbols = new PushSymbols(options.instruments, options.symbols);
    this.#zone = new ServerZone(options.serverZone);
    this.#ledger = new SequenceLedger(ticksNamed, readPosition(options.resumeAfter ?? null));
  }

  /** Those that have come so far. */
  instruments(): readonly InstrumentId[] {
    return [...this.#seen];
  }

  start(sink: FeedSink): Promise<void> {
    this.#sink = sink;
    sink.state('connecting', { key: 'waitingForSource' });
    return Promise.resolve();
  }

  /** Takes one batch. The answer to the same batch is the same, whenever it comes again. */
  ingest(request: z.infer<typeof IngestRequest>): Result<Answer, IngestRefusal> {
    const sink = this.#sink;
    if (sink === null) return err({ reason: 'not-started', message: 'the push feed is not running' });
    const { source, seq } = request;
    const standing = this.#ledger.look(source, seq, request);
    switch (standing.kind) {
      case 'same':
        return ok(standing.answer);
      case 'replay': {
        const { lastSeq } = standing;
        const message = `seq ${seq} of "${source}" was used before; the last one is ${lastSeq}`;
        return err({ reason: 'seq-replay', lastSeq, message });
      }
      case 'too-many-sources':
        return err({ reason: 'too-many-sources', message: `"${source}" is one source too many` });
      case 'new': {
        const answer = this.#take(request, sink);
        this.#ledger.record(source, seq, { hash: standing.hash, answer });
        return ok(answer);
      }
    }
  }

  position(): string {
    return JSON.stringify({ push: this.#ledger.lastSeqs() });
  }

  stop(): Promise<void> {
    this.#sink = null;
    return Promise.resolve();
  }

  async *history(): AsyncGenerator<readonly HistoryCandle[]> {
    // Sources push ticks only; candles come from the recorder and from imports.
  }

  #take({ source, seq, ticks }: z.infer<typeof IngestRequest>, sink: FeedSink): Answer {
    const rejected: Rejected[] = [];
    const accepted: Tick[] = [];
    const flagged: Rejected[] = [];
    const now = this.#clock.now();
    ticks.forEach((item, index) => {
      const tick = this.#read(item, now);
      if ('reason' in tick) {
        rejected.push({ index, ...tick });
        const reason = tick.reason === 'unknown-instrument' ? 'unknown-instrument' : 'bad-field';
        sink.rejected({ reason, text: `${source}: ${JSON.stringify(item)}`.slice(0, 200) });
        return;
      }
      accepted.push(tick);
      const ageMs = now - tick.at;
      if (ageMs > OLD_MS)
        flagged.push({ index, reason: 'old', message: `${Math.round(ageMs / 1_000)} s old when it came` });
    });
    if (accepted.length > 0) this.#hand(accepted, sink);
    return {
      accepted: accepted.length,
      last_seq: seq,
      rejected,
      ...(flagged.length === 0 ? {} : { flagged }),
    };
  }

  #hand(ticks: readonly Tick[], sink: FeedSink): void {
    if (this.#seen.size === 0) sink.state('live', null);
    for (const tick of ticks) {
      this.#seen.add(tick.instrument);
      sink.tick(tick);
    }
  }

  #read(item: Item, now: number): Tick | Omit<Rejected, 'index'> {
    const instrument = this.#symbols.find(item.symbol);
    if (instrument === null) {
      const message = `"${item.symbol}" is no known instrument: map it in PUSH_SYMBOLS`;
      return { reason: 'unknown-instrument', message };
    }
    const bid = decimal(item.bid);
    const ask = decimal(item.ask);
    if (bid === null) return { reason: 'bad-price', message: `bid "${item.bid}" is no price` };
    if (ask === null) return { reason: 'bad-price', message: `ask "${item.ask}" is no price` };
    if (item.time_msc < 0) return { reason: 'bad-time', message: `time_msc ${item.time_msc} is before 1970` };
    // Beyond any zone's offset it is the future in every zone; zone arithmetic has bounds.
    const isServerTime = item.server_time === true && item.time_msc < now + DAY_MS;
    const at = isServerTime ? this.#zone.toInstant(item.time_msc) : item.time_msc;
    if (at > now + MAX_FUTURE_MS) {
      const ahead = Math.round((at - now) / 1_000);
      return { reason: 'future', message: `time_msc is ${ahead} s in the future: check the server's zone` };
    }
    return { instrument, bid, ask, at: at as Tick['at'] };
  }
}

function ticksNamed({ rejected, flagged = [] }: Answer): number {
  return 1 + rejected.length + flagged.length;
}

/** Strings are preferred, because they say what was quoted; numbers are taken as they are. */
function decimal(value: string | number): Price | null {
  const number = typeof value === 'number' ? value : DECIMAL.test(value) ? Number(value) : NaN;
  return number > 0 && number < Infinity ? (number as Price) : null;
}

function readPosition(text: string | null): Readonly<Record<string, number>> {
  if (text === null) return {};
  try {
    const parsed = Position.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.push : {};
  } catch {
    return {}; // A position of another kind of feed.
  }
}
