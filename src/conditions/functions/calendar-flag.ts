/** What all flags of the calendar share: true in a daily window, whatever the prices are; nothing is read. */
import type { DailyWindow } from '../../market/daily-window.ts';
import type { CallSite, FlagDefinition } from './definition.ts';

interface CalendarFlag extends Pick<FlagDefinition, 'name' | 'signature' | 'help' | 'words'> {
  /** True at the step at which a window begins or ends, instead of in between. */
  readonly edge?: 'start' | 'end';
  /** `text` is canonical. */
  readonly read: (site: CallSite) => { readonly window: DailyWindow; readonly text: string };
}

export function calendarFlag({ read, edge, ...described }: CalendarFlag): FlagDefinition {
  return {
    ...described,
    isOfInstrument: false,
    resolve(site) {
      const { window, text } = read(site);
      return { inputs: [], parameters: [], lookBack: 0, text, calendar: { window, edge: edge ?? null } };
    },
  };
}
