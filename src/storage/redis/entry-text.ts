/**
 * Entries of the log as short JSON arrays: the kind in one letter, then the fields in order. Numbers survive bit for bit. A kind that
 * this version does not know is refused by name, never skipped.
 */
import type { Alert } from '../../alerts/alert.ts';
import type { FeedTraits, LoggedEntry } from '../../alerts/tick-log.ts';
import type { EpochMs, InstrumentId } from '../../kernel/units.ts';
import type { Tick } from '../../market/tick.ts';
import { LogError } from './log-error.ts';

export function entryText(entry: LoggedEntry): string {
  switch (entry.type) {
    case 'tick': {
      const { instrument, bid, ask, at } = entry.tick;
      return JSON.stringify(['t', instrument, bid, ask, at]);
    }
    case 'beat':
      return JSON.stringify(['b', entry.at]);
    case 'arm':
      return JSON.stringify(['a', entry.at, entry.alert]);
    case 'disarm':
      return JSON.stringify(['d', entry.at, entry.alert]);
    case 'filled':
      return JSON.stringify(['f', entry.at, entry.instruments]);
    case 'lead':
      return JSON.stringify(['l', entry.at, entry.after, entry.traits]);
  }
}

type Packed =
  | readonly ['t', Tick['instrument'], Tick['bid'], Tick['ask'], EpochMs]
  | readonly ['b', EpochMs]
  | readonly ['a', EpochMs, Alert]
  | readonly ['d', EpochMs, string]
  | readonly ['f', EpochMs, readonly InstrumentId[]]
  | readonly ['l', EpochMs, number, FeedTraits];

export function parseEntry(text: string): LoggedEntry {
  const packed = JSON.parse(text) as Packed;
  switch (packed[0]) {
    case 't': {
      const [, instrument, bid, ask, at] = packed;
      return { type: 'tick', tick: { instrument, bid, ask, at } };
    }
    case 'b':
      return { type: 'beat', at: packed[1] };
    case 'a':
      return { type: 'arm', at: packed[1], alert: packed[2] };
    case 'd':
      return { type: 'disarm', at: packed[1], alert: packed[2] };
    case 'f':
      return { type: 'filled', at: packed[1], instruments: packed[2] };
    case 'l':
      return { type: 'lead', at: packed[1], after: packed[2], traits: packed[3] };
    default:
      throw new LogError('newer-entry', `the log holds ${text.slice(0, 80)}: start the newer version`);
  }
}
