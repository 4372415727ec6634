import { expect, test } from 'vitest';
import { parseCockpitSearch } from './cockpit-search.ts';

test('an address that was shared is read as it was meant', () => {
  expect(
    parseCockpitSearch({
      instrument: 'usdjpy',
      timeframe: 'm15',
      price: 'ask',
      alert: 'new',
      when: 'bid > 1',
    }),
  ).toEqual({
    instrument: 'USDJPY',
    timeframe: 'M15',
    price: 'ask',
    alert: 'new',
    when: 'bid > 1',
  });
});

test('what makes no sense is left out', () => {
  const search = parseCockpitSearch({
    instrument: '<b>',
    timeframe: 'M9999',
    price: 'last',
    alert: 7,
    when: ['x'],
  });
  expect(search).toEqual({
    instrument: undefined,
    timeframe: undefined,
    price: undefined,
    alert: '7',
    when: undefined,
  });
});
