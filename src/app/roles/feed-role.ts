/**
 * Brings prices and edits into the log. One process at a time, by a lease in PostgreSQL; the others stand by, say so, and take over when the
 * lease runs out. A leader that cannot reach PostgreSQL goes on: nobody else could take the lease either, and whoever could would be
 * noticed at the next append.
 */
import type { FeedTraits, LogEnds, PlacedEntry } from '../../alerts/tick-log.ts';
import { PLACES_PER_EPOCH } from '../../alerts/tick-log.ts';
import type { Feed } from '../../feeds/feed.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { Lease } from '../../storage/lease-store.ts';
import { backFill, backFillBeside } from '../back-fill.ts';
import { noteBlindTime } from '../blind-time.ts';
import { chooseFeed, refuseStandBy } from '../choose-feed.ts';
import { FeedRunner } from '../feed-runner.ts';
import { sendHint } from '../../storage/hints.ts';
import { marketBeganAfter } from '../../storage/wipe-market.ts';
import { KeptLease } from './kept-lease.ts';
import { keepRunning, pause, type Role, type RoleReadiness, untilAborted } from './role.ts';
import { FEED_LEASE, FEED_LEASE_MS, type FeedInfo, type RoleContext, saveTraits } from './role-context.ts';
import { Sequencer } from './sequencer.ts';

/** Together with FEED_LEASE_MS: a leader may be held up for four and a half seconds, whenever that begins, before another takes over. */
const RENEW_MS = 500;
const STAND_BY_MS = 500;
const TELL_TRAITS_MS = 2_000;
/** Looks for edits by itself, whether or not a hint came. */
const LOOK_FOR_EDITS_MS = 1_000;
/** The last append of a feed that can go on carries its position; an append has at most so many entries. */
const TAIL = 5_000;
const BEAT_DELAY_MS = 300;
/** Setting with the name of the feed whose history has been read. */
const FILLED = 'history-of';

export class FeedRole implements Role {
  readonly name = 'feed';
  readonly #context: RoleContext;
  readonly #address: string | null;
  #leading: Leading | null = null;
  #standsBehind: string | null = null;

  /** `address`: where pushed ticks reach this process. */
  constructor(context: RoleContext, address: string | null) {
    this.#context = context;
    this.#address = address;
  }

  run(signal: AbortSignal): Promise<void> {
    return keepRunning((stop) => this.#standBy(stop), { signal, log: this.#context.log, name: this.name });
  }

  readiness(): RoleReadiness {
    if (this.#leading !== null) return this.#leading.readiness();
    return this.#standsBehind === null
      ? { ok: false, detail: 'waits for the database' }
      : { ok: true, detail: `stands by: ${this.#standsBehind} leads` };
  }

  /** Null while another process leads. */
  get feed(): Feed | null {
    return this.#leading?.feed ?? null;
  }

  /** None while another process leads. */
  instrumentAges(): ReturnType<FeedRunner['instrumentAges']> {
    return this.#leading?.instrumentAges() ?? [];
  }

  /** Everything pushed so far is in the log. */
  async flush(): Promise<void> {
    await this.#leading?.sequencer.flush();
  }

  wakeForEdits(): void {
    this.#leading?.lookForEdits();
  }

  async #standBy(signal: AbortSignal): Promise<void> {
    const { leases, log, config, stores } = this.#context;
    while (!signal.aborted) {
      await refuseStandBy(config, stores);
      const standing = await leases.look(FEED_LEASE);
      const lease = standing?.isHeld === true ? null : await this.#acquire();
      if (lease !== null) {
        this.#standsBehind = null;
        return this.#lead(lease, signal);
      }
      const leader = standing?.holder ?? 'another process';
      if (leader !== this.#standsBehind)
        log.info({ name: leader }, 'another process has the feed: this one stands by');
      this.#standsBehind = leader;
      await pause(STAND_BY_MS, signal);
    }
  }

  async #acquire(): Promise<Lease | null> {
    const { leases, holder } = this.#context;
    const above = Math.floor((await this.#lastKnownSeq()) / PLACES_PER_EPOCH);
    return leases.acquire({ name: FEED_LEASE, holder, forMs: FEED_LEASE_MS, above, info: this.#noInfo() });
  }

  /** In the database: what an earlier leader recorded or promised. */
  async #lastKnownSeq(): Promise<number> {
    const { journal, edits } = this.#context.stores;
    const [{ seq }, edit] = await Promise.all([journal.position(), edits.lastSeq()]);
    return Math.max(seq, edit);
  }

  async #lead(lease: Lease, signal: AbortSignal): Promise<void> {
    const context = this.#context;
    const { config, instruments, log, database, stores, leases } = context;
    const kept = new KeptLease({
      ...{ leases, lease, log, forMs: FEED_LEASE_MS, renewMs: RENEW_MS },
      info: () => this.#leading?.info() ?? this.#noInfo(),
    });
    try {
      const ends = await context.tickLog.ends();
      const feed = await chooseFeed(config, {
        ...{ instruments, log, database, stores },
        lastSeq: () => lease.epoch * PLACES_PER_EPOCH,
        feedPosition: () => this.#positionInLog(ends),
      });
      const after = Math.max(ends.last, await this.#lastKnownSeq());
      this.#leading = new Leading(context, { lease, feed, ends, after, address: this.#address });
      await this.#leading.run(AbortSignal.any([signal, kept.lost]));
    } finally {
      this.#leading = null;
      await kept.release();
    }
    if (kept.lost.aborted) log.warn('another process has taken the feed: this one stands by');
  }

  #noInfo(): FeedInfo {
    return { status: null, traits: null, toldAt: this.#context.clock.now(), address: this.#address };
  }

  /** From the end of the log, which may be ahead of what is recorded. */
  async #positionInLog({ last }: LogEnds): Promise<string | null> {
    const after = Math.max(last - TAIL, await marketBeganAfter(this.#context.database));
    const tail = await this.#context.tickLog.read(after, { limit: TAIL, waitMs: 0 });
    const newest = tail.findLast(({ position }) => position !== undefined)?.position;
    return newest ?? (await this.#context.stores.journal.position()).feedPosition;
  }
}

interface LeadingParts {
  readonly lease: Lease;
  readonly feed: Feed;
  readonly ends: LogEnds;
  readonly after: number;
  readonly address: string | null;
}

class Leading {
  readonly #context: RoleContext;
  readonly #parts: LeadingParts;
  readonly sequencer: Sequencer;
  readonly #runner: FeedRunner;
  readonly #deposed = new AbortController();
  #isLooking = false;
  #editsHinted = false;
  #toldTraits = '';

  constructor(context: RoleContext, parts: LeadingParts) {
    const { tickLog, clock, log, stores, metrics, database } = context;
    const { feed, lease } = parts;
    this.#context = context;
    this.#parts = parts;
    this.sequencer = new Sequencer({
      log: tickLog,
      epoch: lease.epoch,
      end: parts.ends.last,
      clock,
      placeEdits: async (next) => {
        const placed = await stores.edits.sequence(lease, next, this.#marketTime());
        if (placed !== null && placed.length > 0) await sendHint(database, 'answers');
        return placed;
      },
      recordedSeq: async () => (await stores.journal.position()).seq,
      recordDirectly: (recorded, entries) => this.#recordDirectly(recorded, entries),
      feedPosition: () => feed.position(),
      onFault: (error) => log.warn({ err: error }, 'the log could not be written; it is tried again'),
      onDeposed: () => this.#depose(),
    });
    this.#runner = new FeedRunner({
      feed,
      target: this.sequencer,
      clock,
      onTick: () => undefined,
      onRejected: ({ reason, text, line }) => {
        metrics.rejectedTicks.inc({ feed: feed.name, reason });
        log.warn({ feed: feed.name, reason, text, line }, 'frame rejected');
      },
      onState: ({ state, notice }) => log.info({ feed: feed.name, state, notice }, 'feed'),
    });
  }

  get feed(): Feed {
    return this.#parts.feed;
  }

  info(): FeedInfo {
    const { address } = this.#parts;
    const toldAt = this.#context.clock.now();
    return { status: this.#runner.status(), traits: this.#traits(), toldAt, address };
  }

  instrumentAges(): ReturnType<FeedRunner['instrumentAges']> {
    return this.#runner.instrumentAges();
  }

  readiness(): RoleReadiness {
    if (this.sequencer.faulty)
      return { ok: false, detail: 'the log cannot be written; ticks are kept meanwhile' };
    const { name, state, notice } = this.#runner.status();
    return { ok: true, detail: `leads; ${name}: ${state}${notice === null ? '' : ` (${notice})`}` };
  }

  /** Whatever ends it, nothing of it goes on. */
  async run(signal: AbortSignal): Promise<void> {
    const over = AbortSignal.any([signal, this.#deposed.signal]);
    const timers = [
      setInterval(() => this.lookForEdits(), LOOK_FOR_EDITS_MS),
      setInterval(() => void this.#tellTraits(), TELL_TRAITS_MS),
    ];
    try {
      await this.#begin(over);
      await untilAborted(over);
    } finally {
      for (const timer of timers) clearInterval(timer);
      await this.#runner.stop().finally(() => this.sequencer.stop());
    }
  }

  async #begin(over: AbortSignal): Promise<void> {
    const { clock, log, stores } = this.#context;
    const { feed, lease, after } = this.#parts;
    await this.#saveTraits();
    this.sequencer.append({ type: 'lead', after, at: clock.now(), traits: this.#traits() });
    this.sequencer.start();
    log.info({ feed: feed.name, seq: after, count: lease.epoch }, 'this process leads the feed');
    const filling = await this.#filling();
    if (!feed.ownClock) await noteBlindTime(clock.now(), stores);
    await backFill(filling);
    await this.#runner.start();
    this.lookForEdits();
    void this.#fillBeside(filling, over);
  }

  /** History of this market is read once; a leader that was killed meanwhile leaves it to the next. */
  async #filling(): Promise<Parameters<typeof backFill>[0]> {
    const { stores, log, clock } = this.#context;
    const { feed } = this.#parts;
    return {
      feed,
      history: stores.history,
      tell: (instruments, at) => void this.sequencer.append({ type: 'filled', instruments, at }),
      log,
      isNew: (await stores.settings.get(FILLED)) !== feed.name,
      now: clock.now(),
    };
  }

  async #fillBeside(filling: Parameters<typeof backFill>[0], signal: AbortSignal): Promise<void> {
    const { stores, log } = this.#context;
    try {
      if (await backFillBeside(filling, signal)) await stores.settings.set(FILLED, filling.feed.name);
    } catch (error) {
      log.warn({ err: error }, 'history could not be stored; the next start reads it again');
    }
  }

  /** Asked outside the sequencer, so that a database that is away does not hold up the ticks; one question at a time. */
  lookForEdits(): void {
    this.#editsHinted = true;
    if (!this.#isLooking) void this.#look();
  }

  async #look(): Promise<void> {
    const { stores, log } = this.#context;
    this.#isLooking = true;
    while (this.#editsHinted) {
      this.#editsHinted = false;
      try {
        if (await stores.edits.hasOpen()) this.sequencer.wakeForEdits();
      } catch (error) {
        log.warn({ err: error }, 'edits could not be looked for');
      }
    }
    this.#isLooking = false;
  }

  async #recordDirectly(recorded: number, entries: readonly PlacedEntry[]): Promise<boolean> {
    const last = entries.at(-1);
    if (last === undefined) return true;
    const { simulated, ownClock } = this.#parts.feed;
    const ticks = entries.flatMap(({ seq, entry }) =>
      entry.type === 'tick' ? [{ seq, tick: entry.tick, simulated }] : [],
    );
    const feedPosition = entries.findLast(({ position }) => position !== undefined)?.position ?? null;
    const nothing = { candles: [], indicators: [], events: [], edits: [], statuses: [] };
    const batch = { ...nothing, ticks, seq: last.seq, feedPosition, ownClock };
    return this.#context.stores.journal.commitAfter(recorded, batch);
  }

  /** A provider may say only after a while which instruments it has. */
  async #tellTraits(): Promise<void> {
    try {
      await this.#saveTraits();
    } catch (error) {
      this.#context.log.warn({ err: error }, 'the traits of the feed could not be saved; it is tried again');
    }
  }

  async #saveTraits(): Promise<void> {
    const traits = this.#traits();
    const text = JSON.stringify(traits);
    if (text === this.#toldTraits) return;
    await saveTraits(this.#context.stores, traits);
    this.#toldTraits = text;
  }

  #traits(): FeedTraits {
    const { name, simulated, ownClock } = this.#parts.feed;
    return { feed: name, simulated, ownClock, instruments: this.#parts.feed.instruments() };
  }

  #marketTime(): EpochMs {
    const { feed } = this.#parts;
    const wall = (this.#context.clock.now() - BEAT_DELAY_MS) as EpochMs;
    return this.#runner.marketTime ?? (feed.ownClock ? (0 as EpochMs) : wall);
  }

  #depose(): void {
    this.#context.log.warn('the log has entries of another process: this one stands by');
    this.#deposed.abort();
  }
}
