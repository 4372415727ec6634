/** Instruments, quotes, candles and the indicator catalog as the contract shows them. */
import type { z } from 'zod';
import type { IndicatorDefinition, IndicatorParameter } from '../../indicators/indicator.ts';
import type { Candle } from '../../market/candle.ts';
import type { Instrument } from '../../market/instrument.ts';
import { toPips } from '../../market/instrument.ts';
import type {
  CandleView,
  IndicatorCatalogEntry,
  InstrumentView,
  QuoteView,
  StatusView,
} from '../contract/market.ts';
import type { Quote, SystemStatus } from '../services.ts';
import { isoOf, isoOrNull } from './instant.ts';

export function instrumentView({ id, base, quote, digits, pip }: Instrument, live: boolean): InstrumentView {
  return { id, base, quote, digits, pip, live };
}

export function quoteView(instrument: Instrument, { tick, dayChangePercent, simulated }: Quote): QuoteView {
  return {
    instrument: tick.instrument,
    bid: tick.bid,
    ask: tick.ask,
    at: isoOf(tick.at),
    spreadPips: toPips(instrument, tick.ask - tick.bid),
    dayChangePercent,
    simulated,
  };
}

export function candleView({ at, open, high, low, close, volume }: Candle): CandleView {
  return { at: isoOf(at), open, high, low, close, volume };
}

export function statusView(status: SystemStatus): StatusView {
  return {
    ...status,
    feed: { ...status.feed, lastTickAt: isoOrNull(status.feed.lastTickAt) },
    marketTime: isoOrNull(status.marketTime),
    deliveries: { ...status.deliveries },
    rejectedTicks: { ...status.rejectedTicks },
  };
}

export function catalogEntry(definition: IndicatorDefinition): z.infer<typeof IndicatorCatalogEntry> {
  const defaults = definition.parameters.map((parameter) => parameter.default);
  return {
    name: definition.name,
    title: { ...definition.title },
    parameters: definition.parameters.map(parameterView),
    outputs: definition.outputs.map(({ name, dimension }) => ({ name, dimension })),
    overlay: definition.overlay,
    needsVolume: definition.needsVolume,
    warmUp: definition.warmUp(defaults),
    convention: definition.convention,
    source: definition.source,
  };
}

function parameterView(
  parameter: IndicatorParameter,
): z.infer<typeof IndicatorCatalogEntry>['parameters'][number] {
  if (parameter.kind === 'choice') {
    const { name, kind, default: value, choices } = parameter;
    return { name, kind, default: value, min: null, max: null, choices: [...choices] };
  }
  const { name, kind, default: value, min, max } = parameter;
  return { name, kind, default: value, min, max, choices: [] };
}
