// Writes src/market/zone-transitions.ts from this Node's own tz data: node scripts/generate-zone-transitions.mjs
import { writeFileSync } from 'node:fs';

const ZONES = {
  newYork: 'America/New_York',
  london: 'Europe/London',
  tokyo: 'Asia/Tokyo',
  sydney: 'Australia/Sydney',
  frankfurt: 'Europe/Berlin',
  auckland: 'Pacific/Auckland',
};
const FROM = Date.UTC(2000, 0, 1);
const TO = Date.UTC(2051, 0, 1);
const MINUTE = 60_000;

function offsetMinutes(format, at) {
  const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, Number(part.value)]));
  return (Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour % 24, parts.minute) - at) / MINUTE;
}

function transitions(zone) {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const found = [[FROM / MINUTE, offsetMinutes(format, FROM)]];
  const step = 24 * 60 * MINUTE;
  for (let at = FROM; at < TO; at += step) {
    const after = offsetMinutes(format, at + step);
    if (after === found.at(-1)[1]) continue;
    let low = at;
    let high = at + step;
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
      if (offsetMinutes(format, middle) === after) high = middle;
      else low = middle;
    }
    found.push([high / MINUTE, after]);
  }
  return found;
}

let text = `/**
 * When each zone changed its offset from UTC, 2000 to 2050. Generated from tz data by scripts/generate-zone-transitions.mjs; a test
 * compares it with the tz data of the machine. Pairs: minutes since 1970 UTC from which it holds, offset in minutes east of UTC.
 */
export type ZoneTransitions = readonly (readonly [fromMinute: number, offsetMinutes: number])[];

`;
for (const [name, zone] of Object.entries(ZONES)) {
  text += `/** ${zone} */\nexport const ${name}Transitions: ZoneTransitions = [\n`;
  const pairs = transitions(zone).map((pair) => `[${pair.join(', ')}]`);
  for (let i = 0; i < pairs.length; i += 5) text += `  ${pairs.slice(i, i + 5).join(', ')},\n`;
  text += '];\n\n';
}
writeFileSync(new URL('../src/market/zone-transitions.ts', import.meta.url), text.trimEnd() + '\n');
