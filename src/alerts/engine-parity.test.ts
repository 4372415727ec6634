/** The engine against the slow reference evaluator, which shares no code with it: same firings, same keys, same values. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceFirings } from '../../test/reference/reference-evaluator.ts';
import { Market } from '../../test/reference/series.ts';
import { CONDITIONS, randomTicks } from '../../test/support/random-market.ts';
import { EURUSD, T0, sampleAlert } from '../../test/support/samples.ts';
import { INSTRUMENTS, newEngine } from '../../test/support/timeline.ts';
import { checkCondition } from '../conditions/check.ts';
import { tellError } from '../conditions/sentences/tell-error.ts';
import { durationMs } from '../kernel/units.ts';

function checked(source: string) {
  const result = checkCondition(source, {
    instruments: INSTRUMENTS,
    defaultInstrument: EURUSD,
    basis: 'bid',
  });
  if (!result.ok) throw new Error(tellError(result.error).message);
  return result.value;
}

/** Sums of floating numbers may differ in the last places. */
const rounded = (operands: Readonly<Record<string, number | null>>) =>
  Object.fromEntries(
    Object.entries(operands).map(([text, value]) => [
      text,
      value === null ? null : Number(value.toPrecision(9)),
    ]),
  );

interface Firing {
  readonly alert: string;
  readonly key: string;
  readonly at: number;
  readonly bid: number | null;
  readonly ask: number | null;
  readonly operands: Readonly<Record<string, number | null>>;
}

const lines = (firings: readonly Firing[]) =>
  firings
    .map(({ alert, key, at, bid, ask, operands }) =>
      [at, alert, key, bid, ask, JSON.stringify(rounded(operands))].join(' '),
    )
    .sort();

describe('the engine and the reference evaluator', () => {
  it('agree on every kind of condition', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom('wait' as const, 'fire' as const),
        fc.constantFrom(null, durationMs(20_000)),
        (seed, onArm, cooldownMs) => {
          const ticks = randomTicks(seed, { ticks: 300 });
          const engine = newEngine();
          for (const [i, when] of CONDITIONS.entries())
            engine.step({
              type: 'arm',
              alert: sampleAlert({ id: `c${i}`, when, onArm, cooldownMs }),
              at: T0,
            });
          const fired = ticks.flatMap((tick) => engine.step({ type: 'tick', tick }).events);
          const alerts = CONDITIONS.map((when, i) => ({
            id: `c${i}`,
            instrument: EURUSD,
            checked: checked(when),
            onArm,
            ...(cooldownMs !== null && { cooldownMs }),
          }));
          const expected = referenceFirings(new Market(ticks), alerts);
          expect(expected.length).toBeGreaterThan(0);
          expect(lines(fired)).toEqual(lines(expected));
        },
      ),
      { numRuns: 6 },
    ));
});
