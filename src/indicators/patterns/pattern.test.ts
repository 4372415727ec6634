/** Candle patterns on candles drawn by hand, in pips from 1.1000; the formulas are compared with slow ones in test/laws. */
import { describe, expect, test } from 'vitest';
import { candle } from '../../../test/oracles/candles.ts';
import { resolveParams } from '../call.ts';
import { indicatorDefinition } from '../catalog.ts';

type Drawn = readonly [open: number, high: number, low: number, close: number];

/** Ten candles with bodies of 10 and ranges of 20: what is usual before the pattern. */
const USUAL: readonly Drawn[] = Array.from({ length: 10 }, (_, i) =>
  i % 2 === 0 ? [0, 15, -5, 10] : [10, 15, -5, 0],
);

const price = (pips: number) => 1.1 + pips / 10_000;

function signalAfter(name: string, drawn: readonly Drawn[], ...args: string[]): number {
  const definition = indicatorDefinition(name)!;
  const params = resolveParams(definition, args);
  if (!params.ok) throw new Error(JSON.stringify(params.error));
  const indicator = definition.create(params.value);
  [...USUAL, ...USUAL, ...drawn].forEach(([open, high, low, close], i) => {
    const values = { open: price(open), high: price(high), low: price(low), close: price(close) };
    indicator.push(candle(i, values));
  });
  return indicator.outputs[0]!;
}

describe('a pattern is seen where it is complete', () => {
  test.each<[name: string, signal: number, drawn: readonly Drawn[]]>([
    ['doji', 1, [[5, 15, -5, 6]]],
    ['hammer', 1, [[-2, -1, -17, -1]]],
    ['inverted_hammer', 1, [[-3, 12, -3, -2]]],
    [
      'engulfing',
      1,
      [
        [10, 12, 3, 4],
        [4, 13, 3, 11],
      ],
    ],
    [
      'engulfing',
      -1,
      [
        [4, 12, 3, 10],
        [10, 13, 2, 3],
      ],
    ],
    [
      'harami',
      1,
      [
        [30, 31, -1, 0],
        [10, 16, 9, 15],
      ],
    ],
    [
      'harami',
      -1,
      [
        [0, 31, -1, 30],
        [15, 16, 9, 10],
      ],
    ],
    [
      'piercing',
      1,
      [
        [30, 31, -1, 0],
        [0, 21, -3, 20],
      ],
    ],
    [
      'dark_cloud',
      -1,
      [
        [0, 31, -1, 30],
        [30, 33, 9, 10],
      ],
    ],
    [
      'morning_star',
      1,
      [
        [40, 41, -1, 0],
        [0, 3, -6, 1],
        [1, 31, 0, 30],
      ],
    ],
    [
      'evening_star',
      -1,
      [
        [0, 41, -1, 40],
        [40, 46, 37, 39],
        [39, 40, 9, 10],
      ],
    ],
    [
      'three_soldiers',
      1,
      [
        [0, 15, -1, 14],
        [10, 29, 9, 28],
        [25, 43, 24, 42],
      ],
    ],
    [
      'three_crows',
      -1,
      [
        [30, 46, 29, 45],
        [44, 45, 29, 30],
        [38, 39, 14, 15],
        [25, 26, 0, 1],
      ],
    ],
    ['pin_bar', 1, [[8, 10, -10, 9]]],
    ['pin_bar', -1, [[-8, 10, -10, -9]]],
    [
      'inside_bar',
      1,
      [
        [0, 10, -10, 5],
        [1, 9, -9, 2],
      ],
    ],
    ['marubozu', 1, [[0, 31, -1, 30]]],
    ['marubozu', -1, [[30, 31, -1, 0]]],
    [
      'tweezer',
      1,
      [
        [10, 12, -5, 0],
        [0, 9, -5, 8],
      ],
    ],
    [
      'tweezer',
      -1,
      [
        [0, 15, -2, 10],
        [10, 15, -1, 1],
      ],
    ],
  ])('%s %i', (name, signal, drawn) => {
    expect(signalAfter(name, drawn)).toBe(signal);
  });

  test('and not a candle later, when nothing new is complete', () => {
    expect(
      signalAfter('engulfing', [
        [10, 12, 3, 4],
        [4, 13, 3, 11],
        [11, 13, 9, 10],
      ]),
    ).toBe(0);
  });
});

describe('the textbook’s gap', () => {
  const star: readonly Drawn[] = [
    [40, 41, -1, 0],
    [0, 3, -6, 1],
    [1, 31, 0, 30],
  ];
  const apart: readonly Drawn[] = [
    [40, 41, -1, 0],
    [-6, -2, -9, -4],
    [-3, 31, -4, 30],
  ];

  test('is asked for by the word gapped only', () => {
    expect(signalAfter('morning_star', star)).toBe(1);
    expect(signalAfter('morning_star', star, 'gapped')).toBe(0);
    expect(signalAfter('morning_star', apart, 'gapped')).toBe(1);
  });
});

test('lengths that are equal in points are equal, whatever their last bits', () => {
  expect(signalAfter('hammer', [[-6, -1, -11, -1]])).toBe(0);
  expect(signalAfter('hammer', [[-6, -1, -12, -1]])).toBe(1);
});

test('prices on either side of a candle that is not a number are not taken for neighbours', () => {
  expect(
    signalAfter('inside_bar', [
      [0, 10, -10, 5],
      [NaN, NaN, NaN, NaN],
      [1, 9, -9, 2],
    ]),
  ).toBeNaN();
});
