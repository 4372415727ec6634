/**
 * The engine: one log entry in, what it produced out. No clock, no I/O: the same entries give the same results, live, in replay and
 * after a crash.
 *
 * Market time only moves forward. Before an entry of time `at` takes effect, everything due up to and including `at` happens in the
 * order of time: candles that end at one instant close together, then indicators are pushed, then conditions are looked at, in one
 * step stamped with that instant. So results do not depend on how often beats come. A tick is a step of its own.
 *
 * Cost of a tick: three M1 candles, two comparisons for each indexed quote field, and the conditions whose clock is the tick.
 * Nothing is allocated while nothing closes or fires.
 */
import type { CandleSource, CheckedCondition } from '../conditions/resolved.ts';
import { CATALOG } from '../indicators/catalog.ts';
import type { IndicatorDefinition } from '../indicators/indicator.ts';
import type { EpochMs, InstrumentId } from '../kernel/units.ts';
import type { Candle } from '../market/candle.ts';
import type { Instrument } from '../market/instrument.ts';
import type { RejectReason } from '../market/quote-filter.ts';
import type { Tick } from '../market/tick.ts';
import type { Alert, AlertId } from './alert.ts';
import { Aftermath } from './aftermath.ts';
import { Armory, type CheckCondition } from './arming/armory.ts';
import { checkQuickly } from './arming/check-quickly.ts';
import { FollowUps } from './arming/follow-ups.ts';
import { Moment, type Watcher } from './evaluation/moment.ts';
import { Sources } from './evaluation/sources.ts';
import { type Explanation, type UnknownOperand, explanationOf, unknownOperandsOf } from './explain.ts';
import type { LogEntry } from './log-entry.ts';
import type { InstrumentBook } from './series/instrument-book.ts';
import type { Series } from './series/series.ts';
import type { SnapshotPart } from './snapshot/snapshot-part.ts';
import { StateLoader } from './snapshot/state-loader.ts';
import { StateWalk } from './snapshot/state-walk.ts';
import { EMPTY_RESULT, ResultBuilder, type StepResult } from './step-result.ts';
import { TimerQueue } from './timer-queue.ts';

export type { StepResult } from './step-result.ts';

export interface EngineOptions {
  readonly instruments: ReadonlyMap<string, Instrument>;
  /** Marks every event. */
  readonly simulated?: boolean;
  /** Highest n recorded for each `unit:revision` before the log begins (`EventLog.firingCounts`); a snapshot has them from then on. */
  readonly firingCounts?: ReadonlyMap<string, number>;
  readonly indicators?: ReadonlyMap<string, IndicatorDefinition>;
  readonly check?: CheckCondition;
  /** For dry runs: only series that conditions read are kept, and of what a step produces only events, problems and ends are told. */
  readonly isLean?: boolean;
}

interface EngineCounters {
  readonly ticks: number;
  readonly late: number;
  readonly rejected: Readonly<Partial<Record<RejectReason | 'unknown-instrument', number>>>;
  readonly steps: number;
  /** Since this engine was made, whatever it was restored from. */
  readonly evaluations: number;
  readonly events: number;
  /** Alerts, not units. */
  readonly armed: number;
}

const LATE_RESULT: StepResult = Object.freeze({ ...EMPTY_RESULT, late: true });

export class Engine {
  readonly #sources: Sources;
  readonly #armory: Armory;
  readonly #timers = new TimerQueue<Watcher>((watcher) => watcher.wakeAt);
  readonly #moment: Moment;
  readonly #walk = new StateWalk();
  readonly #result = new ResultBuilder();
  readonly #isLean: boolean;
  readonly #followUps: FollowUps;
  readonly #aftermath: Aftermath;
  readonly #onClosed = (series: Series, candle: Candle): void => this.#closed(series, candle);
  readonly #closedNow: Series[] = [];
  readonly #due: Watcher[] = [];
  readonly #rejected = new Map<RejectReason | 'unknown-instrument', number>();
  #ticks = 0;
  #late = 0;
  #now = -Infinity as EpochMs;
  /** Nothing happens by time alone before this instant. */
  #nextDue = Infinity;

  constructor(options: EngineOptions) {
    const { instruments, indicators = CATALOG, check = checkQuickly } = options;
    const changes = this.#walk;
    this.#moment = new Moment(this.#timers, options.simulated ?? false, changes);
    this.#isLean = options.isLean ?? false;
    this.#sources = new Sources({
      instruments,
      indicators,
      changes,
      time: this.#moment,
      isLean: this.#isLean,
    });
    const tables = { instruments, indicators, check, changes };
    this.#armory = new Armory(this.#sources, tables, options.firingCounts ?? new Map());
    this.#followUps = new FollowUps(this.#sources);
    this.#aftermath = new Aftermath({
      armory: this.#armory,
      moment: this.#moment,
      result: this.#result,
      followUps: this.#followUps,
    });
  }

  /** Goes on bit for bit where the snapshot was taken. Throws a RangeError that names a version it does not know. */
  static restore(parts: Iterable<SnapshotPart>, options: EngineOptions): Engine {
    const { take, finish } = Engine.restoration(options);
    for (const part of parts) take(part);
    return finish();
  }

  /** The same for parts that come one by one. */
  static restoration(options: EngineOptions): {
    readonly take: (part: SnapshotPart) => void;
    readonly finish: () => Engine;
  } {
    const engine = new Engine(options);
    const loader = engine.#loader();
    return {
      take: (part) => loader.take(part),
      finish: () => engine.#goOn(loader.finish()),
    };
  }

  step(entry: LogEntry): StepResult {
    switch (entry.type) {
      case 'tick':
        return this.#tick(entry.tick);
      case 'beat':
        this.#advanceTo(entry.at);
        return this.#result.take();
      case 'history':
        if (this.#sources.isKnown(entry.source.instrument)) {
          const book = this.#sources.book(entry.source.instrument);
          book.addHistory(entry.source, entry.candles, this.#now);
          this.#nextDue = Math.min(this.#nextDue, book.nextCloseAt);
        }
        return this.#result.take();
      case 'arm':
        this.#arm(entry.alert, entry.at);
        return this.#result.take();
      case 'disarm':
        this.#disarm(entry.alert, entry.at);
        return this.#result.take();
    }
  }

  /**
   * The ticks of one candle, M1 or longer, at once: the same as each in a step of its own where nobody looks inside such candles
   * (backtest/whole-candles.ts). For lean engines only, which keep no series that would.
   */
  stepWithin(ticks: readonly Tick[], isMinute: boolean): StepResult {
    for (const tick of ticks) {
      const book = this.#bookOf(tick.instrument);
      const reason = book === null ? 'unknown-instrument' : book.filter.check(tick);
      if (book === null || reason !== null) {
        this.#reject(reason ?? 'unknown-instrument');
        continue;
      }
      this.#ticks++;
      if (tick.at > this.#now) this.#advanceTo(tick.at);
      book.updateWithin(tick, isMinute);
      if (book.nextCloseAt < this.#nextDue) this.#nextDue = book.nextCloseAt;
    }
    return this.#result.take();
  }

  /** Null before the first entry that carries a time. */
  get marketTime(): EpochMs | null {
    return this.#now > 0 ? this.#now : null;
  }

  get counters(): EngineCounters {
    return {
      ticks: this.#ticks,
      late: this.#late,
      rejected: Object.fromEntries(this.#rejected),
      steps: this.#moment.step,
      evaluations: this.#moment.evaluations,
      events: this.#aftermath.events,
      armed: this.#armory.alerts.size,
    };
  }

  /** Revision of every armed alert. */
  *armed(): Generator<readonly [AlertId, number]> {
    for (const { alert } of this.#armory.alerts.values()) yield [alert.id, alert.revision];
  }

  /** The standing quote; null before the first. */
  lastTick(instrument: InstrumentId): Tick | null {
    const book = this.#sources.books.get(instrument);
    if (book === undefined || Number.isNaN(book.bid)) return null;
    return { instrument, bid: book.bid as Tick['bid'], ask: book.ask as Tick['ask'], at: book.lastAt };
  }

  /** The candle in progress; null between a close and the next tick. */
  forming(source: CandleSource): Candle | null {
    const candle = this.#sources.find(source)?.live() ?? null;
    return candle === null ? null : { ...pickCandle(candle) };
  }

  /** The newest closed candles that are still held, at most `count`, oldest first. */
  recent(source: CandleSource, count: number): readonly Candle[] {
    return this.#sources.find(source)?.recent(count) ?? [];
  }

  /** What an armed alert waits for, by instrument; only instruments with something unknown. */
  explain(id: AlertId): Readonly<Record<string, readonly UnknownOperand[]>> {
    return unknownOperandsOf(this.#armory.alerts.get(id)?.units ?? []);
  }

  /** Truth and values of an armed alert now, for each instrument. Leaves no trace. */
  explanations(id: AlertId): readonly Explanation[] {
    return (this.#armory.alerts.get(id)?.units ?? []).map((unit) => explanationOf(unit, this.#moment));
  }

  /** Values of a condition that need not be armed, by operand; null where unknown. */
  operandsNow(checked: CheckedCondition): Readonly<Record<string, number | null>> {
    const plan = this.#armory.plan(checked);
    const values = plan.values();
    plan.release();
    return values;
  }

  /**
   * The state of this moment in parts, each made when it is asked for; steps in between change nothing of what comes. A newer snapshot
   * ends one that is under way.
   */
  snapshotParts(): Generator<SnapshotPart> {
    const parts = { sources: this.#sources, armory: this.#armory, followUps: this.#followUps };
    return this.#walk.begin(parts, {
      now: this.#now,
      step: this.#moment.step,
      counters: [this.#ticks, this.#late, this.#aftermath.events],
      rejected: this.#rejected,
    });
  }

  snapshot(): readonly SnapshotPart[] {
    return [...this.snapshotParts()];
  }

  #tick(tick: Tick): StepResult {
    const book = this.#bookOf(tick.instrument);
    const reason = book === null ? 'unknown-instrument' : book.filter.check(tick);
    if (book === null || reason !== null) return this.#reject(reason ?? 'unknown-instrument');
    this.#ticks++;
    if (tick.at < book.lastAt) {
      this.#late++;
      book.stretch(tick);
      return LATE_RESULT;
    }
    if (tick.at > this.#now) this.#advanceTo(tick.at);
    book.update(tick, this.#now);
    if (book.nextCloseAt < this.#nextDue) this.#nextDue = book.nextCloseAt;
    const moment = this.#moment;
    moment.begin(this.#now, tick.at, true);
    for (const sampler of book.samplers) sampler.sample(moment);
    book.moveLevels(moment);
    for (const watcher of book.watchers) watcher.look(moment);
    this.#finishStep();
    return this.#result.take();
  }

  #bookOf(instrument: InstrumentId): InstrumentBook | null {
    const book = this.#sources.books.get(instrument);
    if (book !== undefined) return book;
    return this.#sources.isKnown(instrument) ? this.#sources.book(instrument) : null;
  }

  #reject(reason: RejectReason | 'unknown-instrument'): StepResult {
    this.#rejected.set(reason, (this.#rejected.get(reason) ?? 0) + 1);
    return { ...EMPTY_RESULT, rejected: reason };
  }

  /** Lets everything happen that is due by `at`. */
  #advanceTo(at: EpochMs): void {
    while (this.#nextDue <= at) {
      // What was due may have been taken back since: a step in which nothing is due would be a step all the same.
      this.#findNextDue();
      if (this.#nextDue > at) break;
      this.#now = this.#nextDue as EpochMs;
      this.#timeStep(this.#now);
    }
    if (at > this.#now) this.#now = at;
    // Whoever compiles a condition between two steps must not see the time of the last one.
    this.#moment.now = this.#now;
  }

  #findNextDue(): void {
    let next = Math.min(this.#timers.next(), this.#armory.expiries.next(), this.#followUps.next());
    for (const book of this.#sources.books.values()) next = Math.min(next, book.nextCloseAt);
    this.#nextDue = next;
  }

  #timeStep(instant: EpochMs): void {
    const moment = this.#moment;
    moment.begin(instant, instant, false);
    for (const book of this.#sources.books.values())
      if (book.nextCloseAt <= instant) book.closeDue(instant, this.#onClosed);
    this.#aftermath.expireDue(instant);
    for (const series of this.#closedNow) {
      for (const sampler of series.samplers) sampler.sample(moment);
    }
    // Levels move after every sampler has seen the step, and wake watchers before those are collected.
    for (const series of this.#closedNow) series.moveLevels(moment);
    this.#followUps.tellDue(moment);
    for (const series of this.#closedNow) for (const watcher of series.watchers) this.#due.push(watcher);
    this.#timers.takeDue(instant, (watcher) => this.#due.push(watcher));
    for (const watcher of this.#due) watcher.look(moment);
    // Emptied one by one: shortening an array to nothing costs more than all that is in it, most of the time.
    while (this.#due.length > 0) this.#due.pop();
    while (this.#closedNow.length > 0) this.#closedNow.pop();
    this.#finishStep();
  }

  #closed(series: Series, candle: Candle): void {
    this.#closedNow.push(series);
    if (this.#isLean) return;
    const { source } = series;
    this.#result.closed.push({ source, candle });
    for (const stream of series.streams.values())
      if (stream.isReported)
        this.#result.indicators.push({
          source,
          indicator: stream.call,
          at: candle.at,
          values: stream.values(),
        });
  }

  #finishStep(): void {
    this.#aftermath.finish();
    if (this.#moment.wakeMin < this.#nextDue) this.#nextDue = this.#moment.wakeMin;
    this.#moment.wakeMin = Infinity;
    const confirmAt = this.#followUps.next();
    if (confirmAt < this.#nextDue) this.#nextDue = confirmAt;
  }

  #arm(alert: Alert, at: EpochMs): void {
    this.#advanceTo(at);
    const standing = this.#armory.alerts.get(alert.id);
    if (standing !== undefined) {
      if (standing.alert.revision >= alert.revision) return;
      this.#armory.remove(standing, false);
    }
    const { armed, problems } = this.#armory.add(alert, this.#now);
    this.#result.problems.push(...problems);
    const moment = this.#moment;
    moment.begin(this.#now, at, false);
    moment.isArming = true;
    if (alert.expiresAt !== null && alert.expiresAt <= this.#now)
      this.#aftermath.expire(armed, alert.expiresAt);
    if (!armed.isWaiting) for (const unit of armed.units) unit.arm(moment);
    this.#finishStep();
    this.#findNextDue();
  }

  #disarm(id: AlertId, at: EpochMs): void {
    this.#advanceTo(at);
    const armed = this.#armory.alerts.get(id);
    if (armed !== undefined) this.#armory.remove(armed, false);
  }

  #loader(): StateLoader {
    return new StateLoader({
      sources: this.#sources,
      armory: this.#armory,
      followUps: this.#followUps,
      timers: this.#timers,
    });
  }

  #goOn(state: ReturnType<StateLoader['finish']>): this {
    this.#now = state.now as EpochMs;
    this.#moment.now = this.#now;
    this.#moment.step = state.step;
    [this.#ticks, this.#late, this.#aftermath.events] = state.counters;
    for (const [reason, count] of state.rejected) this.#rejected.set(reason, count);
    for (const problem of state.problems) this.#result.problems.push(problem);
    this.#findNextDue();
    return this;
  }
}

function pickCandle({ at, closesAt, open, high, low, close, volume }: Candle): Candle {
  return { at, closesAt, open, high, low, close, volume };
}
