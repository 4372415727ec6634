/** Finds the columns of a price file by its header, by any of the usual names; or takes them from the shape of the first row. */
const NAMES = {
  stamp: ['timestamp', 'time', 'datetime', 'date', 'timestampms', 'timemsc', 'ts', 'utc', 'gmttime'],
  clock: ['time', 'clock'],
  symbol: ['symbol', 'instrument', 'pair', 'ticker', 'currencypair', 'currency'],
  timeframe: ['timeframe', 'interval', 'resolution', 'granularity'],
  bid: ['bid', 'bidprice', 'sell'],
  ask: ['ask', 'askprice', 'offer', 'buy'],
  open: ['open', 'o'],
  high: ['high', 'h'],
  low: ['low', 'l'],
  close: ['close', 'c'],
  volume: ['volume', 'tickvolume', 'tickvol', 'vol', 'v'],
} as const;

type ColumnName = keyof typeof NAMES;
/** Index of each column, -1 where the file has none. `clock`: the time of day, where the date has a column of its own. */
export type Columns = Readonly<Record<ColumnName, number>>;

const NONE: Columns = {
  stamp: -1,
  clock: -1,
  symbol: -1,
  timeframe: -1,
  bid: -1,
  ask: -1,
  open: -1,
  high: -1,
  low: -1,
  close: -1,
  volume: -1,
};

interface Layout {
  readonly delimiter: number;
  readonly columns: Columns;
  /** The first line names the columns and is no row. */
  readonly header: boolean;
}

export function layoutOf(firstLine: string): Layout {
  const separator = ['\t', ';', ','].find((candidate) => firstLine.includes(candidate)) ?? ',';
  const fields = firstLine.split(separator).map((field) => field.trim().replace(/^"|"$/g, ''));
  const header = fields.every((field) => !/^[\d.,:/-]*\d[\d.,:/ -]*$/.test(field));
  return {
    delimiter: separator.charCodeAt(0),
    columns: header ? byName(fields) : byShape(fields),
    header,
  };
}

function byName(fields: readonly string[]): Columns {
  const names = fields.map((field) => field.toLowerCase().replace(/[^a-z]/g, ''));
  const columns = { ...NONE };
  for (const key of Object.keys(NAMES) as ColumnName[]) {
    for (const name of NAMES[key]) {
      if (columns[key] < 0) columns[key] = names.indexOf(name);
    }
  }
  // MetaTrader writes <DATE> and <TIME>: the date is the stamp, and the time its second half.
  const date = names.indexOf('date');
  const time = names.indexOf('time');
  if (date >= 0 && time >= 0) return { ...columns, stamp: date, clock: time };
  return { ...columns, clock: -1 };
}

/** Files without a header: TrueFX ticks, HistData ticks and candles, MetaTrader 4 candles. */
function byShape(fields: readonly string[]): Columns {
  const count = fields.length;
  if (count >= 4 && /^[A-Za-z]{3}\/?[A-Za-z]{3}$/.test(fields[0]!))
    return { ...NONE, symbol: 0, stamp: 1, bid: 2, ask: 3 };
  if (count >= 4 && /^[A-Za-z]{3}\/?[A-Za-z]{3}$/.test(fields[1]!))
    return { ...NONE, stamp: 0, symbol: 1, bid: 2, ask: 3 };
  if (count >= 6 && /^\d{1,2}:\d{2}/.test(fields[1]!))
    return { ...NONE, stamp: 0, clock: 1, open: 2, high: 3, low: 4, close: 5, volume: count > 6 ? 6 : -1 };
  if (count === 5 || count === 6)
    return { ...NONE, stamp: 0, open: 1, high: 2, low: 3, close: 4, volume: count > 5 ? 5 : -1 };
  if (count === 3 || count === 4) return { ...NONE, stamp: 0, bid: 1, ask: 2 };
  return NONE;
}
