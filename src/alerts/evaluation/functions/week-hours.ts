/**
 * What was recorded in each hour of the last 12 FX weeks: the mean over the candles that opened in it. A stream over closed candles
 * like any indicator, so history fills it and a snapshot keeps it (conditions/functions/typical.ts says what it is for).
 * Its outputs are the values of one hour, that of the last candle, in the weeks before that candle's: first the last week, −Infinity
 * for a week that has none. A push is O(1) and allocates nothing; memory is 120 hours × 12 weeks.
 */
import { MAX_TYPICAL_WEEKS } from '../../../conditions/functions/typical.ts';
import type { Indicator, IndicatorDefinition } from '../../../indicators/indicator.ts';
import { assert } from '../../../kernel/assert.ts';
import type { EpochMs } from '../../../kernel/units.ts';
import { type Candle, volumeOf } from '../../../market/candle.ts';
import { fxWeekOf, type Period } from '../../../market/fx-time.ts';
import { weekNumber } from '../../../market/trading-time.ts';

const HOUR_MS = 3_600_000;
const HOURS = 120;
const WEEKS = MAX_TYPICAL_WEEKS;

const FIELDS: ReadonlyMap<string, (candle: Candle) => number> = new Map([
  ['close', (candle: Candle) => candle.close],
  ['range', (candle: Candle) => candle.high - candle.low],
  ['volume', volumeOf],
]);

class WeekHours implements Indicator {
  readonly outputs = new Float64Array(WEEKS).fill(-Infinity);
  readonly #field: (candle: Candle) => number;
  /** By hour and week modulo 12: the mean, and of which week it is. */
  readonly #means = new Float64Array(HOURS * WEEKS);
  readonly #weeks = new Float64Array(HOURS * WEEKS).fill(-1);
  /** The hour under way: its number in the week, its week, and what it holds. */
  #hour = -1;
  #week = -1;
  #sum = 0;
  #count = 0;
  #period: Period | null = null;

  constructor(field: (candle: Candle) => number) {
    this.#field = field;
  }

  push(candle: Candle): void {
    const period = this.#periodOf(candle.at);
    const week = weekNumber(period);
    const hour = hourIn(period, candle.at);
    if (hour !== this.#hour || week !== this.#week) {
      this.#store();
      this.#hour = hour;
      this.#week = week;
    }
    const value = this.#field(candle);
    if (!Number.isNaN(value)) {
      this.#sum += value;
      this.#count++;
    }
    this.#fill(hour, week, this.outputs);
  }

  peek(candle: Candle, into: Float64Array): void {
    const period = this.#periodOf(candle.at);
    this.#fill(hourIn(period, candle.at), weekNumber(period), into);
  }

  snapshot(): readonly number[] {
    const stored: number[] = [];
    for (const [place, week] of this.#weeks.entries())
      if (week >= 0) stored.push(place, week, this.#means[place] as number);
    return [this.#hour, this.#week, this.#sum, this.#count, ...this.outputs, ...stored];
  }

  restore(state: readonly number[]): void {
    [this.#hour = -1, this.#week = -1, this.#sum = 0, this.#count = 0] = state;
    this.outputs.set(state.slice(4, 4 + WEEKS));
    this.#weeks.fill(-1);
    for (let at = 4 + WEEKS; at < state.length; at += 3) {
      const place = state[at] as number;
      this.#weeks[place] = state[at + 1] as number;
      this.#means[place] = state[at + 2] as number;
    }
  }

  #periodOf(at: EpochMs): Period {
    const known = this.#period;
    if (known !== null && at >= known.at && at < known.closesAt) return known;
    return (this.#period = fxWeekOf(at));
  }

  #store(): void {
    if (this.#count === 0) return;
    const place = this.#hour * WEEKS + (this.#week % WEEKS);
    this.#means[place] = this.#sum / this.#count;
    this.#weeks[place] = this.#week;
    this.#sum = 0;
    this.#count = 0;
  }

  #fill(hour: number, week: number, into: Float64Array): void {
    for (let back = 1; back <= WEEKS; back++) {
      const wanted = week - back;
      const place = hour * WEEKS + (wanted % WEEKS);
      const isUnderWay = this.#count > 0 && this.#hour === hour && this.#week === wanted;
      if (isUnderWay) into[back - 1] = this.#sum / this.#count;
      else into[back - 1] = this.#weeks[place] === wanted ? (this.#means[place] as number) : -Infinity;
    }
  }
}

/** An instant of the weekend has the first hour of the week that follows. */
function hourIn(week: Period, at: number): number {
  return Math.min(HOURS - 1, Math.max(0, Math.floor((at - week.at) / HOUR_MS)));
}

export const weekHours: IndicatorDefinition = {
  name: 'week_hours',
  title: { en: 'Hours of the week', ja: '曜日・時間帯' },
  parameters: [{ kind: 'choice', name: 'of', default: 'close', choices: [...FIELDS.keys()] }],
  outputs: Array.from({ length: WEEKS }, (_, back) => ({ name: `week${back + 1}`, dimension: 'number' })),
  overlay: false,
  needsVolume: false,
  warmUp: () => 1,
  convention: 'Mean by hour of the FX week',
  source: 'conditions/functions/typical.ts',
  create([of]) {
    const field = FIELDS.get(String(of));
    assert(field !== undefined, `no hours of the week of "${of}"`);
    return new WeekHours(field);
  },
};
