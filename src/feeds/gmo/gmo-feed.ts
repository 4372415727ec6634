/**
 * GMO Coin FX as a feed: live quotes without a key, candles on bid and ask.
 *
 * | state      | what happens                                             | goes on to |
 * |------------|----------------------------------------------------------|------------|
 * | connecting | symbols, socket, snapshot of /ticker, paced subscribes   | live, closed, down |
 * | live       | ticks flow; /ticker is compared with the stream          | closed, down |
 * | closed     | every symbol says CLOSE; the connection is kept          | live, down |
 * | down       | waits: 1 → 60 s with jitter, or for the end of a maintenance | connecting |
 *
 * The wait grows until ticks really flow: a connection that opens and dies again is no success.
 */
import type { Clock } from '../../kernel/clock.ts';
import type { Random } from '../../kernel/random.ts';
import type { InstrumentId } from '../../kernel/units.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import type { Tick } from '../../market/tick.ts';
import { Backoff } from '../backoff.ts';
import type { Feed, FeedSink, FeedState, HistoryCandle, HistoryRequest } from '../feed.ts';
import type { FeedNotice, Loss } from '../notices.ts';
import { pause } from '../pause.ts';
import { type GmoConnection, connect } from './gmo-connection.ts';
import { type GmoMessage, instrumentOf, readFrame, readQuote } from './gmo-frame.ts';
import { GmoHistoryError, gmoHistory } from './gmo-history.ts';
import { type GmoFailure, GmoRest } from './gmo-rest.ts';
import { SymbolRow } from './gmo-schema.ts';
import { GMO_TIMINGS, type GmoTimings } from './gmo-timings.ts';
import { type Listed, StreamWatch } from './stream-watch.ts';
import { SubscribePacer } from './subscribe-pacer.ts';
import { Subscriptions } from './subscriptions.ts';

export interface GmoOptions {
  /** Without version: `https://forex-api.coin.z.com/public`, `wss://forex-api.coin.z.com/ws/public`. */
  readonly restUrl: string;
  readonly socketUrl: string;
  readonly instruments: InstrumentTable;
  /** A part of what the provider offers; all of it when left out. */
  readonly only?: readonly InstrumentId[];
  readonly clock: Clock;
  readonly random: Random;
  readonly timings?: GmoTimings;
}

/** What the provider says about an instrument. */
interface GmoSymbol {
  readonly symbol: string;
  readonly instrument: InstrumentId;
  readonly tickSize: number;
}

interface SessionParts {
  readonly subscriptions: Subscriptions;
  readonly stream: StreamWatch;
}

interface WatchOptions extends SessionParts {
  readonly ready: () => void;
  readonly signal: AbortSignal;
}

type SessionEnd = { readonly reason: 'maintenance' | 'lost'; readonly why: Loss };

/** One object: it is told at every quote of a closed market, and is news once. */
const CLOSED: FeedNotice = { key: 'marketClosed' };

export class GmoFeed implements Feed {
  readonly name = 'gmo';
  readonly simulated = false;
  readonly ownClock = false;
  readonly ended: Promise<void> = new Promise(() => undefined);
  readonly #options: GmoOptions;
  readonly #timings: GmoTimings;
  readonly #rest: GmoRest;
  readonly #pacer: SubscribePacer;
  readonly #backoff: Backoff;
  readonly #stop = new AbortController();
  readonly #lastTick = new Map<string, Tick>();
  readonly #open = new Map<string, boolean>();
  #symbols: readonly GmoSymbol[] = [];
  #symbolsAreOld = true;
  #sink: FeedSink | null = null;
  #state: FeedState | null = null;
  #notice: FeedNotice | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(options: GmoOptions) {
    const timings = options.timings ?? GMO_TIMINGS;
    const { random, clock } = options;
    this.#options = options;
    this.#timings = timings;
    this.#rest = new GmoRest({ restUrl: options.restUrl, timings, random });
    this.#pacer = new SubscribePacer(timings, () => clock.monotonicMs());
    this.#backoff = new Backoff({ minMs: timings.reconnectMinMs, maxMs: timings.reconnectMaxMs, random });
  }

  instruments(): readonly InstrumentId[] {
    return this.#symbols.map(({ instrument }) => instrument);
  }

  /** As read from the provider; empty before `start`. */
  symbols(): readonly GmoSymbol[] {
    return this.#symbols;
  }

  /** Resolves after the first attempt or after `patienceMs`: the feed goes on trying, and says so by its state. */
  async start(sink: FeedSink): Promise<void> {
    this.#sink = sink;
    const attempt = new Promise<void>((resolve) => {
      this.#running = this.#run(resolve).finally(resolve);
    });
    const patience = new AbortController();
    await Promise.race([attempt, pause(this.#timings.patienceMs, patience.signal)]);
    patience.abort();
  }

  position(): null {
    return null;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async *history(request: HistoryRequest): AsyncGenerator<readonly HistoryCandle[]> {
    const { signal } = this.#stop;
    const failure = await this.#readSymbols(signal);
    if (failure !== null) throw new GmoHistoryError(failure.message);
    const known = this.#symbols.find(({ instrument }) => instrument === request.instrument);
    if (known !== undefined) yield* gmoHistory(this.#rest, { ...request, symbol: known.symbol, signal });
  }

  async #run(firstAttemptDone: () => void): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      this.#tell('connecting', null);
      const { reason, why } = await this.#session(firstAttemptDone, signal);
      firstAttemptDone();
      if (signal.aborted) return;
      if (reason === 'maintenance') await this.#sitOutMaintenance(why, signal);
      else await this.#waitBeforeNext(why, signal);
    }
  }

  async #waitBeforeNext(why: Loss, signal: AbortSignal): Promise<void> {
    const waitMs = this.#backoff.nextMs();
    this.#tell('down', { key: 'connectionLost', why, waitSeconds: Math.ceil(waitMs / 1_000) });
    await pause(waitMs, signal);
  }

  async #sitOutMaintenance(why: Loss, signal: AbortSignal): Promise<void> {
    this.#tell('down', { key: 'maintenance', why });
    const { statusPollMs } = this.#timings;
    // What is traded may have changed when they come back.
    this.#symbolsAreOld = true;
    while (await pause(statusPollMs * (1 + this.#options.random.uniform()), signal)) {
      const status = await this.#rest.status(signal);
      if (status.ok && status.value.data.status !== 'MAINTENANCE') return;
    }
  }

  /** One connection from its opening to its end. */
  async #session(ready: () => void, signal: AbortSignal): Promise<SessionEnd> {
    const failure = await this.#readSymbols(signal);
    if (failure !== null)
      return {
        reason: failure.reason === 'maintenance' ? 'maintenance' : 'lost',
        why: { key: 'verbatim', text: failure.message },
      };
    const subscriptions = new Subscriptions(
      this.#symbols.map(({ symbol }) => symbol),
      this.#pacer,
    );
    const stream = new StreamWatch(this.#timings.lagMs);
    const connected = await connect({
      url: `${this.#options.socketUrl}/v1`,
      timings: this.#timings,
      signal,
      onText: (text) => this.#onFrame(readFrame(text, this.#options.instruments), { subscriptions, stream }),
    });
    if (!connected.ok) {
      const { reason, why } = connected.error;
      return { reason: reason === 'maintenance' ? 'maintenance' : 'lost', why };
    }
    const connection = connected.value;
    const session = new AbortController();
    const both = AbortSignal.any([signal, session.signal]);
    const work = Promise.all([
      subscriptions.run((frame) => connection.send(frame), both),
      this.#watch(connection, { subscriptions, stream, ready, signal: both }),
    ]);
    const why = await connection.ended;
    session.abort();
    await work;
    return { reason: 'lost', why };
  }

  /** Null when the list is known and of today. */
  async #readSymbols(signal: AbortSignal): Promise<GmoFailure | null> {
    if (!this.#symbolsAreOld) return null;
    const answer = await this.#rest.symbols(signal);
    if (!answer.ok) return answer.error;
    const { instruments, only } = this.#options;
    const symbols = answer.value.data.flatMap((row) => {
      const parsed = SymbolRow.safeParse(row);
      if (!parsed.success) return [];
      const { symbol, tickSize } = parsed.data;
      const instrument = instrumentOf(symbol, instruments);
      const wanted = instrument !== null && (only === undefined || only.includes(instrument));
      return wanted ? [{ symbol, instrument, tickSize }] : [];
    });
    if (symbols.length === 0)
      return { reason: 'refused', message: '/symbols lists none of the instruments asked for' };
    this.#symbols = symbols;
    this.#symbolsAreOld = false;
    return null;
  }

  /** A snapshot at once, then again and again: it shows which subscriptions silently broke. */
  async #watch(connection: GmoConnection, options: WatchOptions): Promise<void> {
    const { subscriptions, stream, ready, signal } = options;
    stream.look(await this.#snapshot(subscriptions, signal));
    ready();
    const { pollMs, watchMs } = this.#timings;
    // What is not subscribed yet, or refused, is polled.
    while (await pause(subscriptions.isComplete() ? watchMs : pollMs, signal)) {
      const listed = await this.#snapshot(subscriptions, signal);
      const broken = stream.look(listed);
      if (broken.length > 1 && broken.length === listed.length) {
        connection.terminate({ key: 'streamSilent' });
        return;
      }
      for (const symbol of broken) subscriptions.again(symbol);
    }
  }

  /** Hands over what /ticker has newer than the last tick; returns the symbols that trade. */
  async #snapshot(subscriptions: Subscriptions, signal: AbortSignal): Promise<readonly Listed[]> {
    const answer = await this.#rest.ticker(signal);
    if (!answer.ok || signal.aborted) return [];
    const listed: Listed[] = [];
    for (const row of answer.value.data) {
      const message = readQuote(row, this.#options.instruments);
      if (message.type === 'reject') this.#reject(message);
      if (message.type !== 'quote' || !this.#isWanted(message.symbol)) continue;
      const { symbol, open, tick } = message;
      this.#open.set(symbol, open);
      if (!open) continue;
      listed.push({ symbol, at: tick.at, subscribed: subscriptions.has(symbol) });
      const isNews = tick.at > (this.#lastTick.get(symbol)?.at ?? -Infinity);
      if (isNews) this.#onQuote(message);
      else this.#tell('live', null);
    }
    this.#judgeClosed();
    return listed;
  }

  #onFrame(message: GmoMessage, { subscriptions, stream }: SessionParts): void {
    switch (message.type) {
      case 'quote':
        stream.streamed(message.symbol, message.tick.at);
        subscriptions.shown(message.symbol);
        if (!this.#isWanted(message.symbol)) return;
        this.#onQuote(message);
        if (message.open) this.#backoff.reset();
        else this.#judgeClosed();
        return;
      case 'error':
        if (message.text.startsWith('ERR-5003')) subscriptions.refused();
        else this.#sink?.rejected({ reason: 'unknown-frame', text: message.text.slice(0, 200) });
        return;
      case 'reject':
        this.#reject(message);
    }
  }

  /** The quote of a closed symbol is no price to act on; a repeated one is no news. */
  #onQuote({ symbol, open, tick }: Extract<GmoMessage, { readonly type: 'quote' }>): void {
    this.#open.set(symbol, open);
    const last = this.#lastTick.get(symbol);
    const repeated = last?.at === tick.at && last.bid === tick.bid && last.ask === tick.ask;
    if (!open || repeated) return;
    if (last === undefined || tick.at >= last.at) this.#lastTick.set(symbol, tick);
    this.#tell('live', null);
    this.#sink?.tick(tick);
  }

  #judgeClosed(): void {
    const open = this.#symbols.map(({ symbol }) => this.#open.get(symbol));
    if (open.length > 0 && open.every((isOpen) => isOpen === false)) this.#tell('closed', CLOSED);
  }

  #reject({ reject }: Extract<GmoMessage, { readonly type: 'reject' }>): void {
    // Symbols that the instrument table does not have are offered, not broken.
    if (reject.reason !== 'unknown-instrument') this.#sink?.rejected(reject);
  }

  #isWanted(symbol: string): boolean {
    return this.#symbols.some((known) => known.symbol === symbol);
  }

  #tell(state: FeedState, notice: FeedNotice | null): void {
    if (state === this.#state && notice === this.#notice) return;
    this.#state = state;
    this.#notice = notice;
    this.#sink?.state(state, notice);
  }
}

/** Whether the provider answers, for the choice of a feed. Takes no longer than `probeTimeoutMs`. */
export async function probeGmo(
  options: Pick<GmoOptions, 'restUrl' | 'random' | 'timings'>,
): Promise<{ readonly answers: true } | { readonly answers: false; readonly why: string }> {
  const timings = options.timings ?? GMO_TIMINGS;
  const rest = new GmoRest({ restUrl: options.restUrl, random: options.random, timings });
  const status = await rest.status(AbortSignal.timeout(timings.probeTimeoutMs), 1);
  if (status.ok) return { answers: true };
  const { reason, message } = status.error;
  // Maintenance is an answer: the feed waits for its end and says so.
  if (reason === 'maintenance') return { answers: true };
  return { answers: false, why: reason === 'stopped' ? 'no answer in time' : message };
}
