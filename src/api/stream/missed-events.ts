/**
 * The events recorded after a Last-Event-ID, oldest first. The log lists by market time, and an event may be recorded late, behind newer
 * ones: pages are read until one holds nothing new, so only an event later than a whole page of others would be left to the list.
 */
import type { Page, StoredEvent } from '../../alerts/ports.ts';
import type { ApiServices } from '../services.ts';
import { eventView } from '../views/event-view.ts';
import type { Frame } from './frame.ts';
import { eventFrame, isAfter } from './frame.ts';

export const MAX_REPLAYED_EVENTS = 1_000;
const PAGE_SIZE = 200;

/** `complete` is false when more were missed than are replayed: the reader should load the list anew. */
export async function missedEvents(
  services: Pick<ApiServices, 'events' | 'deliveries'>,
  lastEventId: string,
): Promise<{ readonly frames: readonly Frame[]; readonly complete: boolean }> {
  const missed: StoredEvent[] = [];
  let cursor: string | null = null;
  let complete: boolean;
  do {
    const page: Page<StoredEvent> = await services.events.list({
      limit: PAGE_SIZE,
      ...(cursor === null ? {} : { cursor }),
    });
    const isNew = page.items.filter(({ id }) => isAfter(id, lastEventId));
    missed.push(...isNew);
    complete = isNew.length === 0 || page.next === null;
    cursor = page.next;
  } while (!complete && missed.length <= MAX_REPLAYED_EVENTS);

  missed.sort((a, b) => (isAfter(a.id, b.id) ? 1 : -1));
  const newest = missed.slice(-MAX_REPLAYED_EVENTS);
  const deliveries = await services.deliveries.ofEvents(newest.map(({ id }) => id));
  return {
    frames: newest.map((event) => eventFrame(eventView(event, deliveries.get(event.id) ?? []))),
    complete: complete && missed.length === newest.length,
  };
}
