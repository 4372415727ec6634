import { expect, test } from 'vitest';
import { pause } from '../pause.ts';
import { SubscribePacer } from './subscribe-pacer.ts';
import { Subscriptions } from './subscriptions.ts';

const timings = { subscribeSpacingMs: 20, refusedMs: 60, refusedMaxMs: 100 };
const pacer = (): SubscribePacer => new SubscribePacer(timings, () => performance.now());

interface Sent {
  readonly symbol: string;
  readonly atMs: number;
}

function running(subscriptions: Subscriptions): {
  readonly sent: Sent[];
  readonly stop: () => Promise<void>;
} {
  const stop = new AbortController();
  const sent: Sent[] = [];
  const run = subscriptions.run((frame) => {
    const { symbol } = JSON.parse(frame) as { readonly symbol: string };
    sent.push({ symbol, atMs: performance.now() });
  }, stop.signal);
  return {
    sent,
    stop: () => {
      stop.abort();
      return run;
    },
  };
}

const gaps = (sent: readonly Sent[]): readonly number[] =>
  sent.slice(1).map(({ atMs }, index) => atMs - sent[index]!.atMs);

test('sends one frame at a time, never closer than the spacing', async () => {
  const { sent, stop } = running(new Subscriptions(['A', 'B', 'C'], pacer()));
  await pause(100, new AbortController().signal);
  await stop();
  expect(sent.map(({ symbol }) => symbol)).toEqual(['A', 'B', 'C']);
  for (const gap of gaps(sent)) expect(gap).toBeGreaterThanOrEqual(19);
});

test('one pacer spaces two connections', async () => {
  const shared = pacer();
  const first = running(new Subscriptions(['A'], shared));
  await pause(5, new AbortController().signal);
  await first.stop();
  const second = running(new Subscriptions(['A'], shared));
  await pause(60, new AbortController().signal);
  await second.stop();
  expect(second.sent[0]!.atMs - first.sent[0]!.atMs).toBeGreaterThanOrEqual(19);
});

test('a refusal holds everything back, and the refused symbol goes first', async () => {
  const subscriptions = new Subscriptions(['A', 'B'], pacer());
  const { sent, stop } = running(subscriptions);
  await pause(5, new AbortController().signal);
  expect(subscriptions.has('A')).toBe(true);
  subscriptions.refused();
  expect(subscriptions.has('A')).toBe(false);
  await pause(150, new AbortController().signal);
  await stop();
  expect(sent.map(({ symbol }) => symbol)).toEqual(['A', 'A', 'B']);
  expect(gaps(sent)[0]).toBeGreaterThanOrEqual(timings.refusedMs - 6);
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

test('makes a lost subscription again while it waits for work', async () => {
  const subscriptions = new Subscriptions(['A'], pacer());
  const { sent, stop } = running(subscriptions);
  await pause(30, new AbortController().signal);
  subscriptions.again('A');
  subscriptions.again('A');
  await pause(60, new AbortController().signal);
  await stop();
  expect(sent).toHaveLength(2);
});
