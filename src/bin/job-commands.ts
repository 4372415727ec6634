/** `fxalert jobs …`: commands, options and help texts. */
import { type Command, Option } from 'commander';
import type { JobDraft } from '../api/contract/jobs.ts';
import { action, type ApiFlags, countOf, key, url } from './options.ts';

interface RunFlags extends ApiFlags {
  readonly out?: string;
  readonly detach?: boolean;
}
type Span = { readonly from: string; readonly to: string; readonly format: 'csv' | 'jsonl' };

const load = () => import('../app/commands/jobs.ts');
const out = () => new Option('--out <file>', 'where its file goes; stdout by default');

export function addJobCommands(program: Command): void {
  const jobs = program.command('jobs').description('work that takes a while: dry runs over years, exports');
  jobs
    .command('list')
    .description('list jobs, newest first; one JSON line each')
    .addOption(new Option('--status <state>').choices(['waiting', 'running', 'done', 'failed', 'cancelled']))
    .option('--limit <number>', 'at most so many', countOf, 100)
    .addOption(url())
    .addOption(key())
    .action(
      action(async (flags: ApiFlags & { status?: string; limit: number }) => (await load()).listJobs(flags)),
    );
  const one = (name: string, description: string): Command =>
    jobs.command(`${name} <id>`).description(description).addOption(url()).addOption(key());
  one('show', 'how far a job is, and what came of it').action(
    action(async (id: string, flags: ApiFlags) => (await load()).showJob(id, flags)),
  );
  one('cancel', 'end a job: a waiting one at once, a running one within a second').action(
    action(async (id: string, flags: ApiFlags) => (await load()).cancelJob(id, flags)),
  );
  one('result', 'the file that a job made')
    .addOption(out())
    .action(
      action(async (id: string, flags: ApiFlags & { out?: string }) => (await load()).fetchJob(id, flags)),
    );
  addRunCommands(
    jobs
      .command('run')
      .description('ask for a job, wait for it and take its file. Exit status 1: it failed or was cancelled'),
  );
}

function addRunCommands(run: Command): void {
  const kind = (name: string, description: string): Command =>
    run
      .command(name)
      .description(description)
      .addOption(out())
      .option('--detach', 'do not wait: print the job, and fetch its file later with "jobs result"')
      .addOption(url())
      .addOption(key());
  kind('dry-run', 'what the alerts of a file would have done')
    .requiredOption('--alerts <file>', 'alerts in YAML')
    .option('--days <number>', 'so many days back, 3650 at most', countOf, 365)
    .action(
      action(async ({ alerts, ...flags }: RunFlags & { alerts: string; days: number }) =>
        (await load()).runDryRuns(alerts, flags),
      ),
    );
  const timed = (name: string, description: string): Command =>
    kind(name, description)
      .requiredOption('--from <instant>', 'such as 2026-01-01T00:00:00.000Z')
      .requiredOption('--to <instant>', 'not included');
  const spanned = (name: string, description: string): Command =>
    timed(name, description).addOption(
      new Option('--format <name>').choices(['csv', 'jsonl']).default('csv'),
    );
  const start = (request: JobDraft, flags: RunFlags) => load().then((jobs) => jobs.runJob(request, flags));
  spanned('export-candles', 'recorded candles as a file that "import candles" reads')
    .requiredOption('--instrument <name>')
    .option('--timeframe <name>', 'a recorded one', 'H1')
    .addOption(new Option('--price <basis>').choices(['bid', 'ask', 'mid']).default('bid'))
    .action(
      action(
        (
          flags: RunFlags & Span & { instrument: string; timeframe: string; price: 'bid' | 'ask' | 'mid' },
        ) => {
          const { instrument, timeframe, price } = flags;
          return start({ kind: 'export-candles', instrument, timeframe, price, ...spanOf(flags) }, flags);
        },
      ),
    );
  spanned('export-ticks', 'recorded ticks as a file that "replay" and "import ticks" read')
    .requiredOption('--instrument <name>')
    .action(
      action((flags: RunFlags & Span & { instrument: string }) =>
        start({ kind: 'export-ticks', instrument: flags.instrument, ...spanOf(flags) }, flags),
      ),
    );
  spanned('export-events', 'what fired, the oldest first')
    .option('--alert <id>', 'of one alert')
    .option('--instrument <name>', 'of one instrument')
    .action(
      action((flags: RunFlags & Span & { alert?: string; instrument?: string }) =>
        start(
          {
            kind: 'export-events',
            ...(flags.alert === undefined ? {} : { alert: flags.alert }),
            ...(flags.instrument === undefined ? {} : { instrument: flags.instrument }),
            ...spanOf(flags),
          },
          flags,
        ),
      ),
    );
  timed('candle-repair', 'make candles again from recorded ticks, and put right those that differ').action(
    action((flags: RunFlags & Span) =>
      start({ kind: 'candle-repair', from: flags.from, to: flags.to }, flags),
    ),
  );
  timed('gap-fill', "ask the feed's own history for minutes without a candle")
    .option('--instrument <name>', 'of one instrument; all by default')
    .action(
      action(({ instrument, from, to, ...flags }: RunFlags & Span & { instrument?: string }) =>
        start({ kind: 'gap-fill', from, to, ...(instrument === undefined ? {} : { instrument }) }, flags),
      ),
    );
}

function spanOf({ from, to, format }: Span): Span {
  return { from, to, format };
}
