/** Average true range in percent of the close. Warm after n candles (one more for `sma` and `talib`). O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import { Atr, atr } from './atr.ts';
import type { IndicatorDefinition } from './indicator.ts';

export const natr: IndicatorDefinition = {
  ...atr,
  name: 'natr',
  title: { en: 'Normalized average true range', ja: '正規化ATR' },
  outputs: [{ name: 'natr', dimension: 'percent' }],
  convention: '100 · ATR / close; the words are those of atr.',
  source: 'J. Forman, Stocks & Commodities 24:5, 2006; TA-Lib NATR',
  create: (params) => new Natr(params),
};

class Natr extends Atr {
  override push(candle: Candle): void {
    super.push(candle);
    this.outputs[0] = percentOf(this.outputs[0]!, candle.close);
  }

  override peek(candle: Candle, into: Float64Array): void {
    super.peek(candle, into);
    into[0] = percentOf(into[0]!, candle.close);
  }
}

/** Unknown at a price of zero. */
function percentOf(range: number, close: number): number {
  return close === 0 ? NaN : (100 * range) / close;
}
