/**
 * Text from users and providers, made safe to put into any message: no lone surrogates, no control characters, nothing that
 * reorders or hides what is read, and never longer than asked. Cuts fall between code points. Escaping for a channel's own markup comes after.
 */

const LONE_SURROGATE = /\p{Cs}/gu;
/** C0 and C1 controls but not the line break. */
// eslint-disable-next-line no-control-regex -- these are the characters to be removed
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]+/gu;
/** Bidirectional embeddings, overrides, isolates and marks; zero-width characters; byte order mark; line and paragraph separators. */
const INVISIBLE = /[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** Keeps line breaks. At most `limit` code points; a cut one ends with `…`. */
export function cleanText(text: string, limit: number): string {
  // Whatever is cut away need not be cleaned: a code point is at most two units, and hidden ones may be dropped.
  const head = text.length > limit * 4 + 64 ? text.slice(0, limit * 4 + 64) : text;
  const clean = head
    .replace(/\r\n?/g, '\n')
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(CONTROL, ' ')
    .replace(INVISIBLE, '');
  return cutText(clean, limit, head.length < text.length);
}

/** The same on one line. */
export function cleanLine(text: string, limit: number): string {
  return cleanText(text.slice(0, limit * 4 + 64).replace(/\s+/gu, ' '), limit).trim();
}

/** At most `limit` code points, the last of them `…` when something was cut or `more` was. */
export function cutText(text: string, limit: number, more = false): string {
  if (text.length <= limit && !more) return text;
  const points = Array.from(text);
  if (points.length <= limit && !more) return text;
  return `${points.slice(0, Math.max(0, limit - 1)).join('')}…`;
}

/** At most `limit` UTF-16 units, cut between code points: for providers that count units. */
export function cutUnits(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = limit - 1;
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return `${text.slice(0, splitsPair ? end - 1 : end)}…`;
}
