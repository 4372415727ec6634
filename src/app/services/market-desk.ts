/** Prices as the API shows them: the engine knows the present, storage the past. */
import type { Engine } from '../../alerts/engine.ts';
import type { MarketHistory } from '../../alerts/ports.ts';
import type { IndicatorSeries, MarketView, Quote } from '../../api/services.ts';
import { checkIndicator } from '../../conditions/check-indicator.ts';
import type { ConditionError } from '../../conditions/condition-error.ts';
import type { CandleSource } from '../../conditions/resolved.ts';
import { CATALOG } from '../../indicators/catalog.ts';
import { type Result, ok } from '../../kernel/result.ts';
import type { EpochMs, InstrumentId } from '../../kernel/units.ts';
import { systemClock } from '../system-clock.ts';
import type { Candle } from '../../market/candle.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import type { Tick } from '../../market/tick.ts';
import { joinCandles } from '../../market/join-candles.ts';
import { STANDARD_TIMEFRAMES, timeframe } from '../../market/timeframe.ts';

interface MarketDeskPorts {
  readonly engine: () => Engine;
  readonly history: MarketHistory;
  readonly instruments: InstrumentTable;
  readonly live: () => readonly InstrumentId[];
  readonly simulated: () => boolean;
  /** Brings storage up to the engine: the last candles may not be committed yet. */
  readonly flush: () => Promise<void>;
  /** Answers about recorded candles that may be kept. */
  readonly cache: SeriesAnswers;
}

interface Asked {
  readonly before?: EpochMs;
  readonly limit: number;
}

export interface SeriesAnswers {
  /** `name` tells answers about the same series apart. */
  of<T>(source: CandleSource, name: string, compute: () => Promise<T>): Promise<T>;
}

/** The embedded product reads its own memory and disk: it keeps nothing. */
export const NOTHING_KEPT: SeriesAnswers = { of: (_source, _name, compute) => compute() };

export function marketDesk(ports: MarketDeskPorts): MarketView {
  const { engine, history, instruments, simulated } = ports;

  const closed = (source: CandleSource, options: Asked) =>
    isStandard(source) ? history.candles(source, options) : assembled(history, source, options);
  /** The series that is read, which for a length that is not recorded is another one. */
  const kept = async <T>(source: CandleSource, name: string, asked: Asked, compute: () => Promise<T>) => {
    if (asked.before === undefined) await ports.flush();
    const read = isStandard(source) ? source : { ...source, timeframe: partsOf(source).name };
    return ports.cache.of(read, [name, source.timeframe, asked.before ?? '', asked.limit].join(' '), compute);
  };

  return {
    instruments: () => {
      const live = new Set<string>(ports.live());
      return [...instruments.values()].map((instrument) => ({ instrument, live: live.has(instrument.id) }));
    },
    instrument: (id) => instruments.get(id) ?? null,
    now: () => engine().marketTime ?? systemClock.now(),
    quotes: () =>
      ports
        .live()
        .map((id) => engine().lastTick(id))
        .filter((tick) => tick !== null)
        .map((tick) => quoteOf(engine(), tick, simulated())),
    async candles(source, options) {
      const candles = await kept(source, 'candles', options, () => closed(source, options));
      return { candles, forming: options.before === undefined ? engine().forming(source) : null };
    },
    async indicator(source, call, options): Promise<Result<IndicatorSeries, ConditionError>> {
      const checked = checkIndicator(call);
      if (!checked.ok) return checked;
      const { definition, params, text } = checked.value;
      const lead = definition.warmUp(params) * 5;
      const values = await kept(source, text, options, async () => {
        const limit = Math.min(options.limit + lead, 10_000);
        const candles = await closed(source, { ...options, limit });
        const stream = definition.create(params);
        const rows = candles.map((candle) => {
          stream.push(candle);
          return { at: candle.at, values: [...stream.outputs] };
        });
        return rows.slice(-options.limit);
      });
      return ok({ indicator: text, definition, values });
    },
    catalog: [...CATALOG.values()],
  };
}

/** Candles of a length that is not recorded, from the longest recorded one that divides it. */
async function assembled(
  history: MarketHistory,
  source: CandleSource,
  options: Asked,
): Promise<readonly Candle[]> {
  const { name, length } = partsOf(source);
  const parts = Math.ceil(timeframe(source.timeframe).minutes / length);
  const limit = Math.min(options.limit * parts, 50_000);
  const candles = await history.candles({ ...source, timeframe: name }, { ...options, limit });
  return joinCandles(candles, source.timeframe).slice(-options.limit);
}

const PARTS = [
  { name: 'H1', length: 60 },
  { name: 'M30', length: 30 },
  { name: 'M15', length: 15 },
  { name: 'M5', length: 5 },
  { name: 'M1', length: 1 },
] as const;

function partsOf(source: CandleSource): (typeof PARTS)[number] {
  const { minutes } = timeframe(source.timeframe);
  return PARTS.find(({ length }) => minutes % length === 0) ?? PARTS[4];
}

function isStandard(source: CandleSource): boolean {
  return STANDARD_TIMEFRAMES.includes(source.timeframe);
}

export function quoteOf(engine: Pick<Engine, 'forming'>, tick: Tick, simulated: boolean): Quote {
  const day = engine.forming({ instrument: tick.instrument, basis: 'bid', timeframe: 'D1' });
  const dayChangePercent = day === null ? null : ((tick.bid - day.open) / day.open) * 100;
  return { tick, dayChangePercent, simulated };
}
