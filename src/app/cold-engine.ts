/**
 * An engine without a checkpoint of its alerts. Numbers of firings go on from what is recorded up to its place in the log, and belong to its state from here on: an
 * engine that is restored must not ask the database again, because what it is about to step through may be recorded already.
 */
import { Engine, type EngineOptions } from '../alerts/engine.ts';

export function coldEngine(
  market: Engine,
  firingCounts: ReadonlyMap<string, number>,
  options: Omit<EngineOptions, 'firingCounts'>,
): Engine {
  const counts = [...firingCounts].map(([key, n]) => [key, { firings: n, counted: n }] as const);
  return Engine.restore({ ...market.snapshot(), counts }, options);
}
