/** `fxalert events`: what fired, newest first, one JSON line an event. */
import type { EventView } from '../../api/contract/events.ts';
import { ApiClient, type ApiOptions } from './api-client.ts';
import { drained, printLine, say } from './output.ts';

interface EventsOptions extends ApiOptions {
  readonly alert?: string;
  readonly instrument?: string;
  readonly limit: number;
}

export async function events(options: EventsOptions): Promise<number> {
  const query = new URLSearchParams();
  if (options.alert !== undefined) query.set('alert', options.alert);
  if (options.instrument !== undefined) query.set('instrument', options.instrument);
  let count = 0;
  for await (const event of new ApiClient(options).pages<EventView>(`/events?${query.toString()}`)) {
    if (count === options.limit) break;
    printLine(event);
    await drained();
    count += 1;
  }
  say(`${count} events`);
  return 0;
}
