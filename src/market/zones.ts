/** The zones of the FX centres, by the names conditions use. */
import { Zone } from './zone.ts';
import {
  aucklandTransitions,
  frankfurtTransitions,
  londonTransitions,
  newYorkTransitions,
  sydneyTransitions,
  tokyoTransitions,
} from './zone-transitions.ts';

export const ZONES = {
  auckland: new Zone(aucklandTransitions),
  sydney: new Zone(sydneyTransitions),
  tokyo: new Zone(tokyoTransitions),
  frankfurt: new Zone(frankfurtTransitions),
  london: new Zone(londonTransitions),
  newyork: new Zone(newYorkTransitions),
  utc: new Zone([[0, 0]]),
} as const;

export type ZoneName = keyof typeof ZONES;
export const ZONE_NAMES = Object.keys(ZONES) as readonly ZoneName[];

export function isZoneName(text: string): text is ZoneName {
  return Object.hasOwn(ZONES, text);
}
