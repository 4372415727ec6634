import { expect, test } from 'vitest';
import type { StreamMessage } from '../../../src/api/contract/market.ts';
import { createLiveStream, type Source } from './live-stream.ts';

class FakeSource implements Source {
  readonly listeners = new Map<string, (event: { readonly data?: unknown }) => void>();
  closed = false;
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void {
    this.listeners.set(type, listener);
  }
  close(): void {
    this.closed = true;
  }
  say(type: string, data?: unknown): void {
    this.listeners.get(type)?.({ data: data === undefined ? undefined : JSON.stringify(data) });
  }
}

function setUp() {
  const sources: FakeSource[] = [];
  const received: StreamMessage[] = [];
  let timer: { run: () => void; ms: number } | null = null;
  const stream = createLiveStream({
    open: () => {
      const source = new FakeSource();
      sources.push(source);
      return source;
    },
    receive: (message) => received.push(message),
    now: () => 1_234,
    later: (run, ms) => {
      const mine = { run, ms };
      timer = mine;
      return () => {
        if (timer === mine) timer = null;
      };
    },
  });
  const wait = (): number => {
    const due = timer;
    if (due === null) throw new Error('nothing is waited for');
    timer = null;
    due.run();
    return due.ms;
  };
  return { stream, sources, received, wait, waiting: () => timer !== null };
}

test('messages arrive with their type, and the time of the last is known', () => {
  const { stream, sources, received } = setUp();
  stream.start();
  expect(stream.lastMessageAt()).toBeNull();
  sources[0]?.say('open');
  sources[0]?.say('alert', { id: 'a', status: 'armed' });
  expect(stream.get()).toEqual({ phase: 'open', opened: 1 });
  expect(received).toEqual([{ type: 'alert', data: { id: 'a', status: 'armed' } }]);
  expect(stream.lastMessageAt()).toBe(1_234);
});

test('pauses between tries double up to fifteen seconds and start again after a success', () => {
  const { stream, sources, wait } = setUp();
  stream.start();
  const pauses: number[] = [];
  for (let i = 0; i < 6; i++) {
    sources.at(-1)?.say('error');
    expect(stream.get().phase).toBe('waiting');
    pauses.push(wait());
  }
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  sources.at(-1)?.say('open');
  sources.at(-1)?.say('error');
  expect(wait()).toBe(1_000);
});

test('a connection that goes silent is opened again and the old one is closed', () => {
  const { stream, sources, wait } = setUp();
  stream.start();
  sources[0]?.say('open');
  expect(wait()).toBe(45_000);
  expect(sources[0]?.closed).toBe(true);
  wait();
  sources[1]?.say('open');
  expect(stream.get()).toEqual({ phase: 'open', opened: 2 });
});

test('what an abandoned connection still says is ignored', () => {
  const { stream, sources, received, wait } = setUp();
  stream.start();
  sources[0]?.say('error');
  wait();
  sources[0]?.say('alert', { id: 'late', status: 'armed' });
  sources[0]?.say('error');
  expect(received).toEqual([]);
  expect(stream.get().phase).toBe('connecting');
});

test('after stop nothing is waited for', () => {
  const { stream, sources, waiting } = setUp();
  stream.start();
  stream.stop();
  expect(sources[0]?.closed).toBe(true);
  expect(waiting()).toBe(false);
  expect(stream.get().phase).toBe('closed');
});
