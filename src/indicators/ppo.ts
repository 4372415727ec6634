/** Percentage price oscillator: MACD in percent of its slow average, which compares across prices. Warm when MACD is. O(1) a candle. */
import type { IndicatorDefinition } from './indicator.ts';
import { Macd, macd } from './macd.ts';
import { percentChange } from './parts/percent-change.ts';

export const ppo: IndicatorDefinition = {
  ...macd,
  name: 'ppo',
  title: { en: 'Percentage price oscillator', ja: 'PPO' },
  outputs: macd.outputs.map(({ name }) => ({ name, dimension: 'percent' })),
  convention:
    '100 · (EMA(fast) − EMA(slow)) / EMA(slow), each seeded by its own SMA, as on TradingView; `aligned` seeds the fast one by the SMA that ends with ' +
    'the slow seed, as TA-Lib does; `first` seeds all by their first value. The line begins at the slow-th candle. The signal is ' +
    'an EMA seeded by its SMA; `sma` is the signal of MetaTrader 5.',
  source: 'G. Appel, Technical Analysis: Power Tools for Active Investors, 2005; TA-Lib PPO',
  create: (params) => new Ppo(params),
};

class Ppo extends Macd {
  protected override between(fast: number, slow: number): number {
    return percentChange(slow, fast);
  }
}
