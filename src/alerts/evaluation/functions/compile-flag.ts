/** Turns a call that is true or false by itself into a node, by its name; each is defined in conditions/functions under the same name. */
import type { CalendarCall, Condition } from '../../../conditions/resolved.ts';
import { assert } from '../../../kernel/assert.ts';
import { InWindow } from '../calendar.ts';
import type { Compilation } from '../compilation.ts';
import { Not, Rise } from '../logic.ts';
import type { Node } from '../node.ts';
import { GapFilled, GapOpened, type GapWay } from './gap.ts';
import { Stale } from './stale.ts';
import { weeksOf } from './weeks-of.ts';

type Flag = Extract<Condition, { readonly type: 'flag' }>;

const COMPILERS: ReadonlyMap<string, (flag: Flag, to: Compilation) => Node> = new Map([
  ['stale', compileStale],
  ['gap_opened', compileGapOpened],
  ['gap_filled', compileGapFilled],
]);

export function compileFlag(flag: Flag, to: Compilation): Node {
  if (flag.calendar !== undefined) return compileCalendar(flag.calendar, to);
  const compiler = COMPILERS.get(flag.name);
  assert(compiler !== undefined, `"${flag.name}" has no evaluation`);
  return compiler(flag, to);
}

/** An edge is the step at which the window becomes open, or no longer is. */
function compileCalendar({ window, edge }: CalendarCall, to: Compilation): Node {
  const { cursor, release } = to.sources.useCursor(window);
  to.onRelease(release);
  to.windows.add(cursor);
  const inside = new InWindow(cursor);
  if (edge === null) return inside;
  return new Rise(edge === 'start' ? inside : new Not(inside), to.slot());
}

function compileGapOpened({ inputs, parameters }: Flag, to: Compilation): Node {
  const { weeks, book } = weeksOf(inputs, to);
  const [least, way] = parameters;
  return new GapOpened(weeks, book.quanta, { least: Number(least), way: way as GapWay });
}

function compileGapFilled({ inputs, parameters }: Flag, to: Compilation): Node {
  const { weeks, book } = weeksOf(inputs, to);
  return new GapFilled(weeks, book.quanta, Number(parameters[0]));
}

function compileStale({ inputs, parameters }: Flag, to: Compilation): Node {
  const [quote] = inputs;
  assert(quote?.type === 'quote', '"stale" reads no quote');
  const book = to.sources.book(quote.instrument);
  to.ticks.add(book);
  return new Stale(book, Number(parameters[0]));
}
