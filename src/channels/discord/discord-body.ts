/**
 * A message as one embed, inside Discord's limits, counted in UTF-16 units as Discord's API does at the strictest: title 256,
 * description 4096, footer 2048, 6000 together; as plain text: content 2000. Nobody is mentioned, whatever the text says.
 * Source: Discord developer documentation, "Message" and "Execute Webhook".
 */
import type { Severity } from '../../alerts/alert.ts';
import type { Message } from '../../notify/channel.ts';
import { cutUnits } from '../../notify/clean-text.ts';
import type { DiscordSettings } from './discord-settings.ts';

const TITLE_LIMIT = 256;
const DESCRIPTION_LIMIT = 4_096;
const CONTENT_LIMIT = 2_000;
/** Between two lines. */
const BREAK = 1;
const FOOTER_LIMIT = 200;

const COLOURS: Readonly<Record<Severity, number>> = {
  low: 0x95a5a6,
  medium: 0x3498db,
  high: 0xe67e22,
  critical: 0xe74c3c,
};

export function discordBody(message: Message, settings: DiscordSettings): string {
  const base = {
    ...(settings.username === undefined ? {} : { username: settings.username }),
    allowed_mentions: { parse: [] },
  };
  if (message.plain) {
    const text = [message.title, ...message.lines, message.idempotencyKey].map(escapeMarkdown).join('\n');
    return JSON.stringify({ ...base, content: cutUnits(text, CONTENT_LIMIT) });
  }
  const embed = {
    title: cutUnits(escapeMarkdown(message.title), TITLE_LIMIT),
    description: description(message),
    color: COLOURS[message.event.severity],
    footer: { text: cutUnits(message.idempotencyKey, FOOTER_LIMIT) },
    timestamp: new Date(message.event.at).toISOString(),
  };
  return JSON.stringify({ ...base, embeds: [embed] });
}

/** Of a group every line is there, each cut to its share; of one event the end may be missing. */
function description({ lines, grouped }: Message): string {
  const share = grouped > 1 ? Math.floor(DESCRIPTION_LIMIT / lines.length) - BREAK : DESCRIPTION_LIMIT;
  return cutUnits(lines.map((line) => cutUnits(escapeMarkdown(line), share)).join('\n'), DESCRIPTION_LIMIT);
}

/**
 * What Discord would read as markdown, a link, a heading, a list or a mention becomes plain text. `allowed_mentions` keeps anybody from
 * being notified; this keeps `<@123>` from being drawn as somebody's name.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\*_~`|<>[\]]/g, '\\$&')
    .replace(/^(\s*)([-#])/gm, '$1\\$2')
    .replace(/@(?=everyone|here)/g, '@\u200b');
}
