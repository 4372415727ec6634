/**
 * Candles made again from recorded ticks, by the same engine in the order of the log, and put right where the stored ones differ. Only
 * periods that ticks cover whole are judged: none that began before the first tick, none in which nobody read prices, and none that came
 * from an import or from the feed's own history. Cost: about that of a replay of the time.
 */
import { Engine } from '../../alerts/engine.ts';
import type { BlindSpan, ClosedCandle } from '../../alerts/ports.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { Candle } from '../../market/candle.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import { type Mended, mendCandles, placeBefore } from '../../storage/candle-repair.ts';
import type { Stores } from '../../storage/create-stores.ts';
import type { Database } from '../../storage/database.ts';

interface RepairPorts {
  readonly database: Database;
  readonly stores: Pick<Stores, 'journal' | 'blindSpans'>;
  readonly instruments: InstrumentTable;
  readonly isSimulated: boolean;
  /** Half-open market time. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly signal: AbortSignal;
  readonly progress?: (share: number) => void;
}

interface Repaired extends Mended {
  /** Candles that were compared. */
  readonly compared: number;
  readonly ticks: number;
}

/** Ticks before a candle of which the quote filter and the candles in progress need to know. */
const LEAD_MS = 3_600_000;
const TICKS_A_TURN = 10_000;

export async function repairCandles(ports: RepairPorts): Promise<Repaired> {
  const { database, stores, from, to, signal } = ports;
  const begin = (from - LEAD_MS) as EpochMs;
  const blind = await stores.blindSpans.since(begin);
  const engine = new Engine({ instruments: ports.instruments });
  let firstAt: EpochMs | null = null;
  let ticks = 0;
  let compared = 0;
  let added = 0;
  let changed = 0;
  let closed: ClosedCandle[] = [];
  const settle = async (): Promise<void> => {
    const whole = closed.filter(({ candle }) => isWhole(candle, { from, to, firstAt, blind }));
    closed = [];
    compared += whole.length;
    const mended = await mendCandles(database, whole, {
      origin: ports.isSimulated ? 'simulated' : 'live',
      over: ['live', 'simulated'],
    });
    added += mended.added;
    changed += mended.changed;
    if (engine.marketTime !== null) ports.progress?.((engine.marketTime - from) / (to - from));
    signal.throwIfAborted();
  };
  for await (const { entry } of stores.journal.entriesAfter(await placeBefore(database, begin))) {
    if (entry.type !== 'tick') continue;
    firstAt ??= entry.tick.at;
    closed.push(...engine.step(entry).closed);
    if (++ticks % TICKS_A_TURN === 0) await settle();
    if (entry.tick.at >= to + LEAD_MS) break;
  }
  await settle();
  return { compared, added, changed, ticks };
}

interface Cover {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly firstAt: EpochMs | null;
  readonly blind: readonly BlindSpan[];
}

function isWhole({ at, closesAt }: Candle, { from, to, firstAt, blind }: Cover): boolean {
  return (
    at >= from &&
    closesAt <= to &&
    firstAt !== null &&
    at >= firstAt &&
    !blind.some((span) => span.from < closesAt && span.to > at)
  );
}
