/**
 * An engine without a checkpoint of its alerts. Numbers of firings go on from what is recorded up to its place in the log, and belong to
 * its state from here on: an engine that is restored must not ask the database again, because what it is about to step through may be
 * recorded already.
 */
import { Engine, type EngineOptions } from '../alerts/engine.ts';
import type { SnapshotPart } from '../alerts/snapshot/snapshot-part.ts';

export function coldEngine(
  market: Engine,
  firingCounts: ReadonlyMap<string, number>,
  options: Omit<EngineOptions, 'firingCounts'>,
): Engine {
  const counts = [...firingCounts].map(([key, n]) => [key, { firings: n, counted: n }] as const);
  return Engine.restore(withCounts(market.snapshotParts(), counts), options);
}

function* withCounts(
  parts: Iterable<SnapshotPart>,
  counts: Extract<SnapshotPart, { readonly type: 'counts' }>['counts'],
): Generator<SnapshotPart> {
  for (const part of parts) {
    if (part.type === 'end') yield { type: 'counts', counts };
    yield part;
  }
}
