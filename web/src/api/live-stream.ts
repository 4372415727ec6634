/**
 * The server-sent stream with a reconnection of our own: the browser's gives up for good on an HTTP error and does not
 * notice a half-open connection. The state, and since when, is shown to the user; nothing is silently old.
 *
 *   connecting   → open on the first answer, → waiting on an error
 *   open         → waiting on an error, or when nothing came for SILENCE_MS
 *   waiting      → connecting when the pause is over (1 s, doubling to 15 s)
 *   closed         after stop()
 */
import type { StreamMessage } from '../../../src/api/contract/market.ts';
import { createStore, type Readable } from '../store.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
const SILENCE_MS = 45_000;
const TYPES = [
  'quotes',
  'candle',
  'event',
  'delivery',
  'alert',
  'status',
] as const satisfies readonly StreamMessage['type'][];

interface StreamState {
  readonly phase: 'connecting' | 'open' | 'waiting' | 'closed';
  /** Times it was opened; above 1 something may have been missed. */
  readonly opened: number;
}

export interface LiveStream extends Readable<StreamState> {
  /** When the last message came; null before the first. */
  readonly lastMessageAt: () => number | null;
  readonly start: () => void;
  readonly stop: () => void;
}

/** The part of EventSource we use. */
export interface Source {
  readonly addEventListener: (type: string, listener: (event: { readonly data?: unknown }) => void) => void;
  readonly close: () => void;
}

interface StreamPorts {
  readonly open: () => Source;
  readonly receive: (message: StreamMessage) => void;
  readonly now: () => number;
  /** Runs `run` after `ms`; the answer cancels. */
  readonly later: (run: () => void, ms: number) => () => void;
}

export function createLiveStream(ports: StreamPorts): LiveStream {
  const state = createStore<StreamState>({ phase: 'closed', opened: 0 });
  let source: Source | null = null;
  let cancel = (): void => undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let lastMessageAt: number | null = null;

  const phase = (next: StreamState['phase']): void =>
    state.update((current) => ({ ...current, phase: next }));

  const listenForSilence = (): void => {
    cancel();
    cancel = ports.later(retry, SILENCE_MS);
  };

  function connect(): void {
    phase('connecting');
    const opened = ports.open();
    source = opened;
    opened.addEventListener('open', () => {
      if (source !== opened) return;
      pauseMs = FIRST_PAUSE_MS;
      state.update((current) => ({ phase: 'open', opened: current.opened + 1 }));
      listenForSilence();
    });
    opened.addEventListener('error', () => {
      if (source === opened) retry();
    });
    for (const type of TYPES)
      opened.addEventListener(type, (event) => {
        if (source !== opened || typeof event.data !== 'string') return;
        lastMessageAt = ports.now();
        listenForSilence();
        ports.receive({ type, data: JSON.parse(event.data) as unknown } as StreamMessage);
      });
    cancel();
    cancel = ports.later(retry, SILENCE_MS);
  }

  function retry(): void {
    source?.close();
    source = null;
    phase('waiting');
    cancel();
    cancel = ports.later(connect, pauseMs);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }

  return {
    get: state.get,
    subscribe: state.subscribe,
    lastMessageAt: () => lastMessageAt,
    start: () => {
      if (state.get().phase === 'closed') connect();
    },
    stop: () => {
      cancel();
      source?.close();
      source = null;
      phase('closed');
    },
  };
}
