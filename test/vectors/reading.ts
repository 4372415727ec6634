/** How a vector's name, parameters and outputs read in our catalog, and what such readings are written with. */
import { indicatorDefinition } from '../../src/indicators/catalog.ts';
import type { Vector } from './vector.ts';

export interface Reading {
  /** Name and arguments in our catalog. */
  readonly call: readonly [string, ...(number | string)[]];
  /** Our output for each of theirs; theirs that we do not have are left out. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Series of theirs that are volumes, by another name. */
  readonly volume?: 'close';
  /** Our value in their unit. */
  readonly convert?: (ours: number) => number;
}

/** A vector with one output, whatever it is called. */
export function single(call: Reading['call'], vector: Vector): Reading {
  const [theirs] = Object.keys(vector.outputs);
  return { call, outputs: { [theirs!]: indicatorDefinition(call[0])!.outputs[0]!.name } };
}

export function period(vector: Vector, byDefault?: number): number {
  return number(vector, ['period', 'interval', 'optInTimePeriod'], byDefault);
}

export function number(vector: Vector, names: readonly string[], byDefault?: number): number {
  const value = names.map((name) => vector.params[name]).find((param) => param !== undefined) ?? byDefault;
  if (typeof value !== 'number')
    throw new Error(`${vector.file}: no ${names[0]} in ${JSON.stringify(vector.params)}`);
  return value;
}

export function seedsByFirst(vector: Vector): boolean {
  return (
    vector.source.startsWith('Tulip') ||
    vector.source === 'indicatorts' ||
    vector.file === 'trading-signals/ema.2.json'
  );
}
