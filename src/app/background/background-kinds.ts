/** Every kind of background job and what it needs. A job of an older version is read by today's contract, and refused in words by it. */
import type { MarketHistory } from '../../alerts/ports.ts';
import { JobRequest } from '../../api/contract/jobs.ts';
import { type BackgroundWork, JobRefusal, type WorkDone, type WorkSite } from '../../jobs/background-job.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import type { Database } from '../../storage/database.ts';
import { dryRunJob } from './dry-run-job.ts';
import { exportCandles, exportEvents, exportTicks } from './export-jobs.ts';

interface BackgroundKindPorts {
  readonly database: Database;
  readonly history: MarketHistory;
  readonly instruments: InstrumentTable;
}

export function backgroundKinds(ports: BackgroundKindPorts): Readonly<Record<string, BackgroundWork>> {
  const { database, history } = ports;
  const of = <Kind extends JobRequest['kind']>(
    kind: Kind,
    work: (request: Extract<JobRequest, { kind: Kind }>, site: WorkSite) => Promise<WorkDone>,
  ) => [kind, (given: unknown, site: WorkSite) => work(requestOf(kind, given), site)] as const;
  return Object.fromEntries([
    of('dry-run', (request, site) => dryRunJob(request, site, ports)),
    of('export-candles', (request, site) => exportCandles(request, site, history)),
    of('export-ticks', (request, site) => exportTicks(request, site, history)),
    of('export-events', (request, site) => exportEvents(request, site, database)),
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
