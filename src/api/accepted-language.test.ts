import { expect, test } from 'vitest';
import { acceptedLanguage } from './accepted-language.ts';

test.each([
  ['nothing said', undefined, 'en'],
  ['an empty header', '', 'en'],
  ['Japanese', 'ja', 'ja'],
  ['a region of it', 'ja-JP', 'ja'],
  ['capitals', 'JA-jp', 'ja'],
  ['what a browser in Tokyo sends', 'ja,en-US;q=0.9,en;q=0.8', 'ja'],
  ['what a browser in London sends', 'en-GB,en;q=0.9,ja;q=0.8', 'en'],
  ['the higher quality, wherever it stands', 'en;q=0.3, ja;q=0.7', 'ja'],
  ['the first among equals', 'ja, en', 'ja'],
  ['the first among equals, the other way', 'en, ja', 'en'],
  ['a language that is not spoken before one that is', 'fr, ja;q=0.2', 'ja'],
  ['only such', 'fr, de;q=0.5', 'en'],
  ['a language that is refused', 'ja;q=0', 'en'],
  ['anything', '*', 'en'],
  ['anything but English', 'en;q=0, *', 'ja'],
  ['anything rather than Japanese', '*, ja;q=0.5', 'en'],
  ['blanks', '  ja ; q=1.000 , en ; q=0.9', 'ja'],
  ['a quality that is none', 'ja;q=high, en;q=0.1', 'en'],
  ['what is no language', 'ja_JP, 日本語, ;q=1', 'en'],
  ['another language that begins alike', 'jav', 'en'],
])('%s: %s is answered in %s', (_what, header, language) => {
  expect(acceptedLanguage(header)).toBe(language);
});

test('a header as long as headers can be is read at once', () => {
  const start = performance.now();
  expect(acceptedLanguage(`${'a-'.repeat(8_000)},${'ja;q=0.1,'.repeat(900)}`)).toBe('ja');
  expect(performance.now() - start).toBeLessThan(50);
});
