import { expect, test } from 'vitest';
import { createIndicatorChoice, MOST_INDICATORS, shownIndicators } from './indicator-choice.ts';

function memory(start: string | null = null) {
  let kept = start;
  return { getItem: () => kept, setItem: (_name: string, value: string) => void (kept = value) };
}

test('without a choice the indicators in use are shown', () => {
  const choice = createIndicatorChoice(memory()).get();
  expect(shownIndicators(['rsi(14)', 'ema(50)'], choice)).toEqual({ shown: ['rsi(14)', 'ema(50)'], left: 0 });
});

test('what is added is shown once, what is removed no more until it is added again; both are kept', () => {
  const storage = memory();
  const store = createIndicatorChoice(storage);
  const shown = (inUse: string[]) => shownIndicators(inUse, createIndicatorChoice(storage).get()).shown;
  store.add('sma(200)');
  store.add('sma(200)');
  expect(shown(['rsi(14)', 'sma(200)'])).toEqual(['sma(200)', 'rsi(14)']);
  store.remove('rsi(14)', { isInUse: true });
  store.remove('sma(200)', { isInUse: true });
  expect(shown(['rsi(14)', 'sma(200)'])).toEqual([]);
  store.add('rsi(14)');
  expect(shown([])).toEqual(['rsi(14)']);
});

test('what was only added is forgotten when it is removed: an alert that reads it later shows it', () => {
  const store = createIndicatorChoice(memory());
  store.add('sma(200)');
  store.remove('sma(200)', { isInUse: false });
  expect(shownIndicators([], store.get()).shown).toEqual([]);
  expect(shownIndicators(['sma(200)'], store.get()).shown).toEqual(['sma(200)']);
});

test('beyond the most that are shown, those added by hand come first, and the others are counted', () => {
  const inUse = Array.from({ length: MOST_INDICATORS + 1 }, (_, i) => `ema(${i + 1})`);
  const { shown, left } = shownIndicators(inUse, { added: ['sma(200)'], removed: [] });
  expect(shown).toEqual(['sma(200)', ...inUse.slice(0, MOST_INDICATORS - 1)]);
  expect(left).toBe(2);
});

test('a broken or foreign entry is as good as none', () => {
  for (const broken of ['', 'not json', '[]', 'null', '7', '{"added":7,"removed":[3]}'])
    expect(createIndicatorChoice(memory(broken)).get()).toEqual({ added: [], removed: [] });
});
