/**
 * What every indicator is: a stream. Closed candles are pushed once each, in order; the forming candle may be peeked at
 * any number of times and leaves no trace. Laws (test/laws/indicator.ts runs them over the whole catalog):
 *   - `outputs` holds the values at the last pushed candle, in the order of the catalog entry; NaN until warm;
 *   - peek(c) writes exactly what push(c) would make of `outputs`, and changes nothing else;
 *   - restore(snapshot()) continues bit for bit;
 *   - a push costs O(1) amortised and allocates nothing; memory is bounded by the parameters.
 */
import type { Candle } from '../market/candle.ts';
import type { ParameterConflict } from './argument-faults.ts';

export interface Indicator {
  readonly outputs: Float64Array;
  push(candle: Candle): void;
  /** Writes the values as if `candle` closed now into `into` (as long as `outputs`). */
  peek(candle: Candle, into: Float64Array): void;
  /** The whole state as numbers (NaN and infinities included); the layout is the indicator's own. */
  snapshot(): readonly number[];
  restore(state: readonly number[]): void;
}

/** What an output measures; the condition checker refuses to compare different ones. */
export type Dimension =
  | 'price' // an absolute price level: sma, bb.upper
  | 'distance' // a difference of prices: atr, macd, stdev
  | 'oscillator' // 0..100 or -100..100 without a unit: rsi, stoch, adx, cci
  | 'percent' // roc
  | 'number' // anything else; compares with everything
  | 'volume';

export type IndicatorParameter =
  | {
      readonly kind: 'integer' | 'number';
      readonly name: string;
      readonly default: number;
      readonly min: number;
      readonly max: number;
    }
  /** A word in the argument list: `sma(20, high)`. Choices of one indicator never overlap, so words need no position. */
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly default: string;
      readonly choices: readonly string[];
    };

interface IndicatorOutput {
  /** `upper` in `bb(20, 2).upper`. */
  readonly name: string;
  readonly dimension: Dimension;
}

/** Parameter values in the order of `parameters`, every one filled in. */
export type IndicatorParams = readonly (number | string)[];

/** One line of the catalog; language, API, page and docs take everything they know of an indicator from here. */
export interface IndicatorDefinition {
  readonly name: string;
  readonly title: { readonly en: string; readonly ja: string };
  readonly parameters: readonly IndicatorParameter[];
  /** The first is the one meant when no output is named. */
  readonly outputs: readonly IndicatorOutput[];
  /** Drawn over the price (`sma`) or in a pane of its own (`rsi`). */
  readonly overlay: boolean;
  readonly needsVolume: boolean;
  /** Closed candles until every output is known. */
  warmUp(params: IndicatorParams): number;
  /** A sentence with the formula's convention, and where it comes from. */
  readonly convention: string;
  readonly source: string;
  /** Names of outputs that there are not with these parameters, such as r2 of pivots(demark); they stay NaN. */
  absent?(params: IndicatorParams): readonly string[];
  /** What cannot be said by ranges, such as that fast must be less than slow; null when fine. */
  validate?(params: IndicatorParams): ParameterConflict | null;
  create(params: IndicatorParams): Indicator;
}
