/**
 * `session(london)`: the session is open. `opens(london)`, `closes(london)`: the step at which it opens or closes. Hours of one's own, on the
 * session's clock, stand behind the name: `session(tokyo, 09:00, 15:00)`. The week is opened and closed by the market itself.
 */
import { fxDays } from '../../market/daily-window.ts';
import { MONDAY_TO_FRIDAY } from '../../market/day-rule.ts';
import { type Session, SESSIONS, type SessionHours, sessionWindow } from '../../market/session.ts';
import type { ArgumentNode } from '../ast.ts';
import { ConditionFault, excerpt } from '../fault.ts';
import { argumentsOf } from './arguments.ts';
import { chosen, hoursArgument, hoursText } from './calendar-arguments.ts';
import { calendarFlag } from './calendar-flag.ts';
import type { CallSite, FlagDefinition } from './definition.ts';

const SESSION_NAMES = SESSIONS.map(({ name }) => name);
/** Five FX days without a break. */
const WEEK = fxDays(MONDAY_TO_FRIDAY);

export const session: FlagDefinition = calendarFlag({
  name: 'session',
  signature: 'session(london [, 08:00, 17:00])',
  words: SESSION_NAMES,
  help: {
    en: 'The session is open: sydney, tokyo, london, newyork; other hours may be given on its clock',
    ja: 'セッション中（sydney、tokyo、london、newyork。現地時刻で時間帯を指定できる）',
  },
  read(site) {
    const { hours, text } = sessionArguments(site, 'session');
    return { window: sessionWindow(hours), text: `session(${text})` };
  },
});

export const opens: FlagDefinition = edgeFlag('opens', {
  edge: 'start',
  help: {
    en: 'The session opens, at this step; opens(week) is the first moment of the trading week',
    ja: 'セッションが始まった瞬間。opens(week) は週の取引開始',
  },
});

export const closes: FlagDefinition = edgeFlag('closes', {
  edge: 'end',
  help: {
    en: 'The session closes, at this step; closes(week) is Friday 17:00 New York',
    ja: 'セッションが終わった瞬間。closes(week) は金曜ニューヨーク 17:00',
  },
});

function edgeFlag(
  name: 'opens' | 'closes',
  of: { readonly edge: 'start' | 'end'; readonly help: FlagDefinition['help'] },
): FlagDefinition {
  return calendarFlag({
    name,
    signature: `${name}(london [, 08:00, 17:00])`,
    words: [...SESSION_NAMES, 'week'],
    ...of,
    read(site) {
      const [first, ...rest] = site.node.arguments;
      if (first?.type === 'operand' && first.name.text === 'week' && rest.length === 0)
        return { window: WEEK, text: `${name}(week)` };
      const { hours, text } = sessionArguments(site, name);
      return { window: sessionWindow(hours), text: `${name}(${text})` };
    },
  });
}

/** `tokyo` or `tokyo, 09:00, 15:00`; hours that are the session's own go unsaid. */
export function sessionArguments(
  site: CallSite,
  name: string,
): { readonly hours: SessionHours; readonly text: string } {
  const signatures = [`${name}(tokyo)`, `${name}(tokyo, 09:00, 15:00)`];
  const [first, ...times] = argumentsOf(site, { least: 1, most: 3 }, ...signatures);
  const known = sessionNamed(site, first as ArgumentNode);
  const [from, to] = times;
  if (from === undefined) return { hours: hoursOf(known), text: known.name };
  if (to === undefined) {
    const after = excerpt(site.source, from);
    throw new ConditionFault('type', from, { key: 'endMissing', after, signatures });
  }
  const own = hoursArgument(site, from, to);
  const isUsual = own.opensMinute === known.opensMinute && own.closesMinute === known.closesMinute;
  const text = isUsual ? known.name : `${known.name}, ${hoursText(own)}`;
  return { hours: { zone: known.zone, ...own }, text };
}

function sessionNamed(site: CallSite, argument: ArgumentNode): Session {
  const name = chosen(site, argument, { words: SESSION_NAMES, choice: 'session' });
  return SESSIONS.find((one) => one.name === name) as Session;
}

function hoursOf({ zone, opensMinute, closesMinute }: Session): SessionHours {
  return { zone, opensMinute, closesMinute };
}
