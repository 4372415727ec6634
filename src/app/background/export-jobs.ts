/** Exports: recorded candles, ticks and events as CSV or JSON lines, a page at a time. */
import type { MarketHistory } from '../../alerts/ports.ts';
import { EventView } from '../../api/contract/events.ts';
import type { JobRequest } from '../../api/contract/jobs.ts';
import { eventView } from '../../api/views/event-view.ts';
import { instantOf, isoOf } from '../../api/views/instant.ts';
import { JobRefusal, type WorkDone, type WorkSite } from '../../jobs/background-job.ts';
import {
  CONTENT_TYPES,
  type ExportFormat,
  type ExportRow,
  headerText,
  rowText,
} from '../../jobs/export-text.ts';
import { type EpochMs, instrumentId } from '../../kernel/units.ts';
import type { Database } from '../../storage/database.ts';
import { eventsBetween } from '../../storage/event-export.ts';

/** Of prices as `fxalert import` and `fxalert replay` read them. */
const TICK_COLUMNS = ['timestamp', 'symbol', 'bid', 'ask'];
const CANDLE_COLUMNS = [
  'timestamp',
  'symbol',
  'timeframe',
  'price',
  'open',
  'high',
  'low',
  'close',
  'volume',
];
/** What became of each delivery has a ledger of its own. */
const EVENT_COLUMNS = Object.keys(EventView.omit({ deliveries: true }).shape);

type RequestOf<Kind extends JobRequest['kind']> = Extract<JobRequest, { kind: Kind }>;

export function exportCandles(
  { instrument, timeframe, price, ...request }: RequestOf<'export-candles'>,
  site: WorkSite,
  history: MarketHistory,
): Promise<WorkDone> {
  const source = { instrument: instrumentId(instrument), basis: price, timeframe };
  const { from, to } = spanOf(request);
  return writeRows(site, {
    ...{ from, to, format: request.format },
    name: `${instrument}-${timeframe}-${price}`,
    noun: `${timeframe} candles of ${instrument} on ${price}`,
    columns: CANDLE_COLUMNS,
    pages: history.candlesBetween(source, from, to),
    at: ({ at }) => at,
    row: ({ at, closesAt: _closesAt, ...prices }) => ({
      ...{ timestamp: isoOf(at), symbol: instrument, timeframe, price },
      ...prices,
    }),
    mayBeEmpty: false,
  });
}

export function exportTicks(
  { instrument, ...request }: RequestOf<'export-ticks'>,
  site: WorkSite,
  history: MarketHistory,
): Promise<WorkDone> {
  const { from, to } = spanOf(request);
  return writeRows(site, {
    ...{ from, to, format: request.format },
    name: `${instrument}-ticks`,
    noun: `ticks of ${instrument}`,
    columns: TICK_COLUMNS,
    pages: history.ticksBetween([instrumentId(instrument)], from, to),
    at: ({ at }) => at,
    row: ({ at, bid, ask }) => ({ timestamp: isoOf(at), symbol: instrument, bid, ask }),
    mayBeEmpty: false,
  });
}

export function exportEvents(
  { alert, instrument, ...request }: RequestOf<'export-events'>,
  site: WorkSite,
  database: Database,
): Promise<WorkDone> {
  const { from, to } = spanOf(request);
  return writeRows(site, {
    ...{ from, to, format: request.format },
    name: 'events',
    noun: 'events',
    columns: EVENT_COLUMNS,
    pages: eventsBetween(database, { from, to, alert, instrument }),
    at: ({ event }) => event.at,
    row: (event) => eventView(event, []),
    // That nothing fired is an answer.
    mayBeEmpty: true,
  });
}

interface Rows<T> {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly format: ExportFormat;
  /** Of the file, without its ending. */
  readonly name: string;
  /** What the rows are, in sentences. */
  readonly noun: string;
  readonly columns: readonly string[];
  readonly pages: AsyncIterable<readonly T[]>;
  readonly at: (item: T) => EpochMs;
  readonly row: (item: T) => ExportRow;
  readonly mayBeEmpty: boolean;
}

async function writeRows<T>(site: WorkSite, rows: Rows<T>): Promise<WorkDone> {
  const { from, to, format, noun } = rows;
  let count = 0;
  await site.write(headerText(rows.columns, format));
  for await (const page of rows.pages) {
    let text = '';
    for (const item of page) text += rowText(rows.row(item), rows.columns, format);
    await site.write(text);
    count += page.length;
    const last = page.at(-1);
    if (last !== undefined) site.progress((rows.at(last) - from) / (to - from));
  }
  if (count === 0 && !rows.mayBeEmpty)
    throw new JobRefusal(
      `no ${noun} are recorded from ${isoOf(from)} to ${isoOf(to)}: import history, or ask for another time`,
    );
  return {
    outcome: `${count} ${noun}`,
    file: { name: `${rows.name}.${format}`, contentType: CONTENT_TYPES[format] },
  };
}

function spanOf({ from, to }: { readonly from: string; readonly to: string }) {
  return { from: instantOf(from), to: instantOf(to) };
}
