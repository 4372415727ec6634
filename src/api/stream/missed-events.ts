/** The events after a Last-Event-ID, oldest first, read from the event log page by page from the newest. */
import type { StoredEvent } from '../../alerts/ports.ts';
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
  const newestFirst: StoredEvent[] = [];
  let cursor: string | null = null;
  let complete = false;
  do {
    const page: Awaited<ReturnType<typeof services.events.list>> = await services.events.list({
      limit: PAGE_SIZE,
      ...(cursor === null ? {} : { cursor }),
    });
    const missed = page.items.filter(({ id }) => isAfter(id, lastEventId));
    newestFirst.push(...missed);
    complete = missed.length < page.items.length || page.next === null;
    cursor = page.next;
  } while (!complete && newestFirst.length < MAX_REPLAYED_EVENTS);

  const missed = newestFirst.slice(0, MAX_REPLAYED_EVENTS).reverse();
  const deliveries = await services.deliveries.ofEvents(missed.map(({ id }) => id));
  return {
    frames: missed.map((event) => eventFrame(eventView(event, deliveries.get(event.id) ?? []))),
    complete: complete && newestFirst.length <= MAX_REPLAYED_EVENTS,
  };
}
