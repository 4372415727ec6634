/** One seed from beginning to end. */
import { brokenInvariants } from './invariants.ts';
import { scenarioOf } from './world/scenario.ts';
import { World } from './world/world.ts';

export interface SeedRun {
  readonly seed: number;
  readonly problems: readonly string[];
  /** What happened, the newest last. */
  readonly trace: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

export async function runSeed(seed: number): Promise<SeedRun> {
  const scenario = scenarioOf(seed);
  const world = new World(scenario);
  const cameToRest = await world.run();
  const problems = await brokenInvariants(world, cameToRest);
  const { tables, receivers, trace, user } = world;
  const events = [...tables.events.values()];
  const figures = {
    quotes: tables.ticks.size,
    events: events.length,
    deliveries: events.reduce((sum, { event }) => sum + event.channels.length, 0),
    'messages taken': [...receivers.values()].reduce((sum, { ledger }) => sum + ledger.length, 0),
    'edits acknowledged': user.acknowledged.length,
    ...world.happened,
  };
  return { seed, problems, trace, figures };
}
