/** Instruments, quotes, candles, indicator values, the indicator catalog. */
import { z } from 'zod';
import type { CandleSource } from '../../conditions/resolved.ts';
import { instrumentId } from '../../kernel/units.ts';
import type { Instrument } from '../../market/instrument.ts';
import { parseTimeframe } from '../../market/timeframe.ts';
import type { ApiApp } from '../app.ts';
import { REFUSALS } from '../app.ts';
import {
  CandleAnswer,
  CandleQuery,
  IndicatorAnswer,
  IndicatorCatalogEntry,
  IndicatorQuery,
  InstrumentParams,
  InstrumentView,
  QuoteView,
} from '../contract/market.ts';
import { conditionProblem, fieldProblem, notFound } from '../errors.ts';
import { quote } from '../quote.ts';
import type { ApiServices } from '../services.ts';
import { instantOf, isoOf } from '../views/instant.ts';
import { candleView, catalogEntry, instrumentView, quoteView } from '../views/market-view.ts';

const read = { config: { access: ['read'] } } as const;
const tags = ['market'];

export function marketRoutes(app: ApiApp, services: ApiServices): void {
  const { market } = services;
  const known = (name: string): Instrument => {
    const instrument = market.instrument(instrumentId(name));
    if (instrument === null) throw notFound('instrument', name);
    return instrument;
  };

  app.get(
    '/instruments',
    {
      ...read,
      schema: { tags, summary: 'List instruments', response: { 200: z.array(InstrumentView), ...REFUSALS } },
    },
    () =>
      Promise.resolve(market.instruments().map(({ instrument, live }) => instrumentView(instrument, live))),
  );

  app.get(
    '/quotes',
    {
      ...read,
      schema: {
        tags,
        summary: 'The standing quote of every instrument',
        response: { 200: z.array(QuoteView), ...REFUSALS },
      },
    },
    () =>
      Promise.resolve(
        market.quotes().map((standing) => quoteView(known(standing.tick.instrument), standing)),
      ),
  );

  app.get(
    '/instruments/:instrument/candles',
    {
      ...read,
      schema: {
        tags,
        summary: 'Closed candles, and the forming one',
        params: InstrumentParams,
        querystring: CandleQuery,
        response: { 200: CandleAnswer, ...REFUSALS },
      },
    },
    async ({ params, query }) => {
      const source = sourceOf(known(params.instrument), query);
      const { candles, forming } = await market.candles(source, rangeOf(query));
      return {
        instrument: source.instrument,
        timeframe: source.timeframe,
        price: source.basis,
        candles: candles.map(candleView),
        forming: forming === null ? null : candleView(forming),
      };
    },
  );

  app.get(
    '/instruments/:instrument/indicators',
    {
      ...read,
      schema: {
        tags,
        summary: 'Values of one indicator, one array a candle',
        params: InstrumentParams,
        querystring: IndicatorQuery,
        response: { 200: IndicatorAnswer, ...REFUSALS },
      },
    },
    async ({ params, query }) => {
      const source = sourceOf(known(params.instrument), query);
      const series = await market.indicator(source, query.indicator, rangeOf(query));
      if (!series.ok) throw conditionProblem(series.error);
      const { indicator, definition, values } = series.value;
      return {
        instrument: source.instrument,
        timeframe: source.timeframe,
        indicator,
        outputs: definition.outputs.map(({ name }) => name),
        dimensions: definition.outputs.map(({ dimension }) => dimension),
        overlay: definition.overlay,
        values: values.map((row) => ({ at: isoOf(row.at), values: row.values.map(numberOrNull) })),
      };
    },
  );

  const catalog = market.catalog.map(catalogEntry);
  app.get(
    '/indicators',
    {
      ...read,
      schema: {
        tags,
        summary: 'The indicator catalog',
        response: { 200: z.array(IndicatorCatalogEntry), ...REFUSALS },
      },
    },
    () => Promise.resolve(catalog),
  );
}

function sourceOf(
  instrument: Instrument,
  query: Pick<z.infer<typeof CandleQuery>, 'timeframe' | 'price'>,
): CandleSource {
  const timeframe = parseTimeframe(query.timeframe);
  if (timeframe === null)
    throw fieldProblem(
      'query/timeframe',
      `${quote(query.timeframe)} is none; write it like M5, H1, D1, W1, MN1`,
    );
  return { instrument: instrument.id, basis: query.price, timeframe: timeframe.name };
}

function rangeOf({
  limit,
  before,
}: z.infer<typeof CandleQuery>): Parameters<ApiServices['market']['candles']>[1] {
  return { limit, ...(before === undefined ? {} : { before: instantOf(before) }) };
}

/** JSON has no NaN: a value that is not known yet is null. */
function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
