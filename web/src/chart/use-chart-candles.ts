/** What the chart is drawn from: the newest answer, quotes and closed candles as they come, older pages as they are asked for. */
import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import type { InstrumentView } from '../../../src/api/contract/market.ts';
import { pointsPerUnit } from '../../../src/market/instrument.ts';
import { priceOn } from '../../../src/market/tick.ts';
import { loadCandles, type Candles } from '../api/queries.ts';
import type { CandleUpdate } from '../api/receiver.ts';
import { useServices } from '../services.ts';
import { useSettings } from '../settings/use-settings.ts';
import { afterQuote, fromHistory, fromView, withNewest, withOlder } from './candle-series.ts';
import { OlderCandles } from './older-candles.ts';
import type { PriceChart } from './price-chart.ts';

export interface CandleSource {
  readonly instrument: InstrumentView;
  readonly timeframe: string;
  readonly price: 'bid' | 'ask' | 'mid';
  /** Undefined while the first answer is on its way: what was shown before stays in sight, and stands still. */
  readonly candles: Candles | undefined;
  /** When the oldest candle on the chart opened. */
  readonly onOldest: (at: number) => void;
  /** A candle closed. */
  readonly onClose: () => void;
}

interface ChartCandles {
  readonly older: OlderCandles;
  readonly addOlder: (how: 'ask' | 'retry') => Promise<void>;
}

export function useChartCandles(chart: RefObject<PriceChart | null>, source: CandleSource): ChartCandles {
  const { instrument, timeframe, price, candles, onOldest, onClose } = source;
  const { api, quotes, candles: candleUpdates } = useServices();
  const { zone } = useSettings();
  const [older] = useState(() => new OlderCandles());
  const shown = useRef<{ readonly on: PriceChart; readonly answer: Candles } | null>(null);
  const { id, digits, pip } = instrument;
  const wanted = seriesName({ instrument: id, timeframe, price });

  const isShown = (): boolean => shown.current !== null && seriesName(shown.current.answer) === wanted;
  const tellOldest = (): void => {
    const oldest = chart.current?.candles()[0];
    if (oldest !== undefined) onOldest(oldest.at);
  };
  const addOlder = async (how: 'ask' | 'retry'): Promise<void> => {
    const known = chart.current?.candles() ?? [];
    const oldest = known[0]?.at;
    if (oldest === undefined || !isShown()) return;
    const page = await older[how]({ oldest, count: known.length });
    if (page.length === 0) return;
    chart.current?.setCandles(withOlder(chart.current.candles(), page));
    tellOldest();
  };

  const show = useEffectEvent((on: PriceChart, answer: Candles): void => {
    const before = shown.current?.on === on ? shown.current.answer : null;
    shown.current = { on, answer };
    // The same answer again: the zone of the times changed.
    if (before === answer) return on.setCandles(on.candles());
    const newest = fromHistory(answer.candles, answer.forming);
    const isSame = before !== null && seriesName(before) === seriesName(answer);
    const joined = isSame ? withNewest(on.candles(), newest) : null;
    if (joined !== null) return on.setCandles(joined);
    // In this order: what was in sight of the series before must not ask for more of this one.
    on.showNewest();
    on.setCandles(newest);
    older.begin((before, limit, signal) => loadCandles(api, { ...answer, before, limit }, signal));
    tellOldest();
  });
  useEffect(() => {
    if (candles === undefined || chart.current === null) return;
    chart.current.setScale({ digits, pip, timeframe, zone, series: wanted });
    show(chart.current, candles);
  }, [chart, candles, digits, pip, timeframe, zone, wanted]);
  useEffect(() => () => older.stop(), [older]);

  const takeQuote = useEffectEvent((): void => {
    const quote = quotes.get(id)?.quote;
    if (quote === undefined || !isShown()) return;
    const next = afterQuote(chart.current?.candles().at(-1), timeframe, {
      at: Date.parse(quote.at),
      price: priceOn(price, quote, pointsPerUnit(instrument)),
    });
    if (next !== null) chart.current?.put(next);
  });
  const takeCandle = useEffectEvent((update: CandleUpdate): void => {
    if (!isShown() || seriesName(update) !== wanted) return;
    chart.current?.put(fromView(update.candle));
    onClose();
  });
  useEffect(() => quotes.watch(id, () => takeQuote()), [quotes, id]);
  useEffect(() => candleUpdates.listen((update) => takeCandle(update)), [candleUpdates]);
  return { older, addOlder };
}

export function seriesName({ instrument, timeframe, price }: Omit<CandleUpdate, 'candle'>): string {
  return `${instrument} ${timeframe} ${price}`;
}
