/** The cockpit's address: what is looked at, and which alert is in the editor. Shared addresses may hold anything. */
import { parseTimeframe } from '../../../src/market/timeframe.ts';

export interface CockpitSearch {
  readonly instrument?: string | undefined;
  readonly timeframe?: string | undefined;
  readonly price?: 'bid' | 'ask' | 'mid' | undefined;
  /** `new`, or the id of the alert in the editor. */
  readonly alert?: string | undefined;
  /** The condition a new alert starts with. */
  readonly when?: string | undefined;
}

export function parseCockpitSearch(raw: Record<string, unknown>): CockpitSearch {
  const text = (name: string): string | undefined => {
    const value = raw[name];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
  };
  const instrument = text('instrument')?.toUpperCase();
  const timeframe = parseTimeframe(text('timeframe') ?? '')?.name;
  const price = text('price');
  return {
    instrument: instrument !== undefined && /^[A-Z0-9]{3,20}$/.test(instrument) ? instrument : undefined,
    timeframe,
    price: price === 'bid' || price === 'ask' || price === 'mid' ? price : undefined,
    alert: text('alert'),
    when: text('when')?.slice(0, 2048),
  };
}
