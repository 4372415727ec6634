/** What the parts of an HTTP answer mean, where all providers agree. */
import type { DurationMs, EpochMs } from '../kernel/units.ts';
import { cutUnits, cleanText } from '../notify/clean-text.ts';
import type { HttpAnswer } from './http-post.ts';

const DETAIL_LIMIT = 2_000;

/** `Retry-After` in seconds (a fraction is taken too) or as an HTTP date; null when absent, unreadable or in the past by a date. */
export function retryAfterMs(header: string | null, now: EpochMs): DurationMs | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000) as DurationMs;
  // Date.parse also reads "-5" and "2"; an HTTP date begins with the name of a day.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) || at <= now ? null : ((at - now) as DurationMs);
}

/** Status and the beginning of the answer, for the attempt log; every secret in it is blotted out. */
export function answerDetail(answer: HttpAnswer, secrets: readonly string[]): string {
  const text = answer.text.trim();
  const line = text === '' ? `HTTP ${answer.status}` : `HTTP ${answer.status}: ${text}`;
  return cutUnits(cleanText(withoutSecrets(line, secrets), DETAIL_LIMIT), DETAIL_LIMIT);
}

/** Also in the form in which a URL or JSON would carry it. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < 4) continue;
    for (const form of new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]))
      clean = clean.replaceAll(form, '•••');
  }
  return clean;
}
