/**
 * `stale(30s)`: no quote of the instrument has come for that long, while its market is open. Unknown before the first quote.
 *
 * Silence is counted in market time (a beat of the log decides, not the next quote) and only while the market is open: what was
 * silent from Friday's close on is silent from Sunday's opening. In the weekend nothing is stale.
 */
import { WEEK_TRADING_MS } from '../../market/trading-time.ts';
import type { ArgumentNode } from '../ast.ts';
import { ConditionFault, excerpt, unexpected } from '../fault.ts';
import { printDuration } from '../print.ts';
import { argumentsOf } from './arguments.ts';
import type { Call, CallSite, FlagDefinition } from './definition.ts';

const SIGNATURE = 'stale(60s)';
const DEFAULT_MS = 60_000;

export const stale: FlagDefinition = {
  name: 'stale',
  signature: SIGNATURE,
  help: {
    en: 'No quote for so long while the market is open; 60s unless said',
    ja: '市場が開いているのに指定時間レートが届いていない（省略時 60s）',
  },
  isOfInstrument: true,
  resolve,
};

function resolve(site: CallSite): Call {
  const [length] = argumentsOf(site, { least: 0, most: 1 }, SIGNATURE);
  const { id } = site.instrument;
  const ms = length === undefined ? DEFAULT_MS : lengthOf(site, length);
  return {
    inputs: [{ type: 'quote', instrument: id, field: 'bid', text: `${id}:bid` }],
    parameters: [ms],
    lookBack: 0,
    text: `stale(${printDuration(ms)})`,
  };
}

function lengthOf({ source }: CallSite, argument: ArgumentNode): number {
  if (argument.type !== 'duration') {
    const expected = { key: 'durationSuchAs', example: '30s' } as const;
    throw new ConditionFault('type', argument, unexpected(source, argument, expected));
  }
  if (argument.ms < WEEK_TRADING_MS) return argument.ms;
  throw new ConditionFault('limit', argument, { key: 'neverStale', text: excerpt(source, argument) });
}
