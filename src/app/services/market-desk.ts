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
import { timeframe } from '../../market/timeframe.ts';

interface MarketDeskPorts {
  readonly engine: () => Engine;
  readonly history: MarketHistory;
  readonly instruments: InstrumentTable;
  readonly live: () => readonly InstrumentId[];
  readonly simulated: () => boolean;
  /** Brings storage up to the engine: the last candles may not be committed yet. */
  readonly flush: () => Promise<void>;
}

export function marketDesk(ports: MarketDeskPorts): MarketView {
  const { engine, history, instruments, simulated } = ports;

  const closed = async (source: CandleSource, options: { before?: EpochMs; limit: number }) => {
    if (options.before === undefined) await ports.flush();
    const isStandard = /^(M1|M5|M15|M30|H1|H4|D1|W1|MN1)$/.test(source.timeframe);
    return isStandard ? history.candles(source, options) : assembled(history, source, options);
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
      const candles = await closed(source, options);
      return { candles, forming: options.before === undefined ? engine().forming(source) : null };
    },
    async indicator(source, call, options): Promise<Result<IndicatorSeries, ConditionError>> {
      const checked = checkIndicator(call);
      if (!checked.ok) return checked;
      const { definition, params, text } = checked.value;
      const lead = definition.warmUp(params) * 5;
      const candles = await closed(source, { ...options, limit: Math.min(options.limit + lead, 10_000) });
      const stream = definition.create(params);
      const values = candles.map((candle) => {
        stream.push(candle);
        return { at: candle.at, values: [...stream.outputs] };
      });
      const outputs = definition.outputs.map((output) => output.name);
      return ok({ indicator: text, outputs, values: values.slice(-options.limit) });
    },
    catalog: [...CATALOG.values()],
  };
}

/** Candles of a length that is not recorded, from the longest recorded one that divides it. */
async function assembled(
  history: MarketHistory,
  source: CandleSource,
  options: { before?: EpochMs; limit: number },
): Promise<readonly Candle[]> {
  const { minutes } = timeframe(source.timeframe);
  const [name, length] = [
    ['H1', 60],
    ['M30', 30],
    ['M15', 15],
    ['M5', 5],
    ['M1', 1],
  ].find(([, parts]) => minutes % Number(parts) === 0) as [string, number];
  const parts = Math.ceil(minutes / length);
  const limit = Math.min(options.limit * parts, 50_000);
  const candles = await history.candles({ ...source, timeframe: name }, { ...options, limit });
  return joinCandles(candles, source.timeframe).slice(-options.limit);
}

export function quoteOf(engine: Pick<Engine, 'forming'>, tick: Tick, simulated: boolean): Quote {
  const day = engine.forming({ instrument: tick.instrument, basis: 'bid', timeframe: 'D1' });
  const dayChangePercent = day === null ? null : ((tick.bid - day.open) / day.open) * 100;
  return { tick, dayChangePercent, simulated };
}
