/** Runs the indicator a vector means over its prices. */
import { resolveParams } from '../../src/indicators/call.ts';
import { indicatorDefinition } from '../../src/indicators/catalog.ts';
import { readingOf } from './conventions.ts';
import { AGREES_FROM, BEGINS_EARLIER, BEGINS_LATER, PRINTED_DIGITS } from './departures.ts';
import { OWN_COMPARISONS } from './own-comparisons.ts';
import type { Reading } from './reading.ts';
import { vectorCandles, type Vector } from './vector.ts';

/** The first differences, one line each. */
export function differencesFrom(vector: Vector): string[] {
  const own = OWN_COMPARISONS[vector.group];
  if (own !== undefined) return own(vector).slice(0, 5);
  const reading = readingOf(vector);
  const rows = run(reading, vector);
  const faults: string[] = [];
  const [from] = AGREES_FROM[vector.file] ?? [0];
  let compared = 0;
  for (const [theirs, wanted] of Object.entries(vector.outputs)) {
    const column = columnOf(reading, theirs);
    if (column === -1) continue;
    wanted.forEach((value, i) => {
      if (i < from) return;
      const ours = rows[i]![column]!;
      const actual = reading.convert?.(ours) ?? ours;
      const fault = difference(vector, actual, value);
      if (value !== null && fault === null && !Number.isNaN(actual)) compared++;
      if (fault !== null) faults.push(`${theirs} at ${i}: ${fault}`);
    });
  }
  if (compared === 0) faults.push('nothing was compared');
  return faults.slice(0, 5);
}

function difference(vector: Vector, actual: number, wanted: number | null): string | null {
  if (wanted === null) {
    const mayBeKnown = vector.sparse || BEGINS_LATER[vector.file] !== undefined;
    return mayBeKnown || Number.isNaN(actual) ? null : `${actual} where nothing is known`;
  }
  // indicatorts answers from partial windows; only what a full window gives is compared.
  const mayBeUnknown = vector.source === 'indicatorts' || BEGINS_EARLIER[vector.file] !== undefined;
  if (Number.isNaN(actual) && mayBeUnknown) return null;
  const allowed = (PRINTED_DIGITS[vector.file] ?? vector.tolerance) * Math.max(1, Math.abs(wanted));
  return Math.abs(actual - wanted) <= allowed ? null : `${actual}, theirs ${wanted}`;
}

function run(reading: Reading, vector: Vector): number[][] {
  const [name, ...args] = reading.call;
  const definition = indicatorDefinition(name)!;
  const params = resolveParams(definition, args);
  if (!params.ok) throw new Error(JSON.stringify(params.error));
  const indicator = definition.create(params.value);
  const { inputs } = vector;
  const withVolume = reading.volume === undefined ? inputs : { ...inputs, volume: inputs[reading.volume]! };
  return vectorCandles({ ...vector, inputs: withVolume }).map((candle) => {
    indicator.push(candle);
    return [...indicator.outputs];
  });
}

function columnOf(reading: Reading, theirs: string): number {
  const output = reading.outputs[theirs];
  return indicatorDefinition(reading.call[0])!.outputs.findIndex(({ name }) => name === output);
}
