/** Vectors of what the language says, not an indicator: crossings of two series, and the correlation of two instruments. */
import { COLUMN, Series } from '../../src/alerts/series/series.ts';
import { CorrelationValue } from '../../src/alerts/evaluation/functions/correlation-value.ts';
import { DryRun } from '../../src/backtest/dry-run.ts';
import { epochMs, MINUTE_MS } from '../../src/kernel/units.ts';
import { EURUSD, sampleAlert, T0 } from '../support/samples.ts';
import { INSTRUMENTS } from '../support/timeline.ts';
import { AGREES_FROM, PRINTED_DIGITS } from './departures.ts';
import type { Vector } from './vector.ts';

/**
 * A candle each, that opens at the one series and closes at the other, both raised so high that no change is a bad quote; the engine tells at
 * which candles they cross. Where they were equal
 * at the candle before, Tulip takes a touch for a crossing and we do not: those candles are left out.
 */
export function crossingDifferences(vector: Vector): string[] {
  const one = vector.inputs.close as readonly number[];
  const other = (vector.inputs.close2 ?? vector.inputs.open) as readonly number[];
  const raise = 10 * Math.max(...one, ...other);
  const [[name, wanted]] = Object.entries(vector.outputs) as [[string, readonly (number | null)[]]];
  const when = `close@M1 ${name === 'crossover' ? 'crosses above' : 'crosses'} open@M1`;
  const run = new DryRun(sampleAlert({ when }), { instruments: INSTRUMENTS });
  one.forEach((value, i) => {
    const close = value + raise;
    const open = other[i]! + raise;
    const at = epochMs(T0 + i * MINUTE_MS);
    const [high, low] = [Math.max(open, close), Math.min(open, close)];
    const bid = { at, closesAt: epochMs(at + MINUTE_MS), open, high, low, close, volume: 1 };
    run.feedCandle({ instrument: EURUSD, bid, ask: null }, 'M1');
  });
  run.feed({ type: 'beat', at: epochMs(T0 + one.length * MINUTE_MS) });
  const fired = new Set(run.report().firings.map(({ at }) => (at - T0) / MINUTE_MS - 1));
  const compared = wanted.flatMap((value, i) => (i > 0 && one[i - 1] !== other[i - 1] ? [{ value, i }] : []));
  if (compared.length < wanted.length / 2) return ['hardly anything was compared'];
  return compared.flatMap(({ value, i }) =>
    fired.has(i) === (value === 1) ? [] : [`${name} at ${i}: ${fired.has(i)}, theirs ${value}`],
  );
}

/** Ours is of returns, theirs of whatever is handed over: two instruments whose returns are those series. */
export function correlationDifferences(vector: Vector): string[] {
  const count = Number(vector.params['period'] ?? vector.params['optInTimePeriod']);
  const [first, second] = [vector.inputs.x, vector.inputs.y].map(
    (series) => new Returns(series as readonly number[], count),
  ) as [Returns, Returns];
  const value = new CorrelationValue({ first, second }, { count, statistic: 'correlation' });
  const wanted = vector.outputs['correlation'] ?? vector.outputs['pearson']!;
  const [from] = AGREES_FROM[vector.file] ?? [count - 1];
  return wanted.flatMap((theirs, i) => {
    first.take(i);
    second.take(i);
    const ours = value.now();
    const allowed = PRINTED_DIGITS[vector.file] ?? vector.tolerance;
    return i < from || Math.abs(ours - theirs!) <= allowed ? [] : [`at ${i}: ${ours}, theirs ${theirs}`];
  });
}

/** Closed candles whose logarithms change by the numbers, centered and made small: correlation does not see the difference. */
class Returns {
  readonly series = new Series({ instrument: EURUSD, basis: 'bid', timeframe: 'M1' }, null);
  readonly close = { now: () => NaN, asOf: (back: number) => this.series.closed.value(back, COLUMN.close) };
  readonly #numbers: readonly number[];
  readonly #mean: number;
  readonly #largest: number;
  #last = 1;

  constructor(numbers: readonly number[], lookBack: number) {
    this.#numbers = numbers;
    this.#mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    this.#largest = Math.max(...numbers.map((x) => Math.abs(x - this.#mean)));
    this.series.closed.deepen(lookBack + 1);
    this.#add(0);
  }

  take(i: number): void {
    this.#last *= Math.exp((this.#numbers[i]! - this.#mean) / (100 * this.#largest));
    this.#add(i + 1);
  }

  #add(place: number): void {
    const at = epochMs(T0 + place * MINUTE_MS);
    const prices = { open: this.#last, high: this.#last, low: this.#last, close: this.#last };
    this.series.addHistory([{ at, closesAt: epochMs(at + MINUTE_MS), ...prices, volume: 1 }]);
  }
}
