/** Work by the clock. Any number of schedulers may run: each turn of a job is done by one of them. */
export interface ScheduledJob {
  /** Also the metric label and the name of its queue. */
  readonly name: string;
  /** Five fields, to the minute. */
  readonly cron: string;
  /** IANA zone in which `cron` is read. */
  readonly zone: string;
  /** Ends the turn when nothing else does. */
  readonly timeoutMs: number;
  /** How often a turn that failed is made again, and after how long; twice after ten seconds by default. */
  readonly retries?: { readonly times: number; readonly afterSeconds: number };
  /**
   * Idempotent: a turn that failed is made again. Says what it did, for the log; null when there was nothing to do. Rejects when it could
   * not.
   */
  run(signal: AbortSignal): Promise<string | null>;
}
