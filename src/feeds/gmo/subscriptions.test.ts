import { expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { SubscribePacer } from './subscribe-pacer.ts';
import { Subscriptions } from './subscriptions.ts';

const timings = { subscribeSpacingMs: 20, refusedMs: 60, refusedMaxMs: 100 };
const pacer = (): SubscribePacer => new SubscribePacer(timings, () => performance.now());

interface Sent {
  readonly symbol: string;
  readonly atMs: number;
}

function running(subscriptions: Subscriptions, onSent: (count: number) => void = () => undefined) {
  const stop = new AbortController();
  const sent: Sent[] = [];
  const run = subscriptions.run((frame) => {
    const { symbol } = JSON.parse(frame) as { readonly symbol: string };
    sent.push({ symbol, atMs: performance.now() });
    onSent(sent.length);
  }, stop.signal);
  const end = (): Promise<void> => {
    stop.abort();
    return run;
  };
  return { sent, end };
}

const symbols = (sent: readonly Sent[]): readonly string[] => sent.map(({ symbol }) => symbol);
const gaps = (sent: readonly Sent[]): readonly number[] =>
  sent.slice(1).map(({ atMs }, index) => atMs - sent[index]!.atMs);

test('sends one frame at a time, never closer than the spacing', async () => {
  const { sent, end } = running(new Subscriptions(['A', 'B', 'C'], pacer()));
  await until('three frames', () => sent.length === 3);
  await end();
  expect(symbols(sent)).toEqual(['A', 'B', 'C']);
  for (const gap of gaps(sent)) expect(gap).toBeGreaterThanOrEqual(timings.subscribeSpacingMs);
});

test('one pacer spaces two connections', async () => {
  const shared = pacer();
  const first = running(new Subscriptions(['A'], shared));
  await first.end();
  expect(first.sent).toHaveLength(1);
  const second = running(new Subscriptions(['A'], shared));
  await until('a frame', () => second.sent.length === 1);
  await second.end();
  const [gap] = gaps([...first.sent, ...second.sent]);
  expect(gap).toBeGreaterThanOrEqual(timings.subscribeSpacingMs);
});

test('a refusal holds everything back, and the refused symbol goes first', async () => {
  const subscriptions = new Subscriptions(['A', 'B'], pacer());
  const { sent, end } = running(subscriptions, (count) => {
    if (count > 1) return;
    expect(subscriptions.has('A')).toBe(true);
    subscriptions.refused();
    expect(subscriptions.has('A')).toBe(false);
  });
  await until('three frames', () => sent.length === 3);
  await end();
  expect(symbols(sent)).toEqual(['A', 'A', 'B']);
  expect(gaps(sent)[0]).toBeGreaterThanOrEqual(timings.refusedMs);
});

test('refusals in a row wait longer, up to a limit; data ends the row', () => {
  const paced = new SubscribePacer(timings, () => 1_000);
  paced.refused();
  expect(paced.waitMs()).toBe(60);
  paced.refused();
  expect(paced.waitMs()).toBe(100);
  paced.succeeded();
  paced.refused();
  expect(paced.waitMs()).toBe(60);
});

test('makes a lost subscription again, once, though it was idle', async () => {
  const subscriptions = new Subscriptions(['A', 'B'], pacer());
  const { sent, end } = running(subscriptions);
  await until('both', () => sent.length === 2 && subscriptions.isComplete());
  subscriptions.again('A');
  subscriptions.again('A');
  await until('A again', () => sent.length === 3 && subscriptions.isComplete());
  await end();
  expect(symbols(sent)).toEqual(['A', 'B', 'A']);
});
