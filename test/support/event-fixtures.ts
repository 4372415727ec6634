/** Events, messages and channels for tests; every field may be replaced. */
import type { AlertEvent } from '../../src/alerts/event.ts';
import { epochMs, instrumentId, type EpochMs } from '../../src/kernel/units.ts';
import type { Instrument } from '../../src/market/instrument.ts';
import type { ChannelConfig, Message } from '../../src/notify/channel.ts';
import { composeMessage, type MessageInput } from '../../src/notify/message.ts';
import { formatTime } from '../../src/channels/format-time.ts';

/** 2026-11-24 (Tue) 09:15:03 JST. */
export const NOON: EpochMs = epochMs(Date.UTC(2026, 10, 24, 0, 15, 3));

const INSTRUMENTS: readonly Instrument[] = [
  { id: instrumentId('USDJPY'), base: 'USD', quote: 'JPY', digits: 3, pip: 0.01 },
  { id: instrumentId('EURUSD'), base: 'EUR', quote: 'USD', digits: 5, pip: 0.0001 },
];

export const messagePorts = {
  formatTime,
  instrument: (id: string): Instrument | null => INSTRUMENTS.find((known) => known.id === id) ?? null,
};

export function eventFixture(changes: Partial<AlertEvent> = {}): AlertEvent {
  return {
    key: 'a1:1:1',
    alert: 'a1',
    revision: 1,
    name: 'London breakout',
    instrument: instrumentId('USDJPY'),
    kind: 'fired',
    at: NOON,
    bid: 150.123,
    ask: 150.126,
    operands: { 'close@H1': 150.1 },
    severity: 'high',
    channels: ['desk'],
    tags: [],
    message: null,
    condition: 'close@H1 crosses above 150',
    simulated: false,
    ...changes,
  };
}

export function messageInput(
  changes: Partial<Omit<MessageInput, 'event'>> & { event?: Partial<AlertEvent> } = {},
): MessageInput {
  return {
    idempotencyKey: 'msg_1',
    attempt: 1,
    recordedAt: NOON,
    plain: false,
    test: false,
    lateMs: 0,
    ...changes,
    event: eventFixture(changes.event),
  };
}

export function messageFixture(
  changes: Parameters<typeof messageInput>[0] = {},
  language: 'en' | 'ja' = 'en',
): Message {
  return composeMessage(
    messageInput(changes),
    { language, zone: language === 'ja' ? 'Asia/Tokyo' : 'UTC' },
    messagePorts,
  );
}

export function channelFixture(changes: Partial<ChannelConfig> = {}): ChannelConfig {
  return {
    name: 'desk',
    type: 'console',
    settings: {},
    language: 'en',
    zone: 'UTC',
    enabled: true,
    disabledReason: null,
    ...changes,
  };
}

/** Text that has broken message formats before: half characters, controls, reversals, markup, length. */
export const POISON_TEXTS: readonly string[] = [
  'half \ud83d a pair',
  '\udc00\udc00',
  'nul \u0000 inside',
  'line\r\nBcc: victim@example.com',
  '\u202eesrever\u202c',
  'zero\u200bwidth\u2060\ufeff',
  '@everyone <@123> <@&456> [text](https://example.com)',
  '<script>alert(1)</script> & "quoted"',
  '絵文字😀😀😀',
  'x'.repeat(1_000_000),
  '😀'.repeat(500_000),
];
