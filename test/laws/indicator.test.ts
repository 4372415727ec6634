/** The laws of src/indicators/indicator.ts, run over every entry of the catalog and every choice it offers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveParams } from '../../src/indicators/call.ts';
import { CATALOG } from '../../src/indicators/catalog.ts';
import type {
  Dimension,
  Indicator,
  IndicatorDefinition,
  IndicatorParams,
} from '../../src/indicators/indicator.ts';
import type { Candle } from '../../src/market/candle.ts';
import { candle, randomCandles } from '../oracles/candles.ts';
import { oracle } from '../oracles/indicators.ts';

/** Relative above 1, absolute below; prices of the series are near 1.38. Ratios of small distances magnify what rounding there is. */
const TOLERANCE: Record<Dimension, number> = {
  price: 1e-12,
  distance: 1e-10,
  oscillator: 1e-7,
  percent: 1e-7,
  number: 1e-7,
  volume: 1e-9,
};

/** Plain numbers that grow with the price: a change times a volume, a change times a range over a volume. */
const POWER_OF_PRICE: Readonly<Record<string, number>> = { force: 1, eom: 2 };

/** Running sums and products: what a candle would have added, or multiplied by, is missing for ever, and nothing else. */
const SUMS: ReadonlySet<string> = new Set(['obv', 'ad']);
const PRODUCTS: ReadonlySet<string> = new Set(['pvi', 'nvi']);

/** A quick market for the laws that need a long one. */
const LONG_SERIES = randomCandles(7, 10_000);
const BROKEN_SERIES = randomCandles(11, 2_000);

/** What no feed of ours lets through: the indicator must stand it all the same. */
const ODD_CANDLES: readonly ((c: Candle) => Partial<Candle>)[] = [
  () => ({ open: 0, high: 0, low: 0, close: 0 }),
  (c) => ({ open: -c.open, high: -c.low, low: -c.high, close: -c.close }),
  (c) => ({ high: c.low, low: c.high }),
  () => ({ close: 0 }),
  () => ({ volume: 0 }),
  () => ({ volume: NaN }),
];

test('the catalog holds the indicators', () => {
  expect(CATALOG.size).toBeGreaterThanOrEqual(60);
});

describe.each([...CATALOG.values()])('$name', (definition) => {
  test('is described in full', () => {
    expect(definition.name).toMatch(/^[a-z][a-z0-9_]*$/);
    for (const text of [definition.title.en, definition.title.ja, definition.convention, definition.source])
      expect(text.length).toBeGreaterThan(1);
    expect(definition.outputs.length).toBeGreaterThan(0);
    const words = definition.parameters.flatMap((p) => (p.kind === 'choice' ? p.choices : []));
    expect(new Set(words).size).toBe(words.length);
    const outputNames = definition.outputs.map((output) => output.name);
    expect(new Set(outputNames).size).toBe(outputNames.length);
    for (const p of definition.parameters) {
      if (p.kind === 'choice') expect(p.choices).toContain(p.default);
      else expect(p.default >= p.min && p.default <= p.max).toBe(true);
    }
    expect(resolveParams(definition, []).ok).toBe(true);
  });

  test('is unknown until exactly its warm-up', () => {
    check(definition, (params, candles) => {
      const indicator = definition.create(params);
      const warmUp = definition.warmUp(params);
      expect(indicator.outputs.length).toBe(definition.outputs.length);
      expect([...indicator.outputs].every(Number.isNaN)).toBe(true);
      const absent = definition.absent?.(params) ?? [];
      candles.forEach((c, i) => {
        indicator.push(c);
        const known = definition.outputs.every(({ name }, k) =>
          absent.includes(name) ? Number.isNaN(indicator.outputs[k]) : Number.isFinite(indicator.outputs[k]),
        );
        if (known !== i + 1 >= warmUp)
          expect.fail(`${indicator.outputs.join(', ')} after ${i + 1} of ${warmUp} candles`);
      });
    });
  });

  test('agrees with its oracle', () => {
    check(definition, (params, candles) => {
      const expected = oracle(definition.name, params, candles);
      const indicator = definition.create(params);
      candles.forEach((c, i) => {
        indicator.push(c);
        definition.outputs.forEach((output, k) => {
          const [actual, wanted] = [indicator.outputs[k]!, expected[k]![i]!];
          if (!near(actual, wanted, TOLERANCE[output.dimension]))
            expect.fail(`${output.name} at ${i}: ${actual}, oracle ${wanted}`);
        });
      });
    });
  });

  test('peeks exactly what a push would give, and leaves no trace', () => {
    check(definition, (params, candles) => {
      const indicator = definition.create(params);
      const untouched = definition.create(params);
      const peeked = new Float64Array(definition.outputs.length);
      candles.forEach((c, i) => {
        indicator.peek(candles[(i * 7) % candles.length]!, peeked);
        indicator.peek(c, peeked);
        indicator.push(c);
        untouched.push(c);
        expectSame(peeked, indicator.outputs);
        expectSame(indicator.outputs, untouched.outputs);
      });
      expect(indicator.snapshot()).toEqual(untouched.snapshot());
    });
  });

  test('continues bit for bit from a snapshot', () => {
    check(definition, (params, candles, cut) => {
      const original = definition.create(params);
      for (const c of candles.slice(0, cut)) original.push(c);
      const restored = definition.create(params);
      for (const c of candles.slice(0, cut % 17)) restored.push(c);
      restored.restore(throughText(original.snapshot()));
      expectSame(original.outputs, restored.outputs);
      for (const c of candles.slice(cut)) {
        original.push(c);
        restored.push(c);
        expectSame(original.outputs, restored.outputs);
      }
    });
  });

  test('refuses a snapshot of another length', () => {
    const indicator = create(definition);
    const state = indicator.snapshot();
    expect(() => create(definition).restore(state.slice(1))).toThrow(/too short/);
    expect(() => create(definition).restore([...state, 0])).toThrow(/too long/);
  });

  test('holds no more state after ten thousand candles than when new', () => {
    const indicator = create(definition);
    const size = indicator.snapshot().length;
    for (const c of LONG_SERIES) indicator.push(c);
    expect(indicator.snapshot().length).toBe(size);
  });

  test('scales with the price as its outputs say', () => {
    check(definition, (params, candles) => {
      const small = definition.create(params);
      const large = definition.create(params);
      for (const c of candles) {
        small.push(c);
        large.push(scaled(c, 128));
        definition.outputs.forEach(({ name, dimension }, k) => {
          const isMoney = dimension === 'price' || dimension === 'distance';
          const factor = 128 ** (POWER_OF_PRICE[definition.name] ?? (isMoney ? 1 : 0));
          if (!near(large.outputs[k]!, small.outputs[k]! * factor, 0))
            expect.fail(`${name}: ${small.outputs[k]} becomes ${large.outputs[k]}`);
        });
      }
    });
  });

  test('recovers from a candle that is not a number', () => {
    const broken = create(definition);
    const clean = create(definition);
    let [missing, factor] = [0, 1];
    BROKEN_SERIES.forEach((c, i) => {
      broken.push(
        i === 40 ? scaled(c, NaN) : i === 60 ? scaled(c, Infinity) : i === 80 ? { ...c, volume: 0 } : c,
      );
      clean.push(c);
      if (i !== 100) return;
      if (SUMS.has(definition.name)) missing = clean.outputs[0]! - broken.outputs[0]!;
      if (PRODUCTS.has(definition.name)) factor = clean.outputs[0]! / broken.outputs[0]!;
    });
    expect([...broken.outputs].every(Number.isFinite)).toBe(true);
    definition.outputs.forEach((output, k) => {
      if (!near(factor * broken.outputs[k]! + missing, clean.outputs[k]!, 1e-9))
        expect.fail(`${output.name}: ${broken.outputs[k]} instead of ${clean.outputs[k]} long after`);
    });
  });

  test('says unknown, never an infinity, to prices of zero and below and to a high below the low', () => {
    const indicator = create(definition);
    const peeked = new Float64Array(definition.outputs.length);
    randomCandles(13, 400).forEach((c, i) => {
      const odd = ODD_CANDLES[i % 17 === 0 ? (i / 17) % ODD_CANDLES.length : -1];
      const pushed = odd === undefined ? c : { ...c, ...odd(c) };
      indicator.peek(pushed, peeked);
      indicator.push(pushed);
      for (const value of [...peeked, ...indicator.outputs])
        if (Math.abs(value) === Infinity) expect.fail(`${value} at ${i}: ${JSON.stringify(pushed)}`);
    });
  });

  test('is finite in a flat market', () => {
    const indicator = create(definition);
    for (let i = 0; i < 300; i++) indicator.push(candle(i, { close: 1.38, volume: 1 }));
    expect([...indicator.outputs].every(Number.isFinite)).toBe(true);
  });

  test('is unknown on candles without volume if it needs that, and does not read it otherwise', () => {
    const without = create(definition);
    const usual = create(definition);
    const unknown = new Float64Array(definition.outputs.length).fill(NaN);
    const peeked = new Float64Array(definition.outputs.length);
    for (const c of BROKEN_SERIES.slice(0, 400)) {
      without.peek({ ...c, volume: 0 }, peeked);
      without.push({ ...c, volume: 0 });
      usual.push(c);
      for (const values of [peeked, without.outputs])
        expectSame(values, definition.needsVolume ? unknown : usual.outputs);
    }
  });
});

/** Runs a law over random parameters, with every choice, and random candles long enough for four warm-ups. */
function check(
  definition: IndicatorDefinition,
  law: (params: IndicatorParams, candles: readonly Candle[], cut: number) => void,
): void {
  const inputs = fc.record({
    params: paramsOf(definition),
    seed: fc.nat(),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(inputs, ({ params, seed, cut }) => {
      const resolved = resolveParams(definition, params);
      fc.pre(resolved.ok);
      const count = 4 * definition.warmUp(params) + 20;
      law(params, randomCandles(seed, count), Math.floor(cut * count));
    }),
    { numRuns: 30 },
  );
}

/** Short look-backs, so that windows go round several times. */
function paramsOf(definition: IndicatorDefinition): fc.Arbitrary<(number | string)[]> {
  const values = definition.parameters.map((parameter): fc.Arbitrary<number | string> => {
    if (parameter.kind === 'choice') return fc.constantFrom(...parameter.choices);
    const { min, max } = parameter;
    if (parameter.kind === 'number') return fc.double({ min, max, noNaN: true });
    return fc.integer({ min, max: Math.min(max, Math.max(min, 30)) });
  });
  return fc.tuple(...values);
}

function create(definition: IndicatorDefinition): Indicator {
  return definition.create(definition.parameters.map((parameter) => parameter.default));
}

function near(actual: number, wanted: number, tolerance: number): boolean {
  if (Number.isNaN(wanted) || Number.isNaN(actual)) return Number.isNaN(wanted) && Number.isNaN(actual);
  return Math.abs(actual - wanted) <= tolerance * Math.max(1, Math.abs(wanted));
}

function expectSame(a: Float64Array, b: Float64Array): void {
  for (let k = 0; k < a.length; k++)
    if (!Object.is(a[k], b[k])) expect.fail(`output ${k}: ${a[k]} is not ${b[k]}`);
}

function scaled(c: Candle, by: number): Candle {
  return { ...c, open: c.open * by, high: c.high * by, low: c.low * by, close: c.close * by };
}

/** As a checkpoint would store it. */
function throughText(state: readonly number[]): number[] {
  const texts = state.map((value) => (Object.is(value, -0) ? '-0' : String(value)));
  return texts.join(' ').split(' ').map(Number);
}
