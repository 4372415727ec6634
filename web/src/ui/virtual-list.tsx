/**
 * A list of any length that keeps only the rows in sight, and asks for the next page before its end is reached. Rows that come in
 * above what is read move nothing: the list scrolls along.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useLayoutEffect, useRef, type ReactNode } from 'react';
import type { More } from './listing.tsx';

interface VirtualListProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly rowHeight: number;
  /** Kept in sight as it changes; −1 for none. */
  readonly selected?: number;
  readonly more?: More;
  readonly keyOf: (item: T) => string;
  readonly row: (item: T, index: number) => ReactNode;
}

/** Rows before the end at which the next page is asked for. */
const AHEAD = 30;

export function VirtualList<T>(props: VirtualListProps<T>) {
  const { label, items, rowHeight, selected = -1, more, keyOf, row } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are called here and handed to nobody
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
  });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  const nearEnd = more?.available === true && last >= items.length - AHEAD;
  const load = useEffectEvent(() => more?.load());
  useEffect(() => {
    if (nearEnd) load();
  }, [nearEnd, items.length]);
  const first = useRef<string | null>(null);
  const scrollAlong = useEffectEvent((now: readonly T[]) => {
    const before = first.current;
    first.current = now[0] === undefined ? null : keyOf(now[0]);
    const element = scroller.current;
    if (element === null || element.scrollTop === 0 || before === null) return;
    const added = now.findIndex((item) => keyOf(item) === before);
    if (added > 0) element.scrollTop += added * rowHeight;
  });
  useLayoutEffect(() => scrollAlong(items), [items]);
  const show = useEffectEvent((index: number) => virtual.scrollToIndex(index));
  useEffect(() => {
    if (selected >= 0) show(selected);
  }, [selected]);

  return (
    <div ref={scroller} className="virtual-list" role="list" aria-label={label} tabIndex={-1}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {rows.map((place) => {
          const item = items[place.index];
          return item === undefined ? null : (
            <div
              key={place.key}
              role="listitem"
              aria-setsize={items.length}
              aria-posinset={place.index + 1}
              className="virtual-row"
              data-selected={place.index === selected}
              style={{ height: place.size, transform: `translateY(${place.start}px)` }}
            >
              {row(item, place.index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
