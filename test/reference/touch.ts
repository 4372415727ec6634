/** `touches`, `breaks` and `bounces`, told from the whole list of distances to the level since the arming. */
import type { Condition } from '../../src/conditions/resolved.ts';

/** At one step, in quanta. */
export interface Distance {
  readonly away: number;
  readonly near: number;
  readonly far: number;
}

/** Whether the last of the known distances is a pulse. */
export function touchPulse(
  { relation, direction }: Extract<Condition, { type: 'touch' }>,
  distances: readonly Distance[],
): boolean {
  const zones = distances.map(({ away, near }) => (away > near ? 'above' : away < -near ? 'below' : 'in'));
  const now = zones.at(-1);
  const before = zones.slice(0, -1);
  const isWanted = direction === 'either' || (direction === 'up' ? now === 'above' : now === 'below');
  if (relation === 'touches') {
    const last = before.at(-1);
    return last !== undefined && last !== 'in' && now !== last;
  }
  if (now === 'in' || !isWanted) return false;
  const lastOutside = before.findLastIndex((zone) => zone !== 'in');
  if (relation === 'breaks') return lastOutside >= 0 && before[lastOutside] !== now;
  if (!isFar(distances.at(-1)!)) return false;
  // Since it came to this side: it reached the band, and has not bounced from it yet.
  const cameAt = 1 + zones.findLastIndex((zone) => zone !== 'in' && zone !== now);
  const first = zones.indexOf(now!, cameAt);
  const touched = zones.findLastIndex((zone, index) => zone === 'in' && index > first);
  return (
    touched > 0 &&
    !distances.slice(touched, -1).some((one, index) => zones[touched + index] !== 'in' && isFar(one))
  );
}

function isFar({ away, far }: Distance): boolean {
  return Math.abs(away) >= far;
}
