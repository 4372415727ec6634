/** Seeded source texts, from nearly right to utter rubbish. The same seed gives the same texts. */
import { Random } from '../../src/kernel/random.ts';
import { MAX_SOURCE_LENGTH } from '../../src/conditions/limits.ts';
import { callables, KEYWORDS, operandNames } from '../../src/conditions/vocabulary.ts';

/** Right as they are; mutated they are the mistakes people make. */
const GOOD: readonly string[] = [
  'rsi(14)@M15 < 30 and close@D1 > sma(200)@D1 and spread < 1.5 pips -- cheap',
  '(close@M15 crosses above bb(20, 2).upper) then (close@M15 crosses below bb(20, 2).upper) within 8 bars',
  'bid crosses above 150 then bid crosses below 149.80 within 2h unless spread > 5 pips',
  'close@H4 enters 149.50 .. 150.50 or not (EURUSD:mid * USDJPY:mid - EURJPY:mid > 5 pips for 30s)',
  'close@M5 moves by 2 atr(20)@D1 in 6 bars@M15 and sma(20, high)@H1 is rising for 3 bars',
  'spread > 4 * typical(spread, 8) for 20s and correlation(EURUSD, GBPUSD, 50)@H1 < 0.3',
  'bid bounces up off trendline(2026-01-02 10:00, 150.10, 2026-01-09 10:00 tokyo, 151.30) within 2 pips by 10 pips',
  'strength(EUR, 24, jpy)@H1 > 0.5% and divergence(close, rsi(14), 60)@H1 = -1 or stale(30s)',
  'session(london) and mid leaves session_range(tokyo) and time in 09:00 .. 17:00',
];

const SIGNS = [
  '(',
  ')',
  '[',
  ']',
  ',',
  '.',
  '..',
  ':',
  '@',
  '<',
  '<=',
  '>',
  '=',
  '!=',
  '!',
  '&',
  '+',
  '-',
  '*',
  '/',
  '%',
];
const WORDS: readonly string[] = [
  ...[...KEYWORDS, ...operandNames(), ...callables().map(({ signature }) => signature), ...SIGNS],
  ...[
    '--',
    '\n',
    '150',
    '1.5',
    '1e309',
    '15m',
    '09:55',
    '2026-02-30',
    '2026-01-02 10:00',
    'H1',
    'M15',
    '@D1',
    'EURUSD',
    'usdjpy',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
    '__proto__:bid',
    'bid.constructor',
    '@__proto__',
  ],
  ...['news', 'upper', '\ud800', '＜', '１５０', 'ＲＳＩ', '。', '\u202e', '\0', '99999999999999999999'],
];

export function* fuzzSources(seed: number): Generator<string> {
  const random = new Random(seed);
  for (;;) yield sourceOf(random);
}

function sourceOf(random: Random): string {
  switch (random.integer(0, 6)) {
    case 0:
      return soup(random, ' ');
    case 1:
      return soup(random, '');
    case 2:
      return characters(random);
    case 3:
      return repeated(random);
    default:
      return mutated(random);
  }
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.integer(0, from.length)] as T;
}

function soup(random: Random, between: string): string {
  return Array.from({ length: random.integer(0, 40) }, () => pick(random, WORDS)).join(between);
}

function characters(random: Random): string {
  const highest = pick(random, [0x7f, 0xff, 0xffff]);
  return String.fromCharCode(
    ...Array.from({ length: random.integer(0, 120) }, () => random.integer(0, highest + 1)),
  );
}

/** Towards and beyond every bound. */
function repeated(random: Random): string {
  const piece = pick(random, [
    ...WORDS,
    '(',
    'not ',
    '- ',
    'bid>1 and ',
    'bid > 1 or (',
    '+1',
    'rsi(',
    ' ',
    '\n',
    '9',
    'a',
  ]);
  // Long texts cost most and differ least: one in twenty.
  const isLong = random.integer(0, 20) === 0;
  const length = isLong ? MAX_SOURCE_LENGTH + random.integer(-1, 2) : pick(random, [3, 10, 33, 34, 100]);
  return `${pick(random, ['', 'bid > 1', 'close@H1 '])}${piece.repeat(Math.ceil(length / piece.length))}`.slice(
    0,
    length,
  );
}

function mutated(random: Random): string {
  let text = pick(random, GOOD);
  for (let count = random.integer(0, 5); count > 0; count--) {
    const at = random.integer(0, text.length + 1);
    const to = Math.min(text.length, at + random.integer(0, 6));
    const put = pick(random, ['', pick(random, WORDS), pick(random, GOOD), text.slice(at, to).repeat(2)]);
    text = text.slice(0, at) + put + text.slice(to);
  }
  return text;
}
