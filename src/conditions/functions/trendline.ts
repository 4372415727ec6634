/**
 * `trendline(2026-01-02 10:00, 150.10, 2026-01-09 10:00, 151.30)`: the price of the straight line through two points, now.
 *
 *   line(t) = p₁ + (p₂ − p₁) × (T(t) − T(t₁)) ÷ (T(t₂) − T(t₁)),   T = trading time (market/trading-time.ts)
 *
 * Trading time stands still from Friday 17:00 to Sunday 17:00 New York, as a chart leaves the weekend out, so the line is the one that
 * was drawn. It goes on beyond both points. Times are UTC unless a zone follows: `2026-01-02 10:00 tokyo`. The line has no clock of
 * its own: it is read at each step of what stands beside it, at that step's instant.
 */
import type { EpochMs } from '../../kernel/units.ts';
import { tradingMs } from '../../market/trading-time.ts';
import type { ArgumentNode } from '../ast.ts';
import { ConditionFault, unexpected } from '../fault.ts';
import { printInstant, printNumber } from '../print.ts';
import { argumentsOf, refuseOutput, refusePlace } from './arguments.ts';
import type { CallSite, FunctionDefinition, ValueCall } from './definition.ts';

export const trendline: FunctionDefinition = {
  name: 'trendline',
  signature: 'trendline(2026-01-02 10:00, 150.10, 2026-01-09 10:00, 151.30)',
  help: {
    en: 'Price of the line through two points, now; times in UTC unless a zone follows',
    ja: '2 点を通る直線の現在の価格（時刻は UTC、または後に続くタイムゾーン）',
  },
  isOfInstrument: true,
  candles: 'none',
  hasPast: true,
  resolve,
};

function resolve(site: CallSite): ValueCall {
  refuseOutput(site);
  refusePlace(site);
  const args = argumentsOf(site, { least: 4, most: 4 }, trendline.signature);
  const [from, fromPrice, to, toPrice] = args as [ArgumentNode, ArgumentNode, ArgumentNode, ArgumentNode];
  const [start, end] = [instantOf(site, from), instantOf(site, to)];
  const [first, last] = [priceOf(site, fromPrice), priceOf(site, toPrice)];
  if (tradingMs(start.at) >= tradingMs(end.at)) {
    const span = { from: from.from, to: to.to };
    throw new ConditionFault('type', span, unexpected(site.source, span, { key: 'earlierFirst' }));
  }
  return {
    inputs: [],
    parameters: [start.at, first, end.at, last],
    lookBack: 0,
    text: `trendline(${printInstant(start)}, ${printNumber(first)}, ${printInstant(end)}, ${printNumber(last)})`,
    dimension: 'price',
    instrument: site.instrument,
  };
}

function instantOf(
  { source }: CallSite,
  argument: ArgumentNode,
): Extract<ArgumentNode, { readonly type: 'instant' }> & { readonly at: EpochMs } {
  if (argument.type === 'instant') return argument;
  throw new ConditionFault('type', argument, unexpected(source, argument, { key: 'instant' }));
}

function priceOf({ source }: CallSite, argument: ArgumentNode): number {
  if (argument.type === 'number' && argument.value > 0) return argument.value;
  throw new ConditionFault('type', argument, unexpected(source, argument, { key: 'pricePoint' }));
}
