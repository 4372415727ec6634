import { expect, test } from 'vitest';
import { instrumentId } from '../../../src/kernel/units.ts';
import { completionsAt } from './completions.ts';

const EURUSD = { id: instrumentId('EURUSD'), base: 'EUR', quote: 'USD', digits: 5, pip: 0.0001 };
const context = {
  instruments: new Map([['EURUSD', EURUSD]]),
  defaultInstrument: EURUSD.id,
  basis: 'bid',
} as const;
const offered = (source: string, explicit = false): string[] | null =>
  completionsAt({ source, offset: source.length, explicit }, context, 'en')?.options.map(
    ({ label }) => label,
  ) ?? null;

test('a word that is begun gets options', () => {
  expect(offered('bid mov')).toContain('moves');
  expect(offered('bid moves by 0.1 pips in 1m and cl')).toContain('close');
});

test('a word that is whole closes the list, which would hide the text below it', () => {
  expect(offered('bid moves by 0.1 pips in 1m')).toBeNull();
  expect(offered('bid moves')).toBeNull();
  expect(offered('bid moves by 0.1 PIPS')).toBeNull();
});

test('a whole word that others go on from keeps the list', () => {
  expect(offered('close cross')).toContain('crosses');
  expect(offered('bid > high')).toContain('highest');
});

test('the name of a call keeps its signature in sight', () => {
  expect(offered('rsi')).toContain('rsi');
});

test('between words nothing is offered, unless asked for', () => {
  expect(offered('bid ')).toBeNull();
  expect(offered('bid ', true)).toContain('crosses');
  expect(offered('bid moves', true)).toContain('moves');
});
