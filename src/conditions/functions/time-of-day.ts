/** `time(09:00, 17:00, tokyo)`: the hours of a clock, every day on which the market is open; past midnight when they end before they begin. */
import { EVERY_DAY } from '../../market/day-rule.ts';
import { ZONE_NAMES } from '../../market/zones.ts';
import type { ArgumentNode } from '../ast.ts';
import { argumentsOf } from './arguments.ts';
import { hoursArgument, hoursText, zoneArgument } from './calendar-arguments.ts';
import { calendarFlag } from './calendar-flag.ts';
import type { FlagDefinition } from './definition.ts';

const SIGNATURE = 'time(09:00, 17:00, tokyo)';

export const timeOfDay: FlagDefinition = calendarFlag({
  name: 'time',
  signature: SIGNATURE,
  words: ZONE_NAMES,
  help: {
    en: 'Between two times of a clock: tokyo, london, newyork, frankfurt, sydney, auckland, utc',
    ja: '指定した現地時刻の間（tokyo、london、newyork、frankfurt、sydney、auckland、utc）',
  },
  read(site) {
    const args = argumentsOf(site, { least: 3, most: 3 }, SIGNATURE);
    const [from, to, clock] = args as readonly [ArgumentNode, ArgumentNode, ArgumentNode];
    const hours = hoursArgument(site, from, to);
    const zone = zoneArgument(site, clock);
    const window = {
      zone,
      fromMinute: hours.opensMinute,
      toMinute: hours.closesMinute,
      beforeMs: 0,
      afterMs: 0,
      days: EVERY_DAY,
    };
    return { window, text: `time(${hoursText(hours)}, ${zone})` };
  },
});
