/** The weeks a gap is read from: each tick and each close can change it. */
import type { Expression } from '../../../conditions/resolved.ts';
import { assert } from '../../../kernel/assert.ts';
import type { InstrumentBook } from '../../series/instrument-book.ts';
import type { Series } from '../../series/series.ts';
import type { Compilation } from '../compilation.ts';

export function weeksOf(
  [first]: readonly Expression[],
  to: Compilation,
): { readonly weeks: Series; readonly book: InstrumentBook } {
  assert(first?.type === 'candle', 'a gap reads no candles');
  const weeks = to.useSeries(first, 1);
  const book = to.sources.book(first.instrument);
  to.closes.add(weeks);
  to.read.add(weeks);
  to.ticks.add(book);
  return { weeks, book };
}
