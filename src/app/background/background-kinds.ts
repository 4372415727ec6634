/** Every kind of background job and what it needs. A job of an older version is read by today's contract, and refused in words by it. */
import { JobRequest } from '../../api/contract/jobs.ts';
import { type BackgroundWork, JobRefusal, type WorkDone, type WorkSite } from '../../jobs/background-job.ts';
import { dryRunJob } from './dry-run-job.ts';
import { gapFillJob, type MendPorts, repairJob } from './mend-market.ts';
import { exportCandles, exportEvents, exportTicks } from './export-jobs.ts';

export function backgroundKinds(ports: MendPorts): Readonly<Record<string, BackgroundWork>> {
  const { database, instruments } = ports;
  const { history } = ports.stores;
  const of = <Kind extends JobRequest['kind']>(
    kind: Kind,
    work: (request: Extract<JobRequest, { kind: Kind }>, site: WorkSite) => Promise<WorkDone>,
  ) => [kind, (given: unknown, site: WorkSite) => work(requestOf(kind, given), site)] as const;
  return Object.fromEntries([
    of('dry-run', (request, site) => dryRunJob(request, site, { history, instruments })),
    of('export-candles', (request, site) => exportCandles(request, site, history)),
    of('export-ticks', (request, site) => exportTicks(request, site, history)),
    of('export-events', (request, site) => exportEvents(request, site, database)),
    of('candle-repair', (request, site) => repairJob(request, site, ports)),
    of('gap-fill', (request, site) => gapFillJob(request, site, ports)),
  ]);
}

function requestOf<Kind extends JobRequest['kind']>(
  kind: Kind,
  given: unknown,
): Extract<JobRequest, { kind: Kind }> {
  const parsed = JobRequest.safeParse(given);
  if (parsed.success && parsed.data.kind === kind) return parsed.data as Extract<JobRequest, { kind: Kind }>;
  const [first] = parsed.success ? [] : parsed.error.issues;
  throw new JobRefusal(
    `this version cannot read the request (${first?.path.join('/') ?? 'kind'}: ${first?.message ?? 'is another'}): ask for it again`,
  );
}
