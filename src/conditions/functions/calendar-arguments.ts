/** Words, clock times and lengths among the arguments of what the calendar says, with an error at its place that says what was expected. */
import type { DailyMoment } from '../../market/daily-moment.ts';
import { type SessionHours, clockText } from '../../market/session.ts';
import { type ZoneName, ZONE_NAMES, isZoneName } from '../../market/zones.ts';
import type { ArgumentNode } from '../ast.ts';
import { ConditionFault, excerpt, unexpected } from '../fault.ts';
import { printDuration } from '../print.ts';
import type { Choice } from '../sentences/faults.ts';
import { nearest } from '../suggest.ts';
import { wordOf } from './arguments.ts';
import type { CallSite } from './definition.ts';

const MINUTES_OF_DAY = 1_440;
/** Longer, and the minutes around one day's fix would run into those around the next. */
const MAX_AROUND_MS = 6 * 3_600_000;
const SIDES = ['before', 'after'] as const;

/** One of `words`, which name a choice of something. */
export function chosen<W extends string>(
  site: CallSite,
  argument: ArgumentNode,
  { words, choice }: { readonly words: readonly W[]; readonly choice: Choice },
): W {
  const word = wordOf(argument);
  const found = words.find((one) => one.toLowerCase() === word);
  if (found !== undefined) return found;
  const near =
    word === null
      ? null
      : nearest(
          word,
          words.map((one) => one.toLowerCase()),
        );
  const suggestion = words.find((one) => one.toLowerCase() === near) ?? null;
  const said = { key: 'choiceUnknown', choice, found: excerpt(site.source, argument), words } as const;
  throw new ConditionFault('unknown-name', argument, said, suggestion);
}

export function zoneArgument(site: CallSite, argument: ArgumentNode): ZoneName {
  const word = wordOf(argument);
  if (word !== null && isZoneName(word)) return word;
  return chosen(site, argument, { words: ZONE_NAMES, choice: 'clock' });
}

/** Hours of a clock. They may run past midnight, and then count on: 22:00 to 26:00. */
export function hoursArgument(
  site: CallSite,
  from: ArgumentNode,
  to: ArgumentNode,
): Pick<SessionHours, 'opensMinute' | 'closesMinute'> {
  const opensMinute = clockArgument(site, from);
  const closes = clockArgument(site, to);
  if (closes % MINUTES_OF_DAY === opensMinute % MINUTES_OF_DAY) {
    const span = { from: from.from, to: to.to };
    throw new ConditionFault('type', span, { key: 'hoursEmpty', text: excerpt(site.source, span) });
  }
  return { opensMinute, closesMinute: closes > opensMinute ? closes : closes + MINUTES_OF_DAY };
}

/** As it is written: 02:00 for the twenty-sixth hour. */
export function hoursText({
  opensMinute,
  closesMinute,
}: Pick<SessionHours, 'opensMinute' | 'closesMinute'>): string {
  const closes = closesMinute > MINUTES_OF_DAY ? closesMinute - MINUTES_OF_DAY : closesMinute;
  return `${clockText(opensMinute)}, ${clockText(closes)}`;
}

function clockArgument({ source }: CallSite, argument: ArgumentNode): number {
  const text = source.slice(argument.from, argument.to);
  const isClock = argument.type === 'time' && /^([01]?\d|2[0-3]):[0-5]\d$|^24:00$/.test(text);
  if (isClock) return argument.minutes;
  throw new ConditionFault('type', argument, unexpected(source, argument, { key: 'timeOfDay' }));
}

/** `[length [, before|after]]` around a moment, with its canonical text. */
export function aroundArguments(
  site: CallSite,
  moment: DailyMoment,
  [length, side]: readonly ArgumentNode[],
): { readonly beforeMs: number; readonly afterMs: number; readonly text: string } {
  const ms = length === undefined ? moment.aroundMs : lengthArgument(site, length);
  const only = side === undefined ? null : chosen(site, side, { words: SIDES, choice: 'side' });
  return {
    beforeMs: only === 'after' ? 0 : ms,
    afterMs: only === 'before' ? 0 : ms,
    text: `${printDuration(ms)}${only === null ? '' : `, ${only}`}`,
  };
}

function lengthArgument({ source }: CallSite, argument: ArgumentNode): number {
  if (argument.type !== 'duration') {
    const expected = { key: 'durationSuchAs', example: '5m' } as const;
    throw new ConditionFault('type', argument, unexpected(source, argument, expected));
  }
  const isWhole = Number.isInteger(argument.ms);
  if (isWhole && argument.ms > 0 && argument.ms <= MAX_AROUND_MS) return argument.ms;
  throw new ConditionFault('limit', argument, {
    key: 'aroundOutOfRange',
    text: excerpt(source, argument),
    most: printDuration(MAX_AROUND_MS),
  });
}
