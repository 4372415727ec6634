/** The real language with made-up prices: what the API would answer, without an engine behind it. */
import { checkCondition } from '../../src/conditions/check.ts';
import { levels } from '../../src/conditions/levels.ts';
import { tellError } from '../../src/conditions/sentences/tell-error.ts';
import { walk } from '../../src/conditions/walk.ts';
import type { CheckAnswer } from '../../src/api/contract/alerts.ts';
import { catalogEntry } from '../../src/api/views/market-view.ts';
import { CATALOG } from '../../src/indicators/catalog.ts';
import type { Language } from '../../src/kernel/sentence.ts';
import { instrumentId } from '../../src/kernel/units.ts';
import { type Instrument, pointsPerUnit } from '../../src/market/instrument.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../src/market/instruments.ts';
import { priceOn, spreadOf } from '../../src/market/tick.ts';
import { bidAt, candlesBefore, quoteAt } from './mock-prices.ts';

export const CATALOG_ENTRIES = [...CATALOG.values()].map(catalogEntry);
const INSTRUMENTS = instrumentTable(BUILT_IN_INSTRUMENTS);

export function check(
  when: string,
  instrument: string,
  { now, language }: { readonly now: number; readonly language: Language },
): CheckAnswer {
  const result = checkCondition(when, {
    instruments: INSTRUMENTS,
    defaultInstrument: instrumentId(instrument),
    basis: 'bid',
  });
  if (!result.ok) return { ok: false, error: tellError(result.error, language) };
  const { text, kind, clock, instruments, warmUp, condition } = result.value;
  const operands: Record<string, number | null> = {};
  walk(condition, {
    operand(expression) {
      if (expression.type === 'quote') {
        const quote = quoteAt(expression.instrument, now);
        const perUnit = pointsPerUnit(INSTRUMENTS.get(expression.instrument) as Instrument);
        operands[expression.text] =
          expression.field === 'spread'
            ? spreadOf(quote.bid, quote.ask, perUnit)
            : priceOn(expression.field, quote, perUnit);
      } else if (expression.type === 'candle')
        operands[expression.text] = bidAt(expression.instrument, now - 60_000);
      else if (expression.type === 'indicator')
        operands[expression.text] =
          expression.indicator === 'rsi' ? 41.37 : bidAt(expression.instrument, now - 900_000);
    },
  });
  return {
    ok: true,
    text,
    kind,
    clock: {
      ticks: [...clock.ticks],
      closes: clock.closes.map((source) => ({ instrument: source.instrument, timeframe: source.timeframe })),
    },
    instruments: [...instruments],
    warmUp: warmUp.map((one) => ({
      instrument: one.instrument,
      timeframe: one.timeframe,
      candles: one.candles,
    })),
    levels: [...levels(result.value, instrumentId(instrument))],
    operands,
  };
}

function levelsOf(when: string, instrument: string): readonly number[] {
  const answer = check(when, instrument, { now: 0, language: 'en' });
  return answer.ok ? answer.levels : [];
}

/** Crossings of the first level on M5 closes; a firing every nine hours for anything else. */
export function firings(when: string, instrument: string, range: { from: number; to: number }): number[] {
  const level = levelsOf(when, instrument)[0];
  const found: number[] = [];
  if (level === undefined) {
    for (let at = range.from; at < range.to; at += 9 * 3_600_000 + 1_234_567) found.push(at);
    return found;
  }
  const limit = Math.floor((range.to - range.from) / 300_000);
  let last = bidAt(instrument, range.from);
  for (const candle of candlesBefore(instrument, 'M5', { before: range.to, limit })) {
    const up = last < level && candle.close > level;
    const down = last > level && candle.close < level;
    if ((up && !/below/i.test(when)) || (down && !/above/i.test(when)))
      found.push(Date.parse(candle.at) + 300_000);
    last = candle.close;
  }
  return found;
}
