import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QuoteView } from '../contract/market.ts';
import { eventFrame, isAfter } from './frame.ts';
import { CONGESTED_BYTES, MAX_UNREAD_BYTES } from './stream-client.ts';
import type { StreamClient, StreamSink } from './stream-client.ts';
import {
  HEARTBEAT_MS,
  MAX_STREAM_AGE_MS,
  MAX_STREAMS,
  MAX_STREAMS_OF_ONE,
  QUOTE_INTERVAL_MS,
  StreamHub,
} from './stream-hub.ts';

class Wire implements StreamSink {
  readonly texts: string[] = [];
  unread = 0;
  ended = false;
  write(text: string): void {
    this.texts.push(text);
  }
  unreadBytes(): number {
    return this.unread;
  }
  end(): void {
    this.ended = true;
  }
  /** Quotes that arrived, one list a frame: `EURUSD 1.1`. */
  get quotes(): string[][] {
    return this.texts
      .filter((text) => text.startsWith('event: quotes'))
      .map((text) =>
        (JSON.parse(text.split('data: ')[1]!) as QuoteView[]).map(
          ({ instrument, bid }) => `${instrument} ${bid}`,
        ),
      );
  }
  get types(): string[] {
    return this.texts.map((text) => /event: (\w+)/.exec(text)?.[1] ?? 'comment');
  }
}

const quote = (instrument: string, bid: number): QuoteView => ({
  instrument,
  bid,
  ask: bid + 0.0001,
  at: '2026-11-23T12:00:00.000Z',
  spreadPips: 1,
  dayChangePercent: null,
  simulated: true,
});

const event = (id: string, instrument = 'EURUSD') =>
  ({ id, instrument, name: 'Euro' }) as Parameters<typeof eventFrame>[0];

function join(
  hub: StreamHub,
  instruments: readonly string[] | null = null,
  reader = 'desk',
): { wire: Wire; client: StreamClient } {
  const wire = new Wire();
  const client = hub.subscribe(wire, {
    instruments: instruments === null ? null : new Set(instruments),
    reader,
  })!;
  client.release([]);
  return { wire, client };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('quotes', () => {
  it('are coalesced to the newest of each instrument in 100 ms', () => {
    const hub = new StreamHub();
    const { wire } = join(hub);
    hub.quote(quote('EURUSD', 1.1));
    hub.quote(quote('EURUSD', 1.2));
    hub.quote(quote('USDJPY', 150));
    vi.advanceTimersByTime(QUOTE_INTERVAL_MS - 1);
    expect(wire.texts).toEqual([]);
    vi.advanceTimersByTime(1);
    hub.quote(quote('EURUSD', 1.3));
    vi.advanceTimersByTime(QUOTE_INTERVAL_MS);
    expect(wire.quotes).toEqual([['EURUSD 1.2', 'USDJPY 150'], ['EURUSD 1.3']]);
    hub.close();
  });

  it('are filtered by instrument, and a flush without a wanted one sends nothing', () => {
    const hub = new StreamHub();
    const { wire } = join(hub, ['USDJPY']);
    hub.quote(quote('EURUSD', 1.1));
    hub.quote(quote('USDJPY', 150));
    vi.advanceTimersByTime(QUOTE_INTERVAL_MS);
    hub.quote(quote('EURUSD', 1.2));
    vi.advanceTimersByTime(QUOTE_INTERVAL_MS);
    expect(wire.quotes).toEqual([['USDJPY 150']]);
    hub.close();
  });

  it('cost no timer while nobody listens', () => {
    const hub = new StreamHub();
    hub.quote(quote('EURUSD', 1.1));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are replaced, not queued, for a congested reader, which gets the newest once it has caught up', () => {
    const hub = new StreamHub();
    const { wire } = join(hub);
    const fast = join(hub).wire;
    wire.unread = CONGESTED_BYTES + 1;
    for (let n = 1; n <= 5; n++) {
      hub.quote(quote('EURUSD', n));
      vi.advanceTimersByTime(QUOTE_INTERVAL_MS);
    }
    expect(wire.texts).toEqual([]);
    expect(fast.quotes).toHaveLength(5);
    wire.unread = 0;
    vi.advanceTimersByTime(QUOTE_INTERVAL_MS);
    expect(wire.quotes).toEqual([['EURUSD 5']]);
    expect(fast.quotes).toHaveLength(5);
    hub.close();
  });
});

describe('messages', () => {
  it('go to everybody but where the filter keeps them out', () => {
    const hub = new StreamHub();
    const all = join(hub).wire;
    const yen = join(hub, ['USDJPY']).wire;
    hub.publish({ type: 'event', data: event('1') });
    hub.publish({ type: 'alert', data: { id: 'a1', status: 'done' } });
    expect(all.types).toEqual(['event', 'alert']);
    expect(yen.types).toEqual(['alert']);
    hub.close();
  });

  it('of events carry their id for Last-Event-ID; others carry none', () => {
    const hub = new StreamHub();
    const { wire } = join(hub);
    hub.publish({ type: 'event', data: event('17') });
    hub.publish({ type: 'alert', data: { id: 'a1', status: 'done' } });
    expect(wire.texts[0]).toBe(
      'id: 17\nevent: event\ndata: {"id":"17","instrument":"EURUSD","name":"Euro"}\n\n',
    );
    expect(wire.texts[1]).not.toContain('id: ');
    hub.close();
  });

  it('stay one data line whatever the text holds', () => {
    const hub = new StreamHub();
    const { wire } = join(hub);
    hub.publish({ type: 'event', data: { ...event('1'), name: 'a\n\nevent: fake\r\ndata: x\u2028' } });
    expect(wire.texts[0]!.trimEnd().split(/\r\n|\n|\r/)).toHaveLength(3);
    hub.close();
  });
});

describe('a reader that comes back', () => {
  it('gets the missed events first, then what came meanwhile, each once', () => {
    const hub = new StreamHub();
    const wire = new Wire();
    const client = hub.subscribe(wire, { instruments: null, reader: 'desk' })!;
    hub.publish({ type: 'event', data: event('9') });
    hub.publish({ type: 'event', data: event('10') });
    hub.publish({ type: 'event', data: event('11') });
    expect(wire.texts).toEqual([]);
    client.release(['8', '9', '10'].map((id) => eventFrame(event(id))));
    expect(wire.texts.map((text) => /id: (\d+)/.exec(text)?.[1])).toEqual(['8', '9', '10', '11']);
    hub.close();
  });

  it('is ended when more happens meanwhile than is held', () => {
    const hub = new StreamHub();
    const wire = new Wire();
    hub.subscribe(wire, { instruments: null, reader: 'desk' });
    for (let n = 0; n <= 1_000; n++) hub.publish({ type: 'alert', data: { id: String(n), status: 'done' } });
    expect(wire.ended).toBe(true);
    expect(hub.size).toBe(0);
  });

  it('compares row ids as the numbers they are', () => {
    expect(isAfter('10', '9')).toBe(true);
    expect(isAfter('9', '10')).toBe(false);
    expect(isAfter('9', '9')).toBe(false);
  });
});

describe('a reader', () => {
  it('that does not read is ended with a final comment, and disturbs nobody', () => {
    let dropped = 0;
    const hub = new StreamHub({ onDropped: () => dropped++ });
    const slow = join(hub).wire;
    const fast = join(hub).wire;
    slow.unread = MAX_UNREAD_BYTES + 1;
    hub.publish({ type: 'event', data: event('1') });
    hub.publish({ type: 'event', data: event('2') });
    expect(slow.texts).toEqual([expect.stringMatching(/^: ended: the reader is too slow/)]);
    expect(slow.ended).toBe(true);
    expect(dropped).toBe(1);
    expect(fast.types).toEqual(['event', 'event']);
    expect(hub.size).toBe(1);
    hub.close();
  });

  it('hears a heartbeat every 15 s', () => {
    const hub = new StreamHub();
    const { wire } = join(hub);
    vi.advanceTimersByTime(2 * HEARTBEAT_MS);
    expect(wire.texts).toEqual([': beat\n\n', ': beat\n\n']);
    hub.close();
  });

  it('is ended after an hour, so that a revoked key ends too', () => {
    let dropped = 0;
    const hub = new StreamHub({ onDropped: () => dropped++ });
    const { wire } = join(hub);
    vi.advanceTimersByTime(MAX_STREAM_AGE_MS);
    expect(wire.ended).toBe(true);
    expect(dropped).toBe(1);
  });

  it('that has gone is forgotten with its timers', () => {
    let dropped = 0;
    const hub = new StreamHub({ onDropped: () => dropped++ });
    const { wire, client } = join(hub);
    hub.quote(quote('EURUSD', 1.1));
    client.gone();
    expect(dropped).toBe(0);
    hub.publish({ type: 'event', data: event('1') });
    expect(wire.texts).toEqual([]);
    expect(hub.size).toBe(0);
  });

  it('with many streams cannot take all there are', () => {
    const hub = new StreamHub();
    const clients = Array.from({ length: MAX_STREAMS_OF_ONE }, () => join(hub).client);
    expect(hub.subscribe(new Wire(), { instruments: null, reader: 'desk' })).toBeNull();
    expect(join(hub, null, 'another').wire.ended).toBe(false);
    clients[0]!.gone();
    expect(join(hub).wire.ended).toBe(false);
    hub.close();
  });

  it('beyond the limit is refused, and after the close every one', () => {
    const hub = new StreamHub();
    const wires = Array.from({ length: MAX_STREAMS }, (_, n) => join(hub, null, `reader ${n}`).wire);
    expect(hub.subscribe(new Wire(), { instruments: null, reader: 'desk' })).toBeNull();
    hub.close();
    expect(wires.every(({ ended }) => ended)).toBe(true);
    expect(hub.subscribe(new Wire(), { instruments: null, reader: 'desk' })).toBeNull();
  });
});
