/** Whole days: `gotobi`, `holiday(USD)`, `thin`, `dst_mismatch`, `weekday(mon, fri)`. */
import { CENTRES, type Centre, ZONE_OF_CENTRE } from '../../market/centre.ts';
import { type DailyWindow, dates, fxDays } from '../../market/daily-window.ts';
import type { DayRule } from '../../market/day-rule.ts';
import { SESSIONS } from '../../market/session.ts';
import { ZONE_NAMES, isZoneName } from '../../market/zones.ts';
import type { ArgumentNode } from '../ast.ts';
import { argumentsOf, wordOf } from './arguments.ts';
import { chosen } from './calendar-arguments.ts';
import { calendarFlag } from './calendar-flag.ts';
import type { CallSite, FlagDefinition } from './definition.ts';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

export const gotobi: FlagDefinition = dayFlag('gotobi', {
  window: dates('tokyo', { type: 'gotobi' }),
  help: {
    en: 'A day in Tokyo on which firms settle: 5, 10, 15, 20, 25, 30, or the business day before',
    ja: '五十日（東京の日付。休日の場合は前営業日）',
  },
});

export const thin: FlagDefinition = dayFlag('thin', {
  window: fxDays({ type: 'thin' }),
  help: {
    en: 'An FX day of thin liquidity: banks closed in London, New York or Tokyo, or 24 December to 2 January',
    ja: '流動性の薄い日（ロンドン、ニューヨーク、東京のいずれかが休み、または 12 月 24 日から 1 月 2 日）',
  },
});

export const dstMismatch: FlagDefinition = dayFlag('dst_mismatch', {
  window: fxDays({ type: 'dst-mismatch' }),
  help: {
    en: 'London and New York are four hours apart instead of five: only one has changed its clocks',
    ja: 'ロンドンとニューヨークの時差が 5 時間でなく 4 時間の期間（夏時間の切り替えがずれる週）',
  },
});

export const holiday: FlagDefinition = calendarFlag({
  name: 'holiday',
  signature: 'holiday(USD)',
  words: CENTRES,
  help: {
    en: 'Banks of the currency’s centre are closed, all day by its own date, on a weekday',
    ja: 'その通貨の中心地の銀行休業日（現地の日付、平日のみ）',
  },
  read(site) {
    const [first] = argumentsOf(site, { least: 1, most: 1 }, 'holiday(USD)');
    const centre = centreNamed(site, first as ArgumentNode);
    const window = dates(ZONE_OF_CENTRE[centre], { type: 'holiday', centre });
    return { window, text: `holiday(${centre})` };
  },
});

export const weekday: FlagDefinition = calendarFlag({
  name: 'weekday',
  signature: 'weekday(mon, fri [, tokyo])',
  words: [...WEEKDAYS, ...ZONE_NAMES],
  help: {
    en: 'One of these days: FX days, named by the date on which they end, or days of the clock named last',
    ja: '指定した曜日（FX の営業日。最後に地名を付けると現地の日付）',
  },
  read(site) {
    const signatures = ['weekday(mon, fri)', 'weekday(mon, fri, tokyo)'];
    const args = argumentsOf(site, { least: 1, most: WEEKDAYS.length + 1 }, ...signatures);
    const last = args.length > 1 ? wordOf(args.at(-1)) : null;
    const zone = last !== null && isZoneName(last) ? last : null;
    const named = (zone === null ? args : args.slice(0, -1)).map((argument) =>
      chosen(site, argument, { words: WEEKDAYS, choice: 'weekday' }),
    );
    const words = WEEKDAYS.filter((word) => named.includes(word));
    const days: DayRule = { type: 'weekdays', weekdays: words.map((word) => WEEKDAYS.indexOf(word) + 1) };
    const text = [...words, ...(zone === null ? [] : [zone])].join(', ');
    return { window: zone === null ? fxDays(days) : dates(zone, days), text: `weekday(${text})` };
  },
});

function dayFlag(
  name: string,
  { window, help }: { readonly window: DailyWindow; readonly help: FlagDefinition['help'] },
): FlagDefinition {
  return calendarFlag({
    name,
    signature: name,
    help,
    words: [],
    read(site) {
      argumentsOf(site, { least: 0, most: 0 }, name);
      return { window, text: name };
    },
  });
}

/** By its currency, or by the name of its session. */
function centreNamed(site: CallSite, argument: ArgumentNode): Centre {
  const word = wordOf(argument);
  const zone = SESSIONS.find(({ name }) => name === word)?.zone;
  const centre = CENTRES.find((one) => ZONE_OF_CENTRE[one] === zone);
  return centre ?? chosen(site, argument, { words: CENTRES, choice: 'currency' });
}
