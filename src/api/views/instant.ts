/** ISO text of the contract from and to the instants of the inside. */
import type { EpochMs } from '../../kernel/units.ts';
import { epochMs } from '../../kernel/units.ts';

export function isoOf(at: EpochMs): string {
  return new Date(at).toISOString();
}

export function isoOrNull(at: EpochMs | null): string | null {
  return at === null ? null : isoOf(at);
}

/** For texts that the contract has checked. */
export function instantOf(iso: string): EpochMs {
  return epochMs(Date.parse(iso));
}
