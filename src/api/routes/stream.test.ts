/** Over a real socket: what EventSource sees. */
import { afterEach, describe, expect, it } from 'vitest';
import type { TestServer } from '../../../test/support/api-server.ts';
import { testServer } from '../../../test/support/api-server.ts';
import { addEvent } from '../../../test/support/memory-services.ts';
import type { Problem } from '../contract/common.ts';
import { MAX_REPLAYED_EVENTS } from '../stream/missed-events.ts';
import { eventView } from '../views/event-view.ts';

const open: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Reader {
  readonly headers: Headers;
  readonly status: number;
  /** Everything read so far, once it holds `wanted`; rejects at the end of the stream. */
  until(wanted: string): Promise<string>;
  /** Everything, once the stream has ended. */
  rest(): Promise<string>;
}

async function listen(): Promise<
  TestServer & { connect: (query?: string, headers?: Record<string, string>) => Promise<Reader> }
> {
  const server = testServer();
  open.push(() => server.app.close());
  const origin = await server.app.listen({ host: '127.0.0.1', port: 0 });
  const connect = async (query = '', headers: Record<string, string> = {}): Promise<Reader> => {
    const abort = new AbortController();
    open.push(() => abort.abort());
    const answer = await fetch(`${origin}/api/v1/stream?key=${server.key}${query}`, {
      headers,
      signal: abort.signal,
    });
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const until = async (wanted: string): Promise<string> => {
      while (!text.includes(wanted)) {
        const { done, value } = await reader.read();
        if (done) throw new Error(`ended without ${wanted}: ${text}`);
        text += value;
      }
      return text;
    };
    const rest = async (): Promise<string> => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return text;
        text += value;
      }
    };
    return { headers: answer.headers, status: answer.status, until, rest };
  };
  return { ...server, connect };
}

const idsIn = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]));

describe('the stream', () => {
  it('begins with the standing quotes and goes on with what happens', async () => {
    const { connect, services, world } = await listen();
    const reader = await connect();
    expect(reader.status).toBe(200);
    expect(reader.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(reader.headers.get('content-encoding')).toBeNull();
    expect(reader.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await reader.until('EURUSD')).toMatch(
      /^retry: 2000\n\nevent: quotes\ndata: \[\{"instrument":"EURUSD"/,
    );
    services.hub.publish({ type: 'event', data: eventView(addEvent(world), []) });
    expect(await reader.until('event: event')).toContain('id: 1\n');
  });

  it('is filtered by instrument', async () => {
    const { connect, services, world } = await listen();
    const reader = await connect('&instruments=USDJPY,GBPUSD');
    expect(await reader.until('event: quotes')).toContain('data: []');
    services.hub.publish({ type: 'event', data: eventView(addEvent(world), []) });
    services.hub.publish({ type: 'alert', data: { id: 'a1', status: 'done' } });
    expect(await reader.until('event: alert')).not.toContain('event: event');
  });

  it('repeats the events after Last-Event-ID, oldest first, with their deliveries', async () => {
    const { connect, world } = await listen();
    for (let n = 0; n < 450; n++) addEvent(world);
    const reader = await connect('', { 'last-event-id': '3' });
    const text = await reader.until('id: 450\n');
    expect(idsIn(text)).toEqual(Array.from({ length: 447 }, (_, index) => index + 4));
    expect(text).toContain('"deliveries":[{"id":"d450desk"');
    expect(text).not.toContain('more events were missed');
  });

  it('takes the last id in the address too, for a page that had to open it anew', async () => {
    const { connect, world } = await listen();
    for (let n = 0; n < 3; n++) addEvent(world);
    expect(idsIn(await (await connect('&lastEventId=1')).until('id: 3\n'))).toEqual([2, 3]);
  });

  it('repeats an event that was recorded late, behind newer ones, in the order of recording', async () => {
    const { connect, world, services } = await listen();
    for (let n = 0; n < 250; n++) addEvent(world);
    // As the log does: by market time, newest first. Event 250 is the oldest of the last hundred.
    const late = { ...world.events[249]!, id: '250' };
    world.events.splice(249, 1);
    world.events.splice(150, 0, late);
    expect(await services.events.list({ limit: 1 })).toMatchObject({ items: [{ id: '249' }] });
    const text = await (await connect('', { 'last-event-id': '248' })).until('id: 250\n');
    expect(idsIn(text)).toEqual([249, 250]);
  });

  it('repeats the newest thousand and says so when more were missed', async () => {
    const { connect, world } = await listen();
    for (let n = 0; n < MAX_REPLAYED_EVENTS + 100; n++) addEvent(world);
    const reader = await connect('', { 'last-event-id': '3' });
    const text = await reader.until(`id: ${MAX_REPLAYED_EVENTS + 100}\n`);
    expect(idsIn(text)).toHaveLength(MAX_REPLAYED_EVENTS);
  });

  it('ignores a Last-Event-ID that is none of ours, instead of ending EventSource for good', async () => {
    const { connect, services } = await listen();
    const reader = await connect('', { 'last-event-id': 'a b!' });
    await reader.until('event: quotes');
    services.hub.publish({ type: 'alert', data: { id: 'a1', status: 'done' } });
    await reader.until('event: alert');
  });

  it('ends with a comment when missed events cannot be read, so that the reader asks again', async () => {
    const { connect, world, services } = await listen();
    Object.assign(services.events, { list: () => Promise.reject(new Error('away')) });
    addEvent(world);
    expect(await (await connect('', { 'last-event-id': '0' })).rest()).toContain(
      'missed events cannot be read',
    );
    expect(services.hub.size).toBe(0);
  });

  it('ends with a comment when the server stops, and does not hold it up', async () => {
    const { connect, app } = await listen();
    const reader = await connect();
    await reader.until('event: quotes');
    const started = performance.now();
    await app.close();
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(await reader.rest()).toContain(': ended: the server is stopping');
  });

  it('forgets a reader that closes its end', async () => {
    const { connect, services } = await listen();
    const reader = await connect();
    await reader.until('event: quotes');
    expect(services.hub.size).toBe(1);
    void open.pop()?.();
    await reader.rest().catch(() => undefined);
    await expect.poll(() => services.hub.size).toBe(0);
  });

  it('wants a key like everything else', async () => {
    const { app } = testServer();
    for (const url of ['/api/v1/stream', '/api/v1/stream?key=fxa_wrong']) {
      const answer = await app.inject({ url, headers: { host: 'localhost' } });
      expect(answer.json<Problem>().code).toBe('unauthenticated');
    }
  });

  it('names a wrong filter', async () => {
    const { ask } = testServer();
    const answer = await ask({ url: '/api/v1/stream?instruments=EURUSD,eur/usd' });
    expect(answer.json<Problem>()).toMatchObject({ status: 400, errors: [{ path: 'query/instruments/1' }] });
  });
});
