/**
 * A worked example of the guide: a condition, a line of dots, and what happens, one line an instant:
 *
 *   bid touches 150.00
 *   ...
 *   10:00:00  149.95
 *   10:00:10  150.00           fires
 *   10:00:20  EURUSD 1.0845/1.0846
 *   10:05:00
 *   history H1 149.10 149.20
 *
 * Times are UTC on Tuesday 6 January 2026 until a date says otherwise. A line is a quote of USDJPY or of the instrument named: bid, and
 * ask unless that is one pip more; without a price it is only time passing. `history` gives closed candles by their closes, the last
 * one ending at the next full candle before the first line.
 */
import { Engine } from '../../src/alerts/engine.ts';
import type { Alert } from '../../src/alerts/alert.ts';
import { type EpochMs, type InstrumentId, instrumentId, type Price } from '../../src/kernel/units.ts';
import type { Candle } from '../../src/market/candle.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../src/market/instruments.ts';
import { periodOf } from '../../src/market/periods.ts';
import { timeframe } from '../../src/market/timeframe.ts';
import { sampleAlert } from '../support/samples.ts';

const USDJPY = instrumentId('USDJPY');
const instruments = instrumentTable(BUILT_IN_INSTRUMENTS);

interface WorkedExample {
  readonly when: string;
  readonly expected: readonly string[];
  readonly fired: readonly string[];
}

interface Line {
  readonly at: EpochMs;
  readonly text: string;
  readonly quote: { readonly instrument: InstrumentId; readonly bid: Price; readonly ask: Price } | null;
  readonly fires: boolean;
}

/** What the guide says fires, and what does; both as the times written. */
export function workedExample(block: string): WorkedExample {
  const [when = '', timeline = ''] = block.split('\n...\n');
  const rows = timeline.split('\n').filter((row) => row.trim() !== '');
  const lines = rows.filter((row) => !row.startsWith('history')).reduce<Line[]>(addLine, []);
  const engine = new Engine({ instruments });
  const start = lines[0]?.at;
  if (start === undefined) throw new Error(`a worked example without a timeline: ${block}`);
  const { problems } = engine.step({ type: 'arm', alert: alertOf(when), at: (start - 1) as EpochMs });
  if (problems.length > 0) throw new Error(`${when}: ${JSON.stringify(problems)}`);
  for (const row of rows.filter((one) => one.startsWith('history'))) engine.step(historyOf(row, start));
  const fired: string[] = [];
  for (const { at, quote } of lines) {
    const { events } =
      quote === null
        ? engine.step({ type: 'beat', at })
        : engine.step({ type: 'tick', tick: { ...quote, at } });
    for (const event of events) fired.push(new Date(event.at).toISOString());
  }
  return {
    when,
    expected: lines.filter(({ fires }) => fires).map(({ at }) => new Date(at).toISOString()),
    fired,
  };
}

const LINE =
  /^(?:(\d{4}-\d\d-\d\d) )?(\d\d:\d\d(?::\d\d)?)(?: +([A-Z]{6}))?(?: +([\d.]+)(?:\/([\d.]+))?)?( +fires)?$/;

function addLine(lines: Line[], row: string): Line[] {
  const match = LINE.exec(row.trimEnd());
  if (match === null) throw new Error(`not a line of a worked example: "${row}"`);
  const [, date, time = '', name, bid, ask, fires] = match;
  const day = date ?? new Date(lines.at(-1)?.at ?? Date.UTC(2026, 0, 6)).toISOString().slice(0, 10);
  const at = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}Z`) as EpochMs;
  const instrument = instruments.get(name ?? USDJPY);
  if (instrument === undefined) throw new Error(`unknown instrument in "${row}"`);
  const quote =
    bid === undefined
      ? null
      : {
          instrument: instrument.id,
          bid: Number(bid) as Price,
          ask: (ask === undefined
            ? Number((Number(bid) + instrument.pip).toFixed(instrument.digits))
            : Number(ask)) as Price,
        };
  lines.push({ at, text: row, quote, fires: fires !== undefined });
  return lines;
}

function historyOf(row: string, start: EpochMs) {
  const [, name = '', ...closes] = row.split(/\s+/);
  const candles: Candle[] = [];
  let closesAt = periodOf(timeframe(name), start).at;
  for (const [index, text] of [...closes.entries()].reverse()) {
    const close = Number(text);
    const open = Number(closes[index - 1] ?? text);
    const { at } = periodOf(timeframe(name), (closesAt - 1) as EpochMs);
    candles.unshift({
      at,
      closesAt,
      open,
      high: Math.max(open, close),
      low: Math.min(open, close),
      close,
      volume: 1,
    });
    closesAt = at;
  }
  return {
    type: 'history' as const,
    source: { instrument: USDJPY, basis: 'bid' as const, timeframe: name },
    candles,
  };
}

function alertOf(when: string): Alert {
  return sampleAlert({ id: 'example', name: 'example', instruments: [USDJPY], when, channels: [], tags: [] });
}
