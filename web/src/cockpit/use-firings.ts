/** The firings to mark on a chart: page by page back to its oldest candle, at most MOST, the newest. */
import { useEffect, useMemo } from 'react';
import { allItems } from '../api/pages.ts';
import { useEvents } from '../api/queries.ts';
import type { Firing } from '../chart/firing-markers.ts';

const MOST = 2_000;

export function useFirings(instrument: string, since: number): readonly Firing[] {
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = useEvents({ instrument });
  const firings = useMemo(
    () => allItems(data).map(({ at, id }): Firing => ({ at: Date.parse(at), event: id })),
    [data],
  );
  const isShort = firings.length < MOST && (firings.at(-1)?.at ?? -Infinity) > since;
  const isNext = isShort && hasNextPage && !isFetching && !isError;
  useEffect(() => {
    if (isNext) void fetchNextPage();
  }, [isNext, fetchNextPage]);
  return firings;
}
