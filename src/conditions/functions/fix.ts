/** `fix(tokyo, 5m)`, `cut(newyork, 15m)`, `rollover(10m)`: so long before and after the moment; with `before` or `after`, on that side alone. */
import { CUTS, type DailyMoment, FIXES, ROLLOVER, windowAround } from '../../market/daily-moment.ts';
import type { ArgumentNode } from '../ast.ts';
import { argumentsOf } from './arguments.ts';
import { aroundArguments, chosen } from './calendar-arguments.ts';
import { calendarFlag } from './calendar-flag.ts';
import type { CallSite, FlagDefinition } from './definition.ts';

export const fix: FlagDefinition = momentFlag('fix', {
  moments: FIXES,
  signature: 'fix(tokyo, 5m [, before|after])',
  help: {
    en: 'So long around a fix: tokyo 9:55, ecb 14:10 Frankfurt, london 16:00 (unless said its window of five minutes)',
    ja: 'フィックスの前後（tokyo 9:55 仲値、ecb フランクフルト 14:10、london 16:00。london は省略時 5 分間の算出時間帯）',
  },
});

export const cut: FlagDefinition = momentFlag('cut', {
  moments: CUTS,
  signature: 'cut(newyork, 15m [, before|after])',
  help: {
    en: 'So long around an option cut: tokyo 15:00, newyork 10:00',
    ja: 'オプションカットの前後（tokyo 15:00、newyork 10:00）',
  },
});

export const rollover: FlagDefinition = calendarFlag({
  name: 'rollover',
  signature: 'rollover(10m [, before|after])',
  words: ['before', 'after'],
  help: {
    en: 'So long around 17:00 New York, when the FX day rolls, Monday to Thursday',
    ja: 'ロールオーバー（ニューヨーク 17:00、月曜から木曜）の前後',
  },
  read(site) {
    const args = argumentsOf(site, { least: 0, most: 2 }, 'rollover(10m)');
    const { text, ...around } = aroundArguments(site, ROLLOVER, args);
    return { window: windowAround(ROLLOVER, around), text: `rollover(${text})` };
  },
});

function momentFlag(
  name: 'fix' | 'cut',
  of: Pick<FlagDefinition, 'signature' | 'help'> & { readonly moments: readonly DailyMoment[] },
): FlagDefinition {
  const { moments, ...described } = of;
  const names = moments.map((moment) => moment.name);
  return calendarFlag({
    name,
    ...described,
    words: [...names, 'before', 'after'],
    read(site) {
      const [first, ...rest] = argumentsOf(site, { least: 1, most: 3 }, of.signature);
      const moment = momentNamed(site, first as ArgumentNode, { choice: name, moments });
      const { text, ...around } = aroundArguments(site, moment, rest);
      return { window: windowAround(moment, around), text: `${name}(${moment.name}, ${text})` };
    },
  });
}

function momentNamed(
  site: CallSite,
  argument: ArgumentNode,
  { choice, moments }: { readonly choice: 'fix' | 'cut'; readonly moments: readonly DailyMoment[] },
): DailyMoment {
  const words = moments.map((moment) => moment.name);
  const word = chosen(site, argument, { words, choice });
  return moments.find((moment) => moment.name === word) as DailyMoment;
}
