import { expect, test } from 'vitest';
import { parseNotice } from './feed-notice.ts';

test('the code of a notice is told apart from its sentence', () => {
  expect(parseNotice('market-closed: GMO Coin says: closed')).toEqual({
    code: 'market-closed',
    sentence: 'GMO Coin says: closed',
  });
});

test('a notice without a code is a sentence', () => {
  expect(parseNotice('Weekend: a simulated weekday')).toEqual({
    code: null,
    sentence: 'Weekend: a simulated weekday',
  });
});
