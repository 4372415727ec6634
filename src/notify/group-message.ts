/**
 * Several events as one message: a title that counts them, then a line for each, in the order of their deliveries. Guarantees: every
 * event has its line, beginning with its time, severity, instrument and price, so that a channel that has to shorten lines cuts names;
 * one simulated event marks the whole message.
 */
import type { Severity } from '../alerts/alert.ts';
import type { AlertEvent } from '../alerts/event.ts';
import { MINUTE_MS, type EpochMs } from '../kernel/units.ts';
import type { ChannelConfig, Message } from './channel.ts';
import { cleanLine } from './clean-text.ts';
import { eventTitle, type MessagePorts } from './message.ts';
import { WORDS } from './words.ts';

interface GroupMessageInput {
  /** At least one. */
  readonly events: readonly { readonly event: AlertEvent; readonly lateMs: number }[];
  readonly idempotencyKey: string;
  readonly attempt: number;
  readonly recordedAt: EpochMs;
}

/** The title names so many instruments. */
const INSTRUMENTS_NAMED = 5;

const GRAVITY: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

export function composeGroupMessage(
  { events, idempotencyKey, attempt, recordedAt }: GroupMessageInput,
  { language, zone }: Pick<ChannelConfig, 'language' | 'zone'>,
  ports: MessagePorts,
): Message {
  const words = WORDS[language];
  const gravest = events.map(({ event }) => event).reduce(graver);
  const simulated = events.some(({ event }) => event.simulated);
  const minutesLate = Math.floor(Math.max(...events.map(({ lateMs }) => lateMs)) / MINUTE_MS);
  const labels = [
    ...(simulated ? [words.simulated] : []),
    ...(minutesLate >= 1 ? [words.late(minutesLate)] : []),
    words.severity[gravest.severity],
  ];
  return {
    event: gravest,
    idempotencyKey,
    attempt,
    recordedAt,
    plain: false,
    test: false,
    grouped: events.length,
    title:
      labels.map((label) => words.label(label)).join('') +
      [words.grouped(events.length), instrumentsOf(events, ports)].join(words.separator),
    lines: [
      ...(simulated ? [words.simulatedNotice] : []),
      ...events.map(({ event, lateMs }) => {
        const title = eventTitle({ event, lateMs, test: false }, ports.instrument(event.instrument), words);
        return `${ports.formatTime(event.at, zone, language)} ${title}`;
      }),
    ],
  };
}

/** `USD/JPY, EUR/USD, …` in the order of their first events. */
function instrumentsOf(events: GroupMessageInput['events'], ports: MessagePorts): string {
  const names = new Set(
    events.map(({ event }) => {
      const instrument = ports.instrument(event.instrument);
      return instrument === null ? cleanLine(event.instrument, 20) : `${instrument.base}/${instrument.quote}`;
    }),
  );
  const named = [...names].slice(0, INSTRUMENTS_NAMED);
  return [...named, ...(names.size > named.length ? ['…'] : [])].join(', ');
}

function graver(a: AlertEvent, b: AlertEvent): AlertEvent {
  return GRAVITY.indexOf(b.severity) >= GRAVITY.indexOf(a.severity) ? b : a;
}
