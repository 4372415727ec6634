/** What parts of a process tell the metrics, in the metrics' units. */
import type { DurationMs, InstrumentId } from '../kernel/units.ts';

export function inSeconds(
  ages: readonly { readonly instrument: InstrumentId; readonly ageMs: DurationMs }[],
): readonly { readonly instrument: string; readonly seconds: number }[] {
  return ages.map(({ instrument, ageMs }) => ({ instrument, seconds: ageMs / 1_000 }));
}

/** How long a feed has been silent. Where it has said nothing yet, as long as this process knows: a start into silence is no tick. */
export function silentSeconds(ageMs: DurationMs | null): number {
  return ageMs === null ? process.uptime() : ageMs / 1_000;
}

/** Of the readers of the log that run; one that starts has no lag to tell. */
export function lagsOf(
  readers: readonly ({ readonly name: string; readonly lagMs: number | null } | null)[],
): readonly { readonly reader: string; readonly seconds: number }[] {
  return readers.flatMap((reader) => {
    const lagMs = reader?.lagMs ?? null;
    return reader === null || lagMs === null ? [] : [{ reader: reader.name, seconds: lagMs / 1_000 }];
  });
}
