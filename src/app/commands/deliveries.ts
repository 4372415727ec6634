/** `fxalert deliveries`: the ledger as JSON lines, and sending again one or a range. */
import type { DeliveryView, RedeliverAnswer, RedeliverRequest } from '../../api/contract/events.ts';
import { ApiClient, type ApiOptions } from './api-client.ts';
import { drained, printLine, say } from './output.ts';

/** Of one request: what the API takes at most. */
const MOST = 10_000;

interface ListOptions extends ApiOptions {
  readonly status?: string;
  readonly channel?: string;
  readonly event?: string;
  readonly limit: number;
}

export async function listDeliveries({ limit, ...options }: ListOptions): Promise<number> {
  const query = new URLSearchParams();
  for (const name of ['status', 'channel', 'event'] as const) {
    const value = options[name];
    if (value !== undefined) query.set(name, value);
  }
  let count = 0;
  for await (const delivery of new ApiClient(options).pages<Omit<DeliveryView, 'log'>>(
    `/deliveries?${query.toString()}`,
  )) {
    if (count === limit) break;
    printLine(delivery);
    await drained();
    count += 1;
  }
  say(`${count} deliveries`);
  return 0;
}

interface RedeliverOptions extends ApiOptions {
  readonly status: 'sent' | 'dead';
  readonly channel?: string;
  readonly from?: string;
  readonly to?: string;
}

/** With ids these, else all that match, the oldest first. */
export async function redeliver(ids: readonly string[], options: RedeliverOptions): Promise<number> {
  const client = new ApiClient(options);
  if (ids.length > 0) {
    for (const id of ids)
      printLine(
        await client.request<DeliveryView>('POST', `/deliveries/${encodeURIComponent(id)}/redeliver`),
      );
    say(`${ids.length} deliveries go out again`);
    return 0;
  }
  const { status, channel, from, to } = options;
  const range: RedeliverRequest = {
    status,
    limit: MOST,
    ...(channel === undefined ? {} : { channel }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
  const { redelivered } = await client.request<RedeliverAnswer>('POST', '/deliveries/redeliver', range);
  printLine({ redelivered });
  say(
    `${redelivered} deliveries go out again${redelivered === MOST ? '; there may be more: run it again' : ''}`,
  );
  return 0;
}
