/** Turns a call of a function into a value, by its name; each is defined in conditions/functions under the same name. */
import type { Expression, FunctionOperand } from '../../../conditions/resolved.ts';
import { assert } from '../../../kernel/assert.ts';
import type { Series } from '../../series/series.ts';
import type { Compilation } from '../compilation.ts';
import type { Operand, Value } from '../value.ts';
import type { CallParts } from './call-parts.ts';
import { compileTypical } from './compile-typical.ts';
import { CorrelationValue } from './correlation-value.ts';
import { DivergenceValue } from './divergence-value.ts';
import { GapValue } from './gap.ts';
import { MismatchValue } from './mismatch-value.ts';
import { RangeValue } from './range-value.ts';
import { RoundDistanceValue } from './round-distance-value.ts';
import { StrengthValue } from './strength-value.ts';
import { TrendlineValue } from './trendline-value.ts';
import { weeksOf } from './weeks-of.ts';

/** Another instrument may have any number of candles between two of the first. */
const ANY_DEPTH = 5_000;

const COMPILERS = new Map<string, (parts: CallParts) => Value>([
  ...['session_open', 'session_high', 'session_low', 'session_close'].map(
    (name): [string, (parts: CallParts) => Value] => [name, (parts) => inputsOf(parts)[0] as Value],
  ),
  ['session_range', (parts) => new RangeValue(inputsOf(parts))],
  ['range', (parts) => new RangeValue(inputsOf(parts))],
  ['gap', ({ call, to }) => new GapValue(weeksOf(call.inputs, to).weeks)],
  [
    'round_distance',
    (parts) => new RoundDistanceValue(inputsOf(parts)[0] as Value, Number(parts.call.parameters[0])),
  ],
  ['typical', compileTypical],
  ['correlation', (parts) => compileCorrelation(parts, 'correlation')],
  ['beta', (parts) => compileCorrelation(parts, 'beta')],
  ['strength', (parts) => new StrengthValue(inputsOf(parts), parts.call.parameters.map(Number))],
  ['mismatch', (parts) => new MismatchValue(inputsOf(parts), parts.call.parameters.map(Number))],
  ['divergence', compileDivergence],
  [
    'trendline',
    ({ call, to, lookBack }) => new TrendlineValue(call.parameters.map(Number), to.sources.time, lookBack),
  ],
]);

export function compileFunction(
  call: FunctionOperand,
  to: Compilation,
  parts: Pick<CallParts, 'lookBack' | 'input'>,
): Value {
  const compiler = COMPILERS.get(call.name);
  assert(compiler !== undefined, `function "${call.name}" has no evaluation`);
  const { result: value, read } = to.apart(() => compiler({ call, to, ...parts }));
  to.operands.set(call.text, { text: call.text, value, missing: () => missingOf(read) });
  return value;
}

function inputsOf({ call, input }: CallParts): readonly Value[] {
  return call.inputs.map((one) => input(one));
}

function compileCorrelation({ call, to, input }: CallParts, statistic: 'correlation' | 'beta'): Value {
  const [one, other] = call.inputs as [Expression, Expression];
  const count = Number(call.parameters[0]);
  const first = seriesOf(one, to, count + 1);
  const second = seriesOf(other, to, count + 1);
  const legs = {
    first: { series: first, close: input(one, { source: first, count: count + 1 }) },
    second: { series: second, close: input(other, { source: first, count: ANY_DEPTH }) },
  };
  return new CorrelationValue(legs, { count, statistic });
}

function compileDivergence({ call, to, input }: CallParts): Value {
  const [price, oscillator] = call.inputs as [Expression, Expression];
  const count = Number(call.parameters[0]);
  const series = seriesOf(price, to, count);
  const back = { source: series, count };
  return new DivergenceValue(
    { series, count },
    { price: input(price, back), oscillator: input(oscillator, back) },
  );
}

function seriesOf(operand: Expression, to: Compilation, depth: number): Series {
  assert(operand.type === 'candle' || operand.type === 'indicator', 'a function reads no candles');
  return to.useSeries(operand, depth);
}

/** The most candles any of them waits for; null when only quotes are missing. */
function missingOf(read: readonly Operand[]): number | null {
  let most: number | null = null;
  for (const operand of read) {
    const missing = operand.missing();
    if (missing !== null && missing > (most ?? -1)) most = missing;
  }
  return most;
}
