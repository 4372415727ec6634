import { expect, test } from 'vitest';
import { StreamWatch } from './stream-watch.ts';

const quote = (at: number, subscribed = true) => ({ symbol: 'USD_JPY', at, subscribed });

test('finds a subscription whose quotes the stream never showed', () => {
  const watch = new StreamWatch(0);
  expect(watch.look([quote(1)])).toEqual([]);
  expect(watch.look([quote(2)])).toEqual([]);
  expect(watch.look([quote(2)])).toEqual(['USD_JPY']);
});

test('is content when the stream shows the quote a moment after the look', () => {
  const watch = new StreamWatch(0);
  watch.look([quote(1)]);
  watch.look([quote(2)]);
  watch.streamed('USD_JPY', 2);
  expect(watch.look([quote(3)])).toEqual([]);
  watch.streamed('USD_JPY', 3);
  expect(watch.look([quote(3)])).toEqual([]);
});

test('does not expect quotes of a quiet market or from before the subscription', () => {
  const watch = new StreamWatch(0);
  watch.look([quote(1, false)]);
  watch.look([quote(2)]);
  for (let i = 0; i < 5; i++) expect(watch.look([quote(2)])).toEqual([]);
});

test('gives a renewed subscription the time of two looks', () => {
  const watch = new StreamWatch(0);
  [1, 2].forEach((at) => watch.look([quote(at)]));
  expect(watch.look([quote(3)])).toEqual(['USD_JPY']);
  expect(watch.look([quote(4)])).toEqual([]);
  expect(watch.look([quote(5)])).toEqual([]);
  expect(watch.look([quote(6)])).toEqual(['USD_JPY']);
});

test('forgives stamps that differ by less than the lag allowed', () => {
  const watch = new StreamWatch(5);
  watch.look([quote(10)]);
  watch.streamed('USD_JPY', 15);
  watch.look([quote(20)]);
  expect(watch.look([quote(20)])).toEqual([]);
});
