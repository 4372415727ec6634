/** Correlation and beta of log returns (conditions/functions/correlation.ts). O(n) once a candle of either closes. */
import type { Series } from '../../series/series.ts';
import type { Value } from '../value.ts';
import { CandleStamp } from './candle-stamp.ts';

interface Leg {
  readonly series: Series;
  /** The close as of the closes of the first leg. */
  readonly close: Value;
}

type Statistic = 'correlation' | 'beta';

export class CorrelationValue implements Value {
  readonly #first: Leg;
  readonly #second: Leg;
  readonly #count: number;
  readonly #statistic: Statistic;
  readonly #stamp: CandleStamp;
  #value = NaN;

  constructor(
    legs: { readonly first: Leg; readonly second: Leg },
    of: { readonly count: number; readonly statistic: Statistic },
  ) {
    this.#first = legs.first;
    this.#second = legs.second;
    this.#count = of.count;
    this.#statistic = of.statistic;
    this.#stamp = new CandleStamp([legs.first.series, legs.second.series]);
  }

  now(): number {
    if (this.#stamp.hasMoved()) this.#value = this.#compute();
    return this.#value;
  }

  asOf(): number {
    return NaN;
  }

  #compute(): number {
    const count = this.#count;
    const returnOf = ({ close }: Leg, back: number) => Math.log(close.asOf(back) / close.asOf(back + 1));
    let meanFirst = 0;
    let meanSecond = 0;
    for (let back = 0; back < count; back++) {
      meanFirst += returnOf(this.#first, back) / count;
      meanSecond += returnOf(this.#second, back) / count;
    }
    let covariance = 0;
    let varianceFirst = 0;
    let varianceSecond = 0;
    for (let back = 0; back < count; back++) {
      const one = returnOf(this.#first, back) - meanFirst;
      const other = returnOf(this.#second, back) - meanSecond;
      covariance += one * other;
      varianceFirst += one * one;
      varianceSecond += other * other;
    }
    if (varianceSecond === 0 || (this.#statistic === 'correlation' && varianceFirst === 0)) return NaN;
    return this.#statistic === 'beta'
      ? covariance / varianceSecond
      : covariance / Math.sqrt(varianceFirst * varianceSecond);
  }
}
