/**
 * One armed alert on one instrument: its state machine.
 *
 * | state   | on                                               | does                        | next    |
 * |---------|--------------------------------------------------|-----------------------------|---------|
 * | armed   | pulse, or state that becomes true                | fires                       | armed, or done after `once` or `maxFirings` |
 * | armed   | the same, within the cooldown or the same bar    | nothing; that edge is spent | armed   |
 * | armed   | the same, before hysteresis has re-armed         | nothing; that edge is spent | armed   |
 * | armed   | unknown                                          | nothing                     | armed   |
 * | armed   | first known value true                           | fires with onArm `fire` only| armed   |
 * | armed   | a firing of an alert on standby that ends it     | goes back to sleep          | standby |
 * | standby | an alert that `arms` it fires                    | takes sides from values now | armed   |
 * | standby, armed | expiryWarningMs before expiresAt          | one `expiring` event        | same    |
 * | standby, armed | expiresAt reached (before what else happens then) | one `expired` event | expired |
 * | any     | newer revision, disarm                           | forgets sides and edges     | gone    |
 *
 * A firing within a candle that asks for confirmation goes on by itself: follow-up.ts.
 *
 * The count of firings outlives disarming, so that a key is never given twice.
 */
import type { EpochMs } from '../../kernel/units.ts';
import type { Period } from '../../market/fx-time.ts';
import { periodOf } from '../../market/periods.ts';
import type { Timeframe } from '../../market/timeframe.ts';
import type { Alert } from '../alert.ts';
import type { AlertEvent } from '../event.ts';
import type { WalkedUnit } from '../evaluation/changes.ts';
import type { Moment } from '../evaluation/moment.ts';
import type { Truth } from '../evaluation/truth.ts';
import type { InstrumentBook } from '../series/instrument-book.ts';

/** What has been fired; most alerts have none. */
interface FiringRecord {
  /** n of the last key. */
  firings: number;
  /** What counts towards maxFirings: firings since it was last armed afresh. */
  counted: number;
  lastFiredAt: number;
  /** Open of the candle in which it last fired, for `once-per-bar`. */
  lastBar: number;
}

export abstract class Unit implements WalkedUnit {
  readonly alert: Alert;
  readonly book: InstrumentBook;
  readonly order: number;
  record: FiringRecord | null = null;
  hasEnded = false;
  walkedBy = 0;

  constructor(alert: Alert, book: InstrumentBook, order: number) {
    this.alert = alert;
    this.book = book;
    this.order = order;
  }

  /** `id`, or `id/INSTRUMENT` where the alert has several. */
  get id(): string {
    return unitId(this.alert, this.book.instrument.id);
  }

  /** Canonical text of the condition. */
  abstract readonly text: string;
  protected abstract readonly bar: Timeframe;
  /** Takes sides and truths from the values known now, and fires where `onArm` wants it. */
  abstract arm(moment: Moment): void;
  abstract operands(): Record<string, number | null>;
  /** Leaves no trace. */
  abstract truthNow(moment: Moment): Truth;
  /** Step after which its windows count; those of a level have no memory. */
  get remembersFrom(): number {
    return 0;
  }

  /** Starts or stops watching. */
  abstract attach(): void;
  abstract detach(): void;

  /** What tells this firing from the others of the revision; counted unless the condition is on closed candles only. */
  protected keySuffix(_moment: Moment): string {
    return String(this.record?.firings ?? 0);
  }

  /** The condition has an edge: fires unless cooldown or bar forbid it. */
  protected edge(moment: Moment): void {
    const { alert } = this;
    const record = (this.record ??= { firings: 0, counted: 0, lastFiredAt: -Infinity, lastBar: NaN });
    if (alert.cooldownMs !== null && moment.now - record.lastFiredAt < alert.cooldownMs) return;
    if (alert.frequency === 'once-per-bar') {
      const bar = this.#barAt(moment).at;
      if (bar === record.lastBar) return;
      record.lastBar = bar;
    }
    record.lastFiredAt = moment.now;
    record.firings++;
    record.counted++;
    const hasSequel = alert.confirm || alert.arms.length > 0;
    moment.fired.push({ order: this.order, event: this.#event(moment), unit: hasSequel ? this : null });
    const isSpent = alert.maxFirings !== null && record.counted >= alert.maxFirings;
    if (alert.frequency === 'once' || isSpent) {
      this.hasEnded = true;
      moment.ended.push(this);
    }
  }

  /** Close of the candle in which this step is. */
  barEnd(moment: Moment): number {
    return this.#barAt(moment).closesAt;
  }

  /** A tick is in the candle of its time; the end of a candle is the last instant of it. */
  #barAt(moment: Moment): Period {
    const at = moment.isTick ? moment.now : moment.now - 1;
    return periodOf(this.bar, at as EpochMs);
  }

  /** Of the firing at this step. */
  keyOf(moment: Moment): string {
    return `${this.id}:${this.alert.revision}:${this.keySuffix(moment)}`;
  }

  #event(moment: Moment): AlertEvent {
    return eventOf(this.alert, {
      key: this.keyOf(moment),
      kind: 'fired',
      at: moment.stamp,
      book: this.book,
      operands: this.operands(),
      condition: this.text,
      simulated: moment.simulated,
    });
  }
}

function unitId(alert: Alert, instrument: string): string {
  return alert.instruments.length > 1 ? `${alert.id}/${instrument}` : alert.id;
}

export function eventOf(
  alert: Alert,
  what: Pick<AlertEvent, 'key' | 'kind' | 'at' | 'operands' | 'condition' | 'simulated'> & {
    readonly book: InstrumentBook;
  },
): AlertEvent {
  const { bid, ask, instrument } = what.book;
  const isQuoted = !Number.isNaN(bid);
  return {
    key: what.key,
    alert: alert.id,
    revision: alert.revision,
    name: alert.name,
    instrument: instrument.id,
    kind: what.kind,
    at: what.at,
    bid: isQuoted ? bid : null,
    ask: isQuoted ? ask : null,
    operands: what.operands,
    severity: alert.severity,
    channels: alert.channels,
    tags: alert.tags,
    message: alert.message,
    condition: what.condition,
    simulated: what.simulated,
  };
}
