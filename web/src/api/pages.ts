/** Pages of a list in the query cache, and how a live event is put into them. */
import type { InfiniteData } from '@tanstack/react-query';
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

export function mapItems<T>(pages: Pages<T>, change: (item: T) => T): Pages<T> {
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.map(change) })) };
}

export function allItems<T>(pages: { readonly pages: readonly Page<T>[] } | undefined): readonly T[] {
  return pages?.pages.flatMap((page) => page.items) ?? [];
}
