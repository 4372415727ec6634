/** The real language with made-up prices: what the API would answer, without an engine behind it. */
import { checkCondition } from '../../src/conditions/check.ts';
import { checkIndicator } from '../../src/conditions/check-indicator.ts';
import { tellError } from '../../src/conditions/sentences/tell-error.ts';
import { walk } from '../../src/conditions/walk.ts';
import type { IndicatorAnswer } from '../../src/api/contract/market.ts';
import type { CheckAnswer } from '../../src/api/contract/alerts.ts';
import { conditionFacts } from '../../src/api/views/alert-view.ts';
import { catalogEntry } from '../../src/api/views/market-view.ts';
import { CATALOG } from '../../src/indicators/catalog.ts';
import type { Language } from '../../src/kernel/sentence.ts';
import { epochMs, instrumentId } from '../../src/kernel/units.ts';
import { type Instrument, pointsPerUnit } from '../../src/market/instrument.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../src/market/instruments.ts';
import { priceOn, spreadOf } from '../../src/market/tick.ts';
import { bidAt, candlesBefore, quoteAt, timeframeMs } from './mock-prices.ts';

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
  const { text, instruments, warmUp, condition } = result.value;
  const facts = conditionFacts([result.value], [instrumentId(instrument)]);
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
    kind: facts.kind,
    clock: facts.clock,
    instruments: [...instruments],
    warmUp: warmUp.map((one) => ({
      instrument: one.instrument,
      timeframe: one.timeframe,
      candles: one.candles,
    })),
    levels: facts.levels,
    indicators: facts.indicators,
    operands,
  };
}

/** The real indicator on made-up candles, as many before the first as the product takes. */
export function indicatorValues(
  call: string,
  series: { readonly instrument: string; readonly timeframe: string },
  { before, limit, language }: { before: number; limit: number; language: Language },
): IndicatorAnswer {
  const checked = checkIndicator(call);
  if (!checked.ok) throw new ConditionRefused(tellError(checked.error, language));
  const { definition, params, text } = checked.value;
  const stream = definition.create(params);
  const lengthMs = timeframeMs(series.timeframe);
  const candles = candlesBefore(series.instrument, series.timeframe, {
    before,
    limit: limit + definition.warmUp(params) * 5,
  });
  const values = candles.map(({ at, ...candle }) => {
    const opened = Date.parse(at);
    stream.push({ at: epochMs(opened), closesAt: epochMs(opened + lengthMs), ...candle });
    return { at, values: [...stream.outputs].map((value) => (Number.isFinite(value) ? value : null)) };
  });
  return {
    ...series,
    indicator: text,
    outputs: definition.outputs.map(({ name }) => name),
    dimensions: definition.outputs.map(({ dimension }) => dimension),
    overlay: definition.overlay,
    values: values.slice(-limit),
  };
}

export class ConditionRefused extends Error {
  readonly condition: unknown;
  constructor(condition: { readonly message: string }) {
    super(condition.message);
    this.condition = condition;
  }
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
