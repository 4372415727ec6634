/**
 * What a dealer's wall shows: the three centres with their local time, which of them is open, and the next fixed moment of the
 * day. Sessions and moments are defined in local time (Tokyo 09–18, London 08–17, New York 08–17) and follow daylight saving.
 */
import { isMarketOpen } from '../../../src/market/fx-time.ts';
import {
  londonTransitions,
  newYorkTransitions,
  tokyoTransitions,
} from '../../../src/market/zone-transitions.ts';
import { Zone } from '../../../src/market/zone.ts';
import type { EpochMs } from '../../../src/kernel/units.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type CentreName = 'tokyo' | 'london' | 'newYork';
type MomentName = 'tokyoFix' | 'tokyoCut' | 'ecbReference' | 'newYorkCut' | 'londonFix' | 'rollover';

interface Centre {
  readonly name: CentreName;
  readonly zone: Zone;
  readonly opens: number;
  readonly closes: number;
}

const TOKYO = new Zone(tokyoTransitions);
const LONDON = new Zone(londonTransitions);
const NEW_YORK = new Zone(newYorkTransitions);

const CENTRES: readonly Centre[] = [
  { name: 'tokyo', zone: TOKYO, opens: 9 * HOUR, closes: 18 * HOUR },
  { name: 'london', zone: LONDON, opens: 8 * HOUR, closes: 17 * HOUR },
  { name: 'newYork', zone: NEW_YORK, opens: 8 * HOUR, closes: 17 * HOUR },
];

const MOMENTS: readonly { name: MomentName; zone: Zone; at: number }[] = [
  { name: 'tokyoFix', zone: TOKYO, at: 9 * HOUR + 55 * MINUTE },
  { name: 'tokyoCut', zone: TOKYO, at: 15 * HOUR },
  // 14:10 in Frankfurt; London changes its clocks at the same instants, an hour behind.
  { name: 'ecbReference', zone: LONDON, at: 13 * HOUR + 10 * MINUTE },
  { name: 'newYorkCut', zone: NEW_YORK, at: 10 * HOUR },
  { name: 'londonFix', zone: LONDON, at: 16 * HOUR },
  { name: 'rollover', zone: NEW_YORK, at: 17 * HOUR },
];

interface CentreState {
  readonly name: CentreName;
  /** `09:55`, local. */
  readonly time: string;
  readonly open: boolean;
}

export function centresAt(now: number): CentreState[] {
  return CENTRES.map(({ name, zone, opens, closes }) => {
    const local = zone.localAt(now);
    const ofDay = local - Math.floor(local / DAY) * DAY;
    const open = ofDay >= opens && ofDay < closes && isWorkday(local) && isMarketOpen(now as EpochMs);
    return { name, time: clockText(ofDay), open };
  });
}

interface Moment {
  readonly name: MomentName;
  readonly at: number;
}

/** The next moment of a working day, looking over the weekend where needed. */
export function nextMoment(now: number): Moment {
  const candidates = MOMENTS.map(({ name, zone, at }) => ({ name, at: nextLocal(now, zone, at) }));
  return candidates.reduce((first, other) => (other.at < first.at ? other : first));
}

function nextLocal(now: number, zone: Zone, ofDay: number): number {
  const today = Math.floor(zone.localAt(now) / DAY) * DAY;
  for (let day = today; ; day += DAY) {
    const at = zone.instantOf(day + ofDay);
    if (at > now && isWorkday(day)) return at;
  }
}

/** Some weeks a year New York is not five hours behind London; null in all others. */
export function hoursBehindLondon(now: number): number | null {
  const hours = (LONDON.offsetAt(now) - NEW_YORK.offsetAt(now)) / HOUR;
  return hours === 5 ? null : hours;
}

/** Day 0, 1970-01-01, was a Thursday. */
function isWorkday(local: number): boolean {
  const weekday = (((Math.floor(local / DAY) + 4) % 7) + 7) % 7;
  return weekday !== 0 && weekday !== 6;
}

function clockText(ofDay: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${two(ofDay / HOUR)}:${two((ofDay % HOUR) / MINUTE)}`;
}
