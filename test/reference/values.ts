/** Value of an expression at a step, and as it was at an earlier close; NaN when unknown. */
import type { CandleSource, Expression } from '../../src/conditions/resolved.ts';
import type { InstrumentId } from '../../src/kernel/units.ts';
import { functionValue } from './functions.ts';
import { middleOf, spreadOf } from './quotes.ts';
import type { Step } from './step.ts';
import { type Market, valuesOf } from './series.ts';

export function valueNow(market: Market, expression: Expression, step: Step): number {
  switch (expression.type) {
    case 'number':
      return expression.value;
    case 'negate':
      return -valueNow(market, expression.operand, step);
    case 'arithmetic': {
      const left = valueNow(market, expression.left, step);
      const right = valueNow(market, expression.right, step);
      if (expression.operator === '+') return left + right;
      if (expression.operator === '-') return left - right;
      if (expression.operator === '*') return left * right;
      return right === 0 ? NaN : left / right;
    }
    case 'quote': {
      const quote = market.quoteAt(expression.instrument, step.tick);
      if (quote === null) return NaN;
      if (expression.field === 'spread') return spreadOf(quote);
      return expression.field === 'mid' ? middleOf(quote) : quote[expression.field];
    }
    case 'function':
      return functionValue(market, expression, {
        at: step.at,
        tick: step.tick,
        value: (input) => valueNow(market, input, step),
      });
    case 'candle':
    case 'indicator':
      return valuesOf(market, expression, step.at, step.tick);
  }
}

/** As it was when the candle `back` places ago of `source` closed; a quote was then the close of the candle on its price. */
export function valueAtClose(
  market: Market,
  expression: Expression,
  close: { readonly source: CandleSource; readonly back: number; readonly step: Step },
): number {
  const { source, back, step } = close;
  const index = market.closedCount(source, step.at) - 1 - back;
  const at = market.candles(source)[index]?.closesAt;
  if (index < 0 || at === undefined) return NaN;
  const closeOn = (instrument: string, basis: CandleSource['basis']) => {
    const of = { instrument: instrument as InstrumentId, basis, timeframe: source.timeframe };
    return market.lastClosed(of, at)?.close ?? NaN;
  };
  switch (expression.type) {
    case 'number':
      return expression.value;
    case 'negate':
      return -valueAtClose(market, expression.operand, close);
    case 'arithmetic': {
      const left = {
        type: 'number',
        value: valueAtClose(market, expression.left, close),
      } as const;
      const right = {
        type: 'number',
        value: valueAtClose(market, expression.right, close),
      } as const;
      return valueNow(market, { ...expression, left, right }, step);
    }
    case 'quote':
      if (expression.field !== 'spread') return closeOn(expression.instrument, expression.field);
      return spreadOf({
        bid: closeOn(expression.instrument, 'bid'),
        ask: closeOn(expression.instrument, 'ask'),
      });
    case 'function':
      return functionValue(market, expression, {
        at,
        tick: step.tick,
        value: (input) => valueAtClose(market, input, close),
      });
    case 'candle':
    case 'indicator':
      return valuesOf(market, { ...expression, live: false }, at, step.tick);
  }
}
