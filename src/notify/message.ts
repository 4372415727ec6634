/**
 * What a channel says about an event: one title, then lines. Guarantees: the title of a simulated event begins with that word; nothing
 * a user typed can break a line, hide text or grow without bound; every price has the digits of its instrument.
 * Escaping for a channel's own markup is the sender's part.
 */
import type { AlertEvent } from '../alerts/event.ts';
import { MINUTE_MS, type EpochMs } from '../kernel/units.ts';
import type { Instrument } from '../market/instrument.ts';
import type { ChannelConfig, Message } from './channel.ts';
import { cleanLine, cleanText } from './clean-text.ts';
import { operandValueText, pipsText, priceText } from '../market/number-text.ts';
import { WORDS, type Language, type Words } from './words.ts';

/** Limits in code points, and in lines. The API is stricter; these hold for whatever else wrote the event. */
const NAME_LIMIT = 120;
const CONDITION_LIMIT = 500;
const OPERAND_LIMIT = 80;
const MESSAGE_LIMIT = 500;
const MESSAGE_LINES = 20;
const OPERAND_LINES = 20;
const TAG_LIMIT = 40;
const TAGS_SHOWN = 20;

/** An instant with the name of its zone. Needs zone data, hence a port; src/channels/format-time.ts is the adapter. */
export type FormatTime = (at: EpochMs, zone: string, language: Language) => string;

export interface MessagePorts {
  readonly formatTime: FormatTime;
  readonly instrument: (id: string) => Instrument | null;
}

export interface MessageInput {
  readonly event: AlertEvent;
  readonly idempotencyKey: string;
  readonly attempt: number;
  readonly recordedAt: EpochMs;
  readonly plain: boolean;
  readonly test: boolean;
  /** How late the message is: now minus when it could have been sent. */
  readonly lateMs: number;
}

export function composeMessage(
  input: MessageInput,
  channel: Pick<ChannelConfig, 'language' | 'zone'>,
  ports: MessagePorts,
): Message {
  const { event, idempotencyKey, attempt, recordedAt, plain, test } = input;
  const words = WORDS[channel.language];
  const instrument = ports.instrument(event.instrument);
  return {
    event,
    idempotencyKey,
    attempt,
    recordedAt,
    plain,
    test,
    grouped: 1,
    title: eventTitle(input, instrument, words),
    lines: [
      ...(event.simulated ? [words.simulatedNotice] : []),
      ...(test ? [words.testNotice] : []),
      ...ownWords(event),
      `${words.condition}: ${cleanLine(event.condition, CONDITION_LIMIT)}`,
      ...quoteLine(event, instrument, words),
      ...operandLines(event, words, (id) => (id === null ? instrument : ports.instrument(id))),
      `${words.time}: ${timeText(event.at, channel, ports.formatTime)}`,
      ...tagLine(event, words),
    ],
  };
}

/** `[SIMULATED] [12 min late] [HIGH] USD/JPY 150.123 / 150.126 · London breakout` */
export function eventTitle(
  { event, test, lateMs }: Pick<MessageInput, 'event' | 'test' | 'lateMs'>,
  instrument: Instrument | null,
  words: Words,
): string {
  const minutesLate = Math.floor(lateMs / MINUTE_MS);
  const labels = [
    ...(event.simulated ? [words.simulated] : []),
    ...(test ? [words.test] : []),
    ...(minutesLate >= 1 ? [words.late(minutesLate)] : []),
    words.severity[event.severity],
  ];
  const pair = instrument === null ? event.instrument : `${instrument.base}/${instrument.quote}`;
  const quote =
    event.bid === null || event.ask === null
      ? ''
      : ` ${priceText(event.bid, instrument)} / ${priceText(event.ask, instrument)}`;
  const parts = [
    cleanLine(pair, 20) + quote,
    cleanLine(event.name, NAME_LIMIT),
    ...(event.kind === 'fired' ? [] : [words.kinds[event.kind]]),
  ];
  return labels.map((label) => words.label(label)).join('') + parts.join(words.separator);
}

function ownWords(event: AlertEvent): readonly string[] {
  if (event.message === null) return [];
  return cleanText(event.message, MESSAGE_LIMIT)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, MESSAGE_LINES);
}

function quoteLine({ bid, ask }: AlertEvent, instrument: Instrument | null, words: Words): readonly string[] {
  if (bid === null || ask === null) return [];
  const parts = [
    `${words.bid} ${priceText(bid, instrument)}`,
    `${words.ask} ${priceText(ask, instrument)}`,
    ...(instrument === null ? [] : [`${words.spread} ${pipsText(ask - bid, instrument)}`]),
  ];
  return [parts.join(' · ')];
}

/** The quote line has said these already. */
const IN_QUOTE_LINE: ReadonlySet<string> = new Set(['bid', 'ask', 'spread']);

function operandLines(
  event: AlertEvent,
  words: Words,
  instrumentOf: (id: string | null) => Instrument | null,
): readonly string[] {
  const operands = Object.entries(event.operands).filter(([operand]) => !IN_QUOTE_LINE.has(operand));
  const lines = operands.slice(0, OPERAND_LINES).map(([operand, value]) => {
    const text = value === null ? words.unknown : operandValueText(operand, value, instrumentOf);
    return `${cleanLine(operand, OPERAND_LIMIT)} = ${text}`;
  });
  const more = operands.length - lines.length;
  return more > 0 ? [...lines, words.more(more)] : lines;
}

/** A Japanese reader finds JST first, then the channel's own zone where it is another. */
function timeText(
  at: EpochMs,
  { zone, language }: Pick<ChannelConfig, 'language' | 'zone'>,
  format: FormatTime,
): string {
  if (language === 'en' || zone === 'Asia/Tokyo') return format(at, zone, language);
  return `${format(at, 'Asia/Tokyo', language)} (${format(at, zone, language)})`;
}

function tagLine(event: AlertEvent, words: Words): readonly string[] {
  if (event.tags.length === 0) return [];
  const tags = event.tags.slice(0, TAGS_SHOWN).map((tag) => cleanLine(tag, TAG_LIMIT));
  return [`${words.tags}: ${tags.join(', ')}`];
}
