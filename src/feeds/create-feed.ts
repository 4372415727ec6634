/** Makes the feed that the configuration names. The only place that knows them all. */
import type { Clock } from '../kernel/clock.ts';
import type { Random } from '../kernel/random.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { InstrumentTable } from '../market/instruments.ts';
import { type ChosenFeed, chooseFeed } from './auto.ts';
import { GmoFeed, probeGmo } from './gmo/gmo-feed.ts';
import { PushFeed } from './push/push-feed.ts';
import { readSymbolTable } from './push/push-symbols.ts';
import { ReplayFeed } from './replay/replay-feed.ts';
import { SimulatedFeed } from './simulated/simulated-feed.ts';

export interface FeedSettings {
  readonly feed: 'auto' | 'gmo' | 'replay' | 'push' | 'simulated';
  readonly gmo: { readonly restUrl: string; readonly socketUrl: string };
  readonly simulated: { readonly seed: number; readonly startAt?: EpochMs };
  readonly replay: {
    readonly files: readonly string[];
    /** `max`, `real`, `20x`. */
    readonly speed: string;
    readonly stamps: 'kept' | 'now';
  };
  readonly push: {
    readonly serverZone: string;
    /** `USDJPYm=USDJPY` entries. */
    readonly symbols: readonly string[];
  };
}

export interface FeedSurroundings {
  readonly instruments: InstrumentTable;
  readonly clock: Clock;
  readonly random: Random;
  /** What an earlier run left: the feed's own position, and the last recorded market time. */
  readonly resume: { readonly position: string | null; readonly lastAt: EpochMs | null };
}

/** Rejects with a sentence for the user when a setting cannot be followed. */
export async function createFeed(settings: FeedSettings, around: FeedSurroundings): Promise<ChosenFeed> {
  switch (settings.feed) {
    case 'auto':
      return chooseFeed({
        probe: () => probeGmo({ restUrl: settings.gmo.restUrl, random: around.random }),
        gmo: () => new GmoFeed({ ...settings.gmo, ...around }),
        simulated: (because) => simulated(settings, around, because),
      });
    case 'gmo':
      return { feed: new GmoFeed({ ...settings.gmo, ...around }), reason: 'Live prices of GMO Coin.' };
    case 'replay':
      return {
        feed: replay(settings, around),
        reason: `Recorded prices of ${settings.replay.files.join(', ')}.`,
      };
    case 'push':
      return { feed: push(settings, around), reason: 'Prices that are sent to POST /ingest/v1/ticks.' };
    case 'simulated':
      return { feed: simulated(settings, around), reason: 'Prices are simulated.' };
  }
}

/** `max`, `real`, `20x` or `0.5`. */
export function parseSpeed(text: string): number | 'max' {
  if (text === 'max') return 'max';
  const factor = text === 'real' ? 1 : Number(/^(\d+(?:\.\d+)?)x?$/.exec(text)?.[1]);
  if (!(factor > 0)) throw new RangeError(`"${text}" is no speed: write max, real or a factor such as 20x`);
  return factor;
}

function simulated(settings: FeedSettings, around: FeedSurroundings, because?: string): SimulatedFeed {
  const { instruments, clock, resume } = around;
  return new SimulatedFeed({
    ...settings.simulated,
    instruments,
    clock,
    resumeAfter: resume.position,
    ...(resume.lastAt === null ? {} : { notBefore: resume.lastAt }),
    ...(because === undefined ? {} : { because }),
  });
}

function replay(settings: FeedSettings, { instruments, clock, resume }: FeedSurroundings): ReplayFeed {
  const { files, speed, stamps } = settings.replay;
  return new ReplayFeed({
    files,
    speed: parseSpeed(speed),
    stamps,
    instruments,
    clock,
    resumeAfter: resume.position,
  });
}

function push(settings: FeedSettings, { instruments, clock, resume }: FeedSurroundings): PushFeed {
  const { serverZone, symbols } = settings.push;
  return new PushFeed({
    instruments,
    symbols: readSymbolTable(symbols, instruments),
    serverZone,
    clock,
    resumeAfter: resume.position,
  });
}
