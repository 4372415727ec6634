/** Pages of a list in the query cache, and how one thing that changed is put into them. All lists are newest first. */
import type { InfiniteData } from '@tanstack/react-query';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import type { EventView } from '../../../src/api/contract/events.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export type Pages<T> = InfiniteData<Page<T>, string | null>;

export interface EventFilter {
  readonly alert?: string | undefined;
  readonly instrument?: string | undefined;
}

export interface AlertFilter {
  readonly status?: string | undefined;
  readonly instrument?: string | undefined;
  readonly search?: string | undefined;
}

export function matches(event: EventView, filter: EventFilter): boolean {
  return (
    (filter.alert === undefined || filter.alert === event.alert) &&
    (filter.instrument === undefined || filter.instrument === event.instrument)
  );
}

/** Puts `event` where its time belongs (newest first); a known one is replaced where it is. */
export function withEvent(pages: Pages<EventView>, event: EventView): Pages<EventView> {
  const known = pages.pages.some((page) => page.items.some((item) => item.id === event.id));
  if (known) return mapItems(pages, (item) => (item.id === event.id ? event : item));
  const [first, ...rest] = pages.pages;
  if (first === undefined) return pages;
  const found = first.items.findIndex((item) => item.at <= event.at);
  const place = found === -1 ? first.items.length : found;
  return { ...pages, pages: [{ ...first, items: first.items.toSpliced(place, 0, event) }, ...rest] };
}

/**
 * Puts `alert` in as it is now: replaced, taken out where the filter no longer wants it, or added at its place. What belongs
 * behind the pages that were loaded comes with the next one. A search is the server's to answer: its list stays as it is.
 */
export function withAlert(pages: Pages<AlertView>, alert: AlertView, filter: AlertFilter): Pages<AlertView> {
  const wanted =
    (filter.status === undefined || filter.status === alert.status) &&
    (filter.instrument === undefined || alert.instruments.includes(filter.instrument));
  if (!wanted) return withoutAlert(pages, alert.id);
  if (pages.pages.some((page) => page.items.some((item) => item.id === alert.id)))
    return mapItems(pages, (item) => (item.id === alert.id ? alert : item));
  if (filter.search !== undefined) return pages;
  for (const [index, page] of pages.pages.entries()) {
    const found = page.items.findIndex((item) => item.createdAt <= alert.createdAt);
    const place = found === -1 && page.next === null ? page.items.length : found;
    if (place === -1) continue;
    return {
      ...pages,
      pages: pages.pages.with(index, { ...page, items: page.items.toSpliced(place, 0, alert) }),
    };
  }
  return pages;
}

export function withoutAlert(pages: Pages<AlertView>, id: string): Pages<AlertView> {
  return {
    ...pages,
    pages: pages.pages.map((page) => ({ ...page, items: page.items.filter((item) => item.id !== id) })),
  };
}

/** What a firing changes of its alert, known without asking. An alert that was read after the firing counts it already. */
export function withFiring(pages: Pages<AlertView>, event: EventView): Pages<AlertView> {
  if (event.kind !== 'fired') return pages;
  return mapItems(pages, (alert) =>
    alert.id === event.alert && (alert.lastFiredAt ?? '') < event.at
      ? { ...alert, firings: alert.firings + 1, lastFiredAt: event.at }
      : alert,
  );
}

/** Pages nothing changed in stay the same objects, so that nothing is drawn again for them. */
export function mapItems<T>(pages: Pages<T>, change: (item: T) => T): Pages<T> {
  const next = pages.pages.map((page) => {
    const items = page.items.map(change);
    return items.every((item, i) => item === page.items[i]) ? page : { ...page, items };
  });
  return next.every((page, i) => page === pages.pages[i]) ? pages : { ...pages, pages: next };
}

export function allItems<T>(pages: { readonly pages: readonly Page<T>[] } | undefined): readonly T[] {
  return pages?.pages.flatMap((page) => page.items) ?? [];
}
