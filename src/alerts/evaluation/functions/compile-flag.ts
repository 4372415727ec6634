/** Turns a call that is true or false by itself into a node, by its name; each is defined in conditions/functions under the same name. */
import type { Condition } from '../../../conditions/resolved.ts';
import { assert } from '../../../kernel/assert.ts';
import type { Compilation } from '../compilation.ts';
import type { Node } from '../node.ts';
import { Stale } from './stale.ts';

type Flag = Extract<Condition, { readonly type: 'flag' }>;

const COMPILERS: ReadonlyMap<string, (flag: Flag, to: Compilation) => Node> = new Map([
  ['stale', compileStale],
]);

export function compileFlag(flag: Flag, to: Compilation): Node {
  const compiler = COMPILERS.get(flag.name);
  assert(compiler !== undefined, `"${flag.name}" has no evaluation`);
  return compiler(flag, to);
}

function compileStale({ inputs, parameters }: Flag, to: Compilation): Node {
  const [quote] = inputs;
  assert(quote?.type === 'quote', '"stale" reads no quote');
  const book = to.sources.book(quote.instrument);
  to.ticks.add(book);
  return new Stale(book, Number(parameters[0]));
}
