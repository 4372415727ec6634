import { expect, test } from 'vitest';
import { createSettings, defaultSettings, readStored } from './settings.ts';

test('a Japanese browser starts in Japanese, in JST, with red for up', () => {
  expect(defaultSettings(['ja-JP', 'en'], 'Europe/London')).toEqual({
    language: 'ja',
    theme: 'dark',
    colours: 'japanese',
    zone: 'Asia/Tokyo',
  });
});

test('any other browser starts in English, in its own zone, with green for up', () => {
  expect(defaultSettings(['de-DE'], 'Europe/Berlin')).toMatchObject({
    language: 'en',
    colours: 'western',
    zone: 'Europe/Berlin',
  });
  expect(defaultSettings([], 'UTC').language).toBe('en');
});

test('stored values that this version does not know are left out one by one', () => {
  expect(readStored('{"language":"fr","theme":"light","zone":"Mars/Olympus","colours":"western"}')).toEqual({
    theme: 'light',
    colours: 'western',
  });
  for (const broken of [null, '', 'not json', '[]', 'null', '7']) expect(readStored(broken)).toEqual({});
});

test('a change is kept and comes back', () => {
  const values = new Map<string, string>();
  const storage = {
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => void values.set(name, value),
  };
  const defaults = defaultSettings(['en'], 'UTC');
  createSettings(storage, defaults).change({ theme: 'light' });
  expect(createSettings(storage, defaults).get()).toEqual({ ...defaults, theme: 'light' });
});
