/**
 * The argument list of an indicator: `bb(20, 2.5, sample)`. Numbers go by position; words go by meaning, since the choices of
 * one indicator never overlap, and may stand anywhere after the numbers they follow. What is left out takes its default.
 */
import { err, ok, type Result } from '../kernel/result.ts';
import type { ArgumentFault } from './argument-faults.ts';
import type { IndicatorDefinition, IndicatorParameter, IndicatorParams } from './indicator.ts';

interface ArgumentError {
  /** The offending argument, from 0; 0 also when the arguments do not go together. */
  readonly index: number;
  readonly fault: ArgumentFault;
}

/** Every parameter filled in, or the first argument that cannot be. */
export function resolveParams(
  definition: IndicatorDefinition,
  args: readonly (number | string)[],
): Result<IndicatorParams, ArgumentError> {
  const params = definition.parameters.map((parameter) => parameter.default);
  const given = new Set<number>();
  for (const [index, argument] of args.entries()) {
    const place =
      typeof argument === 'number' ? numberPlace(definition, given) : wordPlace(definition, argument);
    const fault = argumentFault(definition, argument, { place, given });
    if (fault !== null) return err({ index, fault });
    given.add(place);
    params[place] = argument;
  }
  const conflict = definition.validate?.(params) ?? null;
  if (conflict === null) return ok(params);
  const call = `${definition.name}(${args.join(', ')})`;
  return err({ index: 0, fault: { key: 'argumentsInConflict', call, conflict } });
}

/** The shortest call that means these parameters, numbers always shown: `rsi(14)`, `ema(20, high)`. */
export function canonicalCall(definition: IndicatorDefinition, params: IndicatorParams): string {
  let shown = '';
  for (const [i, parameter] of definition.parameters.entries()) {
    const value = params[i] ?? parameter.default;
    if (parameter.kind !== 'choice' || value !== parameter.default)
      shown += shown === '' ? String(value) : `, ${value}`;
  }
  return shown === '' ? definition.name : `${definition.name}(${shown})`;
}

/** How a call is written: `bb(period, width, source, deviation)`. */
export function signature(definition: IndicatorDefinition): string {
  return `${definition.name}(${definition.parameters.map((parameter) => parameter.name).join(', ')})`;
}

/** The first number not given yet; -1 when all are. */
function numberPlace(definition: IndicatorDefinition, given: ReadonlySet<number>): number {
  return definition.parameters.findIndex((parameter, i) => parameter.kind !== 'choice' && !given.has(i));
}

function wordPlace(definition: IndicatorDefinition, word: string): number {
  return definition.parameters.findIndex(
    (parameter) => parameter.kind === 'choice' && parameter.choices.includes(word),
  );
}

function argumentFault(
  definition: IndicatorDefinition,
  argument: number | string,
  where: { readonly place: number; readonly given: ReadonlySet<number> },
): ArgumentFault | null {
  const parameter = definition.parameters[where.place];
  if (parameter === undefined) return strayFault(definition, argument);
  if (parameter.kind !== 'choice') return numberFault(definition, parameter, argument);
  if (!where.given.has(where.place)) return null;
  return {
    key: 'argumentTwice',
    indicator: definition.name,
    parameter: parameter.name,
    argument: String(argument),
  };
}

function strayFault(definition: IndicatorDefinition, argument: number | string): ArgumentFault {
  const { name: indicator, parameters } = definition;
  if (typeof argument === 'number')
    return { key: 'argumentWithoutPlace', indicator, argument, signature: signature(definition) };
  const choices = parameters.flatMap((parameter) => (parameter.kind === 'choice' ? parameter.choices : []));
  return { key: 'argumentUnknown', indicator, argument, choices };
}

function numberFault(
  definition: IndicatorDefinition,
  parameter: Exclude<IndicatorParameter, { kind: 'choice' }>,
  argument: number | string,
): ArgumentFault | null {
  const { kind, name, min, max } = parameter;
  const inRange = typeof argument === 'number' && argument >= min && argument <= max;
  if (inRange && (kind === 'number' || Number.isInteger(argument))) return null;
  return {
    key: 'argumentOutOfRange',
    indicator: definition.name,
    parameter: name,
    isWhole: kind === 'integer',
    min,
    max,
    argument,
  };
}
