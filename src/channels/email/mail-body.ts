/** A message as plain text, and as HTML in which nothing a user typed is markup. */
import type { Severity } from '../../alerts/alert.ts';
import type { Message } from '../../notify/channel.ts';

export function mailText(message: Message): string {
  return `${[message.title, '', ...message.lines].join('\n')}\n\n${message.idempotencyKey}\n`;
}

const COLOURS: Readonly<Record<Severity, string>> = {
  low: '#7f8c8d',
  medium: '#2980b9',
  high: '#d35400',
  critical: '#c0392b',
};

export function mailHtml(message: Message): string {
  const lines = message.lines.map((line) => `<p style="margin:4px 0">${escapeHtml(line)}</p>`).join('\n');
  return `<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="font-family:sans-serif;font-size:15px;line-height:1.5">
<h1 style="font-size:18px;border-left:6px solid ${COLOURS[message.event.severity]};padding-left:10px">${escapeHtml(message.title)}</h1>
${lines}
<p style="color:#767676;font-size:12px">${escapeHtml(message.idempotencyKey)}</p>
</body></html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (found) => ENTITIES[found] ?? found);
}
