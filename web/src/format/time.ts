/**
 * Instants for people: one ISO-like layout in every language, always in the user's zone and with the zone's name.
 * Intl formatters are expensive to make, so one is kept per zone.
 */
const fieldFormats = new Map<string, Intl.DateTimeFormat>();
const nameFormats = new Map<string, Intl.DateTimeFormat>();

interface Fields {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

function fieldsOf(at: number, zone: string): Fields {
  let format = fieldFormats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    fieldFormats.set(zone, format);
  }
  const fields = { year: '', month: '', day: '', hour: '', minute: '', second: '' };
  for (const { type, value } of format.formatToParts(at))
    if (type in fields) fields[type as keyof Fields] = value;
  return fields;
}

/** `JST`, `GMT+1`, `UTC`. Intl has no English name for JST, the zone most of our users sit in. */
export function zoneName(zone: string, at: number): string {
  if (zone === 'Asia/Tokyo') return 'JST';
  let format = nameFormats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'short' });
    nameFormats.set(zone, format);
  }
  return format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

/** `09:55:00` */
export function formatTime(at: number, zone: string): string {
  const f = fieldsOf(at, zone);
  return `${f.hour}:${f.minute}:${f.second}`;
}

/** `2026-11-24` */
export function formatDate(at: number, zone: string): string {
  const f = fieldsOf(at, zone);
  return `${f.year}-${f.month}-${f.day}`;
}

/** `11-24 09:55`, for lists. */
export function formatDayMinute(at: number, zone: string): string {
  const f = fieldsOf(at, zone);
  return `${f.month}-${f.day} ${f.hour}:${f.minute}`;
}

/** `2026-11-24 09:55:00.123 JST`: exact, for details and hovers. */
export function formatExact(at: number, zone: string): string {
  const f = fieldsOf(at, zone);
  const ms = String(((at % 1000) + 1000) % 1000).padStart(3, '0');
  return `${f.year}-${f.month}-${f.day} ${f.hour}:${f.minute}:${f.second}.${ms} ${zoneName(zone, at)}`;
}

/** Milliseconds that local time in `zone` is ahead of UTC at `at`. */
export function zoneOffsetMs(at: number, zone: string): number {
  const f = fieldsOf(at, zone);
  const local = Date.UTC(+f.year, +f.month - 1, +f.day, +f.hour, +f.minute, +f.second);
  return local - Math.floor(at / 1000) * 1000;
}

/** Value of `<input type="datetime-local">` for an instant. */
export function toLocalInput(at: number, zone: string): string {
  const f = fieldsOf(at, zone);
  return `${f.year}-${f.month}-${f.day}T${f.hour}:${f.minute}`;
}

/** The instant at which the clocks of `zone` show `local`; the earlier one where they show it twice. Null for no date. */
export function fromLocalInput(local: string, zone: string): number | null {
  const wall = Date.parse(`${local}Z`);
  if (Number.isNaN(wall)) return null;
  const early = wall - zoneOffsetMs(wall - 86_400_000, zone);
  const late = wall - zoneOffsetMs(wall + 86_400_000, zone);
  return [early, late].find((at) => at + zoneOffsetMs(at, zone) === wall) ?? late;
}
