/** Every time-out and pace of the GMO Coin feed, in one place; tests give a faster set. */
export interface GmoTimings {
  /** Answer of one GET, headers and body. */
  readonly requestTimeoutMs: number;
  /** Between the starts of two GETs. No limit is documented for public calls; clients pace 200 ms to 1 s. */
  readonly requestSpacingMs: number;
  /** First wait before a GET is tried again; doubles. */
  readonly retryMs: number;
  /** Longest wait a GET accepts from `Retry-After`. */
  readonly retryAfterMaxMs: number;
  readonly connectTimeoutMs: number;
  /** Between two (un)subscribe frames of one address: the limit is 1 s, 200 ms was refused, 1.1 s is known to work. */
  readonly subscribeSpacingMs: number;
  /** After `ERR-5003`: first wait, doubling up to the maximum. */
  readonly refusedMs: number;
  readonly refusedMaxMs: number;
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
  /** Our pings; and how long nothing at all may come before the connection counts as dead. */
  readonly pingMs: number;
  readonly deadMs: number;
  /** Between looks at /status during maintenance: this, up to twice this. */
  readonly statusPollMs: number;
  /** Between looks at /ticker while symbols wait to be subscribed: prices flow from the first second. */
  readonly pollMs: number;
  /** Between looks at /ticker: a subscription that silently broke is found at the third. */
  readonly watchMs: number;
  /** How far the stamps of /ticker may be ahead of the stream's. */
  readonly lagMs: number;
  readonly probeTimeoutMs: number;
  /** How long `start` waits for the first attempt. */
  readonly patienceMs: number;
}

export const GMO_TIMINGS: GmoTimings = {
  requestTimeoutMs: 8_000,
  requestSpacingMs: 200,
  retryMs: 300,
  retryAfterMaxMs: 60_000,
  connectTimeoutMs: 10_000,
  subscribeSpacingMs: 1_100,
  refusedMs: 10_000,
  refusedMaxMs: 600_000,
  reconnectMinMs: 1_000,
  reconnectMaxMs: 60_000,
  pingMs: 5_000,
  deadMs: 12_000,
  statusPollMs: 30_000,
  pollMs: 3_000,
  watchMs: 15_000,
  lagMs: 5_000,
  probeTimeoutMs: 5_000,
  patienceMs: 10_000,
};
