/** The worked examples of docs/guide, each run: what the page says fires is what fires, in both languages. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FLAGS, FUNCTIONS } from '../../src/conditions/functions/functions.ts';
import { KEYWORDS } from '../../src/conditions/vocabulary.ts';
import { workedExample } from './worked-example.ts';

const GUIDE = new URL('../../docs/guide/', import.meta.url);

function examplesOf(page: string): readonly string[] {
  const text = readFileSync(new URL(page, GUIDE), 'utf8');
  return [...text.matchAll(/^```example\n([^]*?)\n```$/gm)].map(([, body = '']) => body);
}

const pages = readdirSync(GUIDE).filter((name) => name.endsWith('.md') && !name.endsWith('.ja.md'));
const examples = pages.flatMap((page) => examplesOf(page));

test('both languages show the same ones, and there are many', () => {
  expect(examples.length).toBeGreaterThan(20);
  for (const page of pages) expect(examplesOf(page.replace('.md', '.ja.md'))).toEqual(examplesOf(page));
});

describe('what the guide says fires is what fires', () => {
  test.each(examples)('%s', (block) => {
    const { expected, fired } = workedExample(block);
    expect(fired).toEqual(expected);
  });
});

test('each shows a firing, and something that does not fire', () => {
  for (const block of examples) {
    expect(block).toMatch(/ fires$/m);
    expect(block).toMatch(/\d$/m);
  }
});

/** What speaks of the calendar; its page is to show them. */
const CALENDAR = [
  ...[
    'session_high',
    'session_low',
    'session_open',
    'session_close',
    'session_range',
    'session',
    'opens',
    'closes',
  ],
  ...['time', 'weekday', 'fix', 'cut', 'rollover', 'gotobi', 'holiday', 'thin', 'dst_mismatch'],
];

test('every operator of the language has one', () => {
  const words = new Set(examples.flatMap((block) => block.split('\n...\n')[0]?.match(/\w+/g) ?? []));
  const synonyms = ['pip', 'bar', 'candle', 'candles'];
  const operators = [
    ...KEYWORDS.filter((word) => !synonyms.includes(word)),
    ...FUNCTIONS.keys(),
    ...FLAGS.keys(),
  ];
  expect(operators.filter((word) => !words.has(word) && !CALENDAR.includes(word))).toEqual([]);
});
