/** The indicators that armed alerts read on the candles of a chart. */
import type { AlertView } from '../../../src/api/contract/alerts.ts';

interface ChartCandles {
  readonly instrument: string;
  readonly timeframe: string;
  readonly price: 'bid' | 'ask' | 'mid';
}

/** Canonical calls, each once, in the order of the alerts. */
export function indicatorsInUse(
  alerts: readonly AlertView[],
  { instrument, timeframe, price }: ChartCandles,
): readonly string[] {
  const read = alerts
    .filter(({ status }) => status === 'armed')
    .flatMap(({ indicators }) => indicators)
    .filter((one) => one.instrument === instrument && one.timeframe === timeframe && one.price === price);
  return [...new Set(read.map(({ indicator }) => indicator))];
}
