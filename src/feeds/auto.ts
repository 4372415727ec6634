/**
 * The default choice: real prices when their provider answers, else invented ones that say so. Decided once, at the start: a feed that
 * changed from real to invented prices in the middle of a day would fire alerts on the difference.
 */
import type { Feed } from './feed.ts';
import type { probeGmo } from './gmo/gmo-feed.ts';

export interface AutoChoices {
  readonly probe: () => ReturnType<typeof probeGmo>;
  readonly gmo: () => Feed;
  /** `because` is a sentence for users. */
  readonly simulated: (because: string) => Feed;
}

export interface ChosenFeed {
  readonly feed: Feed;
  /** Which feed it is and why, one sentence for the log. */
  readonly reason: string;
}

export async function chooseFeed(choices: AutoChoices): Promise<ChosenFeed> {
  const probe = await choices.probe();
  if (probe.answers) return { feed: choices.gmo(), reason: 'GMO Coin answers: live prices.' };
  const because = `GMO Coin does not answer (${probe.why}).`;
  return { feed: choices.simulated(because), reason: `${because} Prices are simulated.` };
}
