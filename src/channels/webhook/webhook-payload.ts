/**
 * The body of a webhook: `{"type", "timestamp", "data"}` as Standard Webhooks recommends, always under its 20 KB.
 * Text is cleaned of NUL and lone surrogates, which many receivers' databases refuse. Whatever is left out is named in `omitted`.
 */
import type { Message } from '../../notify/channel.ts';
import { cleanText } from '../../notify/clean-text.ts';

export const PAYLOAD_LIMIT_BYTES = 20_000;

const NAME_LIMIT = 120;
const TEXT_LIMIT = 500;
const CONDITION_LIMIT = 2_048;
const TAG_LIMIT = 40;
const LIST_LIMIT = 20;
const OPERAND_LIMIT = 100;

export function webhookPayload(message: Message): string {
  if (message.summary !== undefined) return summaryBody(message, message.summary);
  const { event } = message;
  const list = (texts: readonly string[], limit: number): readonly string[] =>
    texts.slice(0, LIST_LIMIT).map((text) => cleanText(text, limit));
  const core = {
    idempotencyKey: message.idempotencyKey,
    attempt: message.attempt,
    test: message.test,
    simulated: event.simulated,
    key: cleanText(event.key, 200),
    alert: cleanText(event.alert, 200),
    revision: event.revision,
    name: cleanText(event.name, NAME_LIMIT),
    instrument: cleanText(event.instrument, 20),
    kind: event.kind,
    at: new Date(event.at).toISOString(),
    recordedAt: new Date(message.recordedAt).toISOString(),
    bid: event.bid,
    ask: event.ask,
    severity: event.severity,
  };
  const texts = {
    message: event.message === null ? null : cleanText(event.message, TEXT_LIMIT),
    condition: cleanText(event.condition, CONDITION_LIMIT),
    tags: list(event.tags, TAG_LIMIT),
    channels: list(event.channels, NAME_LIMIT),
    title: message.title,
  };
  const operands = Object.fromEntries(
    Object.entries(event.operands).map(([operand, value]) => [cleanText(operand, OPERAND_LIMIT), value]),
  );

  const fuller: readonly object[] = [
    { ...core, ...texts, operands, lines: message.lines },
    { ...core, ...texts, operands, omitted: ['lines'] },
    { ...core, ...texts, omitted: ['lines', 'operands'] },
  ];
  const bare = body(message, { ...core, omitted: ['lines', 'operands', 'message', 'condition', 'tags'] });
  if (message.plain) return bare;
  return (
    fuller.map((data) => body(message, data)).find((text) => Buffer.byteLength(text) < PAYLOAD_LIMIT_BYTES) ??
    bare
  );
}

/** `summary.daily`, with the figures by name; the lines are left out when they make it too long. */
function summaryBody(message: Message, summary: Readonly<Record<string, unknown>>): string {
  const { idempotencyKey, attempt, title, lines, event } = message;
  const timestamp = new Date(event.at).toISOString();
  const data = { idempotencyKey, attempt, title, ...summary };
  const whole = JSON.stringify({ type: 'summary.daily', timestamp, data: { ...data, lines } });
  if (Buffer.byteLength(whole) < PAYLOAD_LIMIT_BYTES) return whole;
  return JSON.stringify({ type: 'summary.daily', timestamp, data: { ...data, omitted: ['lines'] } });
}

function body(message: Message, data: object): string {
  const type = message.test ? 'test' : `alert.${message.event.kind}`;
  return JSON.stringify({ type, timestamp: new Date(message.event.at).toISOString(), data });
}
