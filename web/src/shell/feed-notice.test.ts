import { expect, test } from 'vitest';
import { feedNotice } from './feed-notice.ts';

const CLOSED = {
  notice: 'market-closed: The market is closed.',
  noticeIn: { en: 'The market is closed.', ja: '市場は休場中です。' },
};

test('a notice is told in the language of the reader, without its code', () => {
  expect(feedNotice(CLOSED, 'ja')).toBe('市場は休場中です。');
  expect(feedNotice(CLOSED, 'en')).toBe('The market is closed.');
});

test('a notice that is told in English only is better than none', () => {
  expect(feedNotice({ ...CLOSED, noticeIn: null }, 'ja')).toBe('market-closed: The market is closed.');
});

test('where there is nothing to say, nothing is said', () => {
  expect(feedNotice({ notice: null, noticeIn: null }, 'ja')).toBeNull();
});
