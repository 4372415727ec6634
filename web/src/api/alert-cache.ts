/** One alert as it is now, put into every list of the query cache that shows it: no list of thousands is asked for again for one. */
import type { QueryClient } from '@tanstack/react-query';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import type { EventView } from '../../../src/api/contract/events.ts';
import { withAlert, withFiring, withoutAlert, type AlertFilter, type Pages } from './pages.ts';

export function putAlert(queries: QueryClient, alert: AlertView): void {
  queries.setQueryData(['alert', alert.id], alert);
  changeLists(queries, (list, filter) => withAlert(list, alert, filter));
}

export function dropAlert(queries: QueryClient, id: string): void {
  changeLists(queries, (list) => withoutAlert(list, id));
}

export function countFiring(queries: QueryClient, event: EventView): void {
  changeLists(queries, (list) => withFiring(list, event));
}

function changeLists(
  queries: QueryClient,
  change: (list: Pages<AlertView>, filter: AlertFilter) => Pages<AlertView>,
): void {
  for (const [key, list] of queries.getQueriesData<Pages<AlertView>>({ queryKey: ['alerts'] }))
    if (list !== undefined) queries.setQueryData(key, change(list, (key[1] ?? {}) as AlertFilter));
}
