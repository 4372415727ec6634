/**
 * Where the feed's own past can be asked for: the running feed, or in a process without it one of the same kind that is never started.
 * Null before any feed has run.
 */
import type { Config } from '../../config/config.ts';
import type { Feed } from '../../feeds/feed.ts';
import type { InstrumentId } from '../../kernel/units.ts';
import { createFeed, type CreateFeedPorts } from '../choose-feed.ts';
import { loadTraits } from '../roles/role-context.ts';

export interface HistorySource {
  readonly name: string;
  readonly simulated: boolean;
  readonly instruments: readonly InstrumentId[];
  readonly history: Feed['history'];
}

export async function historyBeside(config: Config, ports: CreateFeedPorts): Promise<HistorySource | null> {
  const traits = await loadTraits(ports.stores);
  if (traits === null) return null;
  const name = traits.feed as Exclude<Config['FEED'], 'auto'>;
  const feed = await createFeed({ name, unanswered: null }, config, ports);
  const { simulated, instruments } = traits;
  return { name, simulated, instruments, history: (request) => feed.history(request) };
}
