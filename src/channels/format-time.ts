/** Instants in messages: `2026-11-24 (Tue) 09:15:03 JST`, `2026年11月24日(火) 09:15:03 JST`. Formatters are kept, one for each zone and language. */
import type { EpochMs } from '../kernel/units.ts';
import type { FormatTime } from '../notify/message.ts';
import type { Language } from '../notify/words.ts';

/** Zones have short names in the locales of their countries only: EST in en-US, BST in en-GB, JST in ja. */
const NAMING_LOCALES: readonly string[] = ['en-US', 'en-GB', 'en-AU', 'en-NZ', 'en-IN', 'en-ZA', 'ja'];

const formatters = new Map<string, Intl.DateTimeFormat>();

export const formatTime: FormatTime = (at, zone, language) => {
  const part = partsOf(formatter(language === 'ja' ? 'ja' : 'en', zone), at);
  const date =
    language === 'ja'
      ? `${part('year')}年${part('month')}月${part('day')}日(${part('weekday')})`
      : `${part('year')}-${part('month')}-${part('day')} (${part('weekday')})`;
  return `${date} ${part('hour')}:${part('minute')}:${part('second')} ${zoneName(at, zone)}`;
};

/** Whether this machine knows the IANA zone. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export function defaultZone(language: Language): string {
  return language === 'ja' ? 'Asia/Tokyo' : 'UTC';
}

/** JST, EST, BST; UTC+8 where no locale has a letter name. */
function zoneName(at: EpochMs, zone: string): string {
  for (const locale of NAMING_LOCALES) {
    const name = partsOf(formatter(locale, zone), at)('timeZoneName');
    if (!/^(GMT|UTC)[+-]/.test(name)) return name === 'GMT' && zone === 'UTC' ? 'UTC' : name;
  }
  return partsOf(formatter('en-US', zone), at)('timeZoneName').replace('GMT', 'UTC');
}

function formatter(locale: string, zone: string): Intl.DateTimeFormat {
  const key = `${locale} ${zone}`;
  let found = formatters.get(key);
  if (found === undefined) {
    found = new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
    });
    formatters.set(key, found);
  }
  return found;
}

function partsOf(format: Intl.DateTimeFormat, at: EpochMs): (type: Intl.DateTimeFormatPartTypes) => string {
  const found = new Map(format.formatToParts(at).map((part) => [part.type, part.value]));
  return (type) => found.get(type) ?? '';
}
