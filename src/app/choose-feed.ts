/**
 * Which feed, and whose prices the database then holds. One database holds one market at a time: real prices and simulated ones never
 * mix. A database that has seen the live market never falls back to simulated prices; simulated ones are forgotten when the live market
 * comes.
 */
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import type { Feed } from '../feeds/feed.ts';
import { GmoFeed, probeGmo } from '../feeds/gmo/gmo-feed.ts';
import { PushFeed } from '../feeds/push/push-feed.ts';
import { ReplayFeed } from '../feeds/replay/replay-feed.ts';
import { SimulatedFeed } from '../feeds/simulated/simulated-feed.ts';
import { Random } from '../kernel/random.ts';
import type { EpochMs, InstrumentId } from '../kernel/units.ts';
import { type InstrumentTable, findInstrument } from '../market/instruments.ts';
import type { Stores } from '../storage/create-stores.ts';
import type { Database } from '../storage/database.ts';
import { wipeMarket } from '../storage/wipe-market.ts';
import { BadInput } from './commands/output.ts';
import { systemClock } from './system-clock.ts';

const SETTING = 'market';

export interface CreateFeedPorts {
  readonly instruments: InstrumentTable;
  readonly stores: Pick<Stores, 'settings' | 'history'>;
  /** How far the log has what an earlier run of the feed read. */
  readonly feedPosition: () => Promise<string | null>;
}

interface ChooseFeedPorts extends CreateFeedPorts {
  /** The last place of the log that may be another market's. */
  readonly lastSeq: () => Promise<number> | number;
  readonly database: Database;
  readonly log: Logger;
}

export async function chooseFeed(config: Config, ports: ChooseFeedPorts): Promise<Feed> {
  const { settings } = ports.stores;
  const held = await settings.get(SETTING);
  const choice = await decide(config, held);
  const market = marketOf(choice.name, config);
  if (held !== null && held !== market) {
    refuseOtherMarket(held, choice.name, config);
    await wipeMarket(ports.database, await ports.lastSeq());
    ports.log.warn(
      { reason: `simulated prices are forgotten: ${market} takes their place` },
      'market changed',
    );
  }
  await settings.set(SETTING, market);
  return createFeed(choice, config, ports);
}

/** So that one which stands by for a feed of another market ends at its start, and not when it is needed. */
export async function refuseStandBy(config: Config, { settings }: Pick<Stores, 'settings'>): Promise<void> {
  const held = await settings.get(SETTING);
  if (held !== null && config.FEED !== 'auto') refuseOtherMarket(held, config.FEED, config);
}

/** Simulated prices are given up for any other. */
function refuseOtherMarket(held: string, name: Choice['name'], config: Config): void {
  if (held !== 'simulated' && held !== marketOf(name, config))
    throw new BadInput(
      `the database holds the market "${held}" and FEED="${name}" is another: use another DATA_DIR or DATABASE_URL`,
    );
}

interface Choice {
  readonly name: Exclude<Config['FEED'], 'auto'>;
  /** Why GMO Coin did not answer, so that the market is simulated; null where it was not asked, or answered. */
  readonly unanswered: string | null;
}

async function decide(config: Config, held: string | null): Promise<Choice> {
  if (config.FEED !== 'auto') return { name: config.FEED, unanswered: null };
  if (held === 'live') return { name: 'gmo', unanswered: null };
  const probe = await probeGmo({ restUrl: config.GMO_REST_URL, random: new Random(systemClock.now()) });
  return probe.answers ? { name: 'gmo', unanswered: null } : { name: 'simulated', unanswered: probe.why };
}

/** Another seed and other files are other markets. */
function marketOf(name: Choice['name'], config: Config): string {
  switch (name) {
    case 'gmo':
    case 'push':
      return 'live';
    case 'simulated':
      return 'simulated';
    case 'replay':
      return `replay ${createHash('sha256').update(config.REPLAY_FILES.join('\n')).digest('hex').slice(0, 8)}`;
  }
}

export async function createFeed(
  { name, unanswered }: Choice,
  config: Config,
  ports: CreateFeedPorts,
): Promise<Feed> {
  const { instruments, stores } = ports;
  const feedPosition = await ports.feedPosition();
  const random = new Random(systemClock.now());
  const clock = systemClock;
  switch (name) {
    case 'gmo':
      return new GmoFeed({
        restUrl: config.GMO_REST_URL,
        socketUrl: config.GMO_WS_URL,
        instruments,
        clock,
        random,
      });
    case 'push':
      return new PushFeed({
        instruments,
        symbols: pushSymbols(config.PUSH_SYMBOLS, instruments),
        serverZone: config.PUSH_SERVER_ZONE,
        resumeAfter: feedPosition,
        clock,
      });
    case 'replay':
      return new ReplayFeed({
        files: config.REPLAY_FILES,
        instruments,
        speed: speedOf(config.REPLAY_SPEED),
        stamps: config.REPLAY_STAMPS,
        resumeAfter: feedPosition,
        clock,
      });
    case 'simulated': {
      const quotes = await stores.history.lastQuotes();
      const notBefore =
        quotes.length === 0 ? null : (Math.max(...quotes.map((quote) => quote.at)) as EpochMs);
      return new SimulatedFeed({
        seed: config.SIMULATED_SEED,
        instruments,
        clock,
        resumeAfter: feedPosition,
        ...(notBefore === null ? {} : { notBefore }),
        ...(unanswered === null ? {} : { unanswered }),
      });
    }
  }
}

function speedOf(text: string): number | 'max' {
  return text === 'max' ? 'max' : text === 'real' ? 1 : Number.parseFloat(text);
}

/** `GOLD=XAUUSD`: the source's own names. */
function pushSymbols(
  entries: readonly string[],
  instruments: InstrumentTable,
): ReadonlyMap<string, InstrumentId> {
  return new Map(
    entries.map((entry) => {
      const [symbol = '', name = ''] = entry.split('=');
      const instrument = findInstrument(instruments, name);
      if (symbol === '' || instrument === null)
        throw new BadInput(`PUSH_SYMBOLS: "${entry}" is refused: write NAME=INSTRUMENT, such as GOLD=XAUUSD`);
      return [symbol, instrument] as const;
    }),
  );
}
