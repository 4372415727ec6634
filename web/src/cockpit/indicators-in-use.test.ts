import { expect, test } from 'vitest';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import { indicatorsInUse } from './indicators-in-use.ts';

const chart = { instrument: 'EURUSD', timeframe: 'H1', price: 'bid' } as const;
const alert = (status: AlertView['status'], ...indicators: AlertView['indicators']) =>
  ({ status, indicators }) as AlertView;

test('those of armed alerts on the candles of the chart, each once', () => {
  const rsi = { ...chart, indicator: 'rsi(14)' };
  const ema = { ...chart, indicator: 'ema(50)' };
  expect(indicatorsInUse([alert('armed', ema, rsi), alert('armed', rsi)], chart)).toEqual([
    'ema(50)',
    'rsi(14)',
  ]);
});

test('not those of other candles, nor of alerts that wait for nothing', () => {
  const rsi = { ...chart, indicator: 'rsi(14)' };
  const alerts = [
    alert('paused', rsi),
    alert('armed', { ...rsi, timeframe: 'M5' }, { ...rsi, price: 'ask' }, { ...rsi, instrument: 'USDJPY' }),
  ];
  expect(indicatorsInUse(alerts, chart)).toEqual([]);
});
