/** The dry run over years: the answer of the API's own dry run, as the result of a background job. */
import type { MarketHistory } from '../../alerts/ports.ts';
import { alertOf } from '../../api/views/alert-view.ts';
import { dryRunView } from '../../api/views/dry-run-view.ts';
import { instantOf } from '../../api/views/instant.ts';
import type { JobRequest } from '../../api/contract/jobs.ts';
import { JobRefusal, type WorkDone, type WorkSite } from '../../jobs/background-job.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import { runDry } from '../dry-run.ts';

interface DryRunJobPorts {
  readonly history: MarketHistory;
  readonly instruments: InstrumentTable;
}

export async function dryRunJob(
  request: Extract<JobRequest, { kind: 'dry-run' }>,
  site: WorkSite,
  { history, instruments }: DryRunJobPorts,
): Promise<WorkDone> {
  const { days, to } = request;
  const alert = alertOf(request.alert, { id: 'dry-run', revision: 1 }, '/alert');
  const now = to === undefined ? null : instantOf(to);
  const run = await runDry(alert, {
    ...{ days, history, instruments, now },
    signal: site.signal,
    progress: (share) => site.progress(share),
  });
  // Without prices nothing was tested, and "0 firings" would be taken for an answer.
  if (run.basis === 'none')
    throw new JobRefusal(
      `no prices of ${alert.instruments.join(', ')} are recorded in the ${days} days before ${to ?? 'now'}: import history, or ask for another time`,
    );
  await site.write(`${JSON.stringify(dryRunView(run))}\n`);
  return {
    outcome: `fired ${run.count === 1 ? 'once' : `${run.count} times`} in ${run.daysCovered.toFixed(1)} days of ${run.basis === 'mixed' ? 'candles and ticks' : run.basis}`,
    file: { name: 'dry-run.json', contentType: 'application/json; charset=utf-8' },
  };
}
