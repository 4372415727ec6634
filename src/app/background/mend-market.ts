/**
 * Repair of candles and filling of gaps, by the clock and by hand: the same work, and the same sentence about it.
 *
 * What is mended serves charts, dry runs, and the warm-up of alerts that are armed later. Running engines are not told: what fires is
 * determined by the recorded log alone, and a candle that comes from elsewhere is not in it.
 */
import type { JobRequest } from '../../api/contract/jobs.ts';
import { instantOf } from '../../api/views/instant.ts';
import { JobRefusal, type WorkDone, type WorkSite } from '../../jobs/background-job.ts';
import type { ScheduledJob } from '../../jobs/job.ts';
import { type EpochMs, HOUR_MS, instrumentId } from '../../kernel/units.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import type { Mended } from '../../storage/candle-repair.ts';
import type { Stores } from '../../storage/create-stores.ts';
import type { Database } from '../../storage/database.ts';
import { fillGaps } from './fill-gaps.ts';
import type { HistorySource } from './history-source.ts';
import { repairCandles } from './repair-candles.ts';

export interface MendPorts {
  readonly database: Database;
  readonly stores: Stores;
  readonly instruments: InstrumentTable;
  readonly source: () => Promise<HistorySource | null>;
  /** Counter: candles that were not there, or were and differed, by what they were made from. */
  readonly mended: (from: 'ticks' | 'history', mended: Mended) => void;
}

type Site = Pick<WorkSite, 'signal'> & Partial<Pick<WorkSite, 'progress'>>;

const MINUTE_MS = 60_000;
/** A quiet market has minutes without a price; asking for them again and again would only tire the provider. */
const SCHEDULED_GAP_MS = 3 * MINUTE_MS;
/** Two FX days: a scheduler that was away for one misses nothing. */
const LOOK_BACK_MS = 48 * HOUR_MS;

export function mendJobs(ports: MendPorts): readonly ScheduledJob[] {
  const scheduled = (
    job: Pick<ScheduledJob, 'name' | 'cron'>,
    work: (span: { from: EpochMs; to: EpochMs }, signal: AbortSignal) => Promise<Mending>,
  ): ScheduledJob => ({
    ...job,
    zone: 'America/New_York',
    timeoutMs: 1_800_000,
    async run(signal) {
      const to = await newestTickAt(ports.stores);
      if (to === null) return null;
      const { added, changed, outcome } = await work({ from: (to - LOOK_BACK_MS) as EpochMs, to }, signal);
      return added + changed === 0 ? null : outcome;
    },
  });
  return [
    // While the market has its pause.
    scheduled({ name: 'candle-repair', cron: '10 17 * * *' }, (span, signal) =>
      repair({ ...span, signal }, ports),
    ),
    scheduled({ name: 'gap-fill', cron: '20 5,11,17,23 * * *' }, async (span, signal) => {
      const source = await ports.source();
      if (source === null) return { added: 0, changed: 0, outcome: '' };
      const options = { instruments: source.instruments, shortestMs: SCHEDULED_GAP_MS, signal };
      return fill({ ...span, ...options }, source, ports);
    }),
  ];
}

export async function repairJob(
  request: Extract<JobRequest, { kind: 'candle-repair' }>,
  site: WorkSite,
  ports: MendPorts,
): Promise<WorkDone> {
  const span = { from: instantOf(request.from), to: instantOf(request.to) };
  const { outcome } = await repair({ ...span, ...siteOf(site) }, ports);
  return { outcome, file: null };
}

export async function gapFillJob(
  request: Extract<JobRequest, { kind: 'gap-fill' }>,
  site: WorkSite,
  ports: MendPorts,
): Promise<WorkDone> {
  const source = await ports.source();
  if (source === null) throw new JobRefusal('no feed has run on this database yet: start one first');
  const { instrument, from, to } = request;
  const options = {
    ...{ from: instantOf(from), to: instantOf(to), shortestMs: MINUTE_MS },
    instruments: instrument === undefined ? source.instruments : [instrumentId(instrument)],
  };
  const { outcome } = await fill({ ...options, ...siteOf(site) }, source, ports);
  return { outcome, file: null };
}

interface Mending extends Mended {
  readonly outcome: string;
}

async function repair(
  span: Site & { readonly from: EpochMs; readonly to: EpochMs },
  ports: MendPorts,
): Promise<Mending> {
  const isSimulated = (await ports.source())?.simulated ?? false;
  const { added, changed, compared, ticks } = await repairCandles({ ...ports, ...span, isSimulated });
  ports.mended('ticks', { added, changed });
  const outcome = `${compared} candles made again from ${ticks} ticks: ${changed} differed, ${added} were missing`;
  return { added, changed, outcome };
}

async function fill(
  options: Omit<Parameters<typeof fillGaps>[0], 'database' | 'history' | 'source'>,
  source: HistorySource,
  ports: MendPorts,
): Promise<Mending> {
  const { database, stores } = ports;
  const { added, changed, missingMinutes } = await fillGaps({
    ...options,
    ...{ database, source, history: stores.history },
  });
  ports.mended('history', { added, changed });
  const outcome = `${missingMinutes} minutes without a candle: the history of ${source.name} gave ${added} candles and put ${changed} right`;
  return { added, changed, outcome };
}

/** Market time: a replay of last year has its own. */
async function newestTickAt({ history }: Pick<Stores, 'history'>): Promise<EpochMs | null> {
  const quotes = await history.lastQuotes();
  return quotes.length === 0 ? null : (Math.max(...quotes.map(({ at }) => at)) as EpochMs);
}

function siteOf(site: WorkSite): Site {
  return { signal: site.signal, progress: (share) => site.progress(share) };
}
