/** Zones a time of the language may be given in. */
import type { EpochMs } from '../kernel/units.ts';
import { Zone } from '../market/zone.ts';
import { londonTransitions, newYorkTransitions, tokyoTransitions } from '../market/zone-transitions.ts';

const ZONES = {
  utc: new Zone([[0, 0]]),
  tokyo: new Zone(tokyoTransitions),
  london: new Zone(londonTransitions),
  newyork: new Zone(newYorkTransitions),
} as const;

export type ZoneWord = keyof typeof ZONES;
export const ZONE_WORDS = Object.keys(ZONES) as readonly ZoneWord[];

export function instantIn(zone: ZoneWord, localMs: number): EpochMs {
  return ZONES[zone].instantOf(localMs);
}
