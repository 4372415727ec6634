/** Commands, options and help texts; what they do is in src/app/commands. */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { PriceBasis } from '../market/tick.ts';
import { VERSION } from '../app/version.ts';
import { addJobCommands } from './job-commands.ts';
import { action, type ApiFlags, countOf, key, url } from './options.ts';

interface DatabaseFlags {
  readonly dataDir?: string;
  readonly databaseUrl?: string;
}
interface FileFlags {
  readonly instrument?: string;
  readonly timeframe?: string;
  readonly instrumentsFile: string;
}

export function buildProgram(): Command {
  const program = new Command('fxalert');
  program
    .version(VERSION)
    .description(
      'FX alerts on live ticks: conditions, sure delivery, honest replay.\nResults are JSON lines on stdout; everything else goes to stderr. Exit status 2 means bad input.',
    )
    .showHelpAfterError('(fxalert help COMMAND explains the command)')
    .exitOverride();
  addProductCommands(program);
  addFileCommands(program);
  addApiCommands(program);
  addDeliveryCommands(program);
  addJobCommands(program);
  addDatabaseCommands(program);
  return program;
}

const price = () =>
  new Option('--price <basis>', 'price that candles are built from')
    .choices(['bid', 'ask', 'mid'])
    .default('bid');
const instrument = () => new Option('--instrument <name>', 'for files without a symbol column');
const timeframe = () => new Option('--timeframe <name>', 'for files without a timeframe column');
const instrumentsFile = () =>
  new Option('--instruments-file <path>', 'additions to the built-in instruments')
    .env('INSTRUMENTS_FILE')
    .default('config/instruments.yaml');
const dataDir = () => new Option('--data-dir <folder>', 'folder of the embedded database').env('DATA_DIR');
const databaseUrl = () =>
  new Option('--database-url <url>', 'a PostgreSQL server instead').env('DATABASE_URL');

function addProductCommands(program: Command): void {
  program
    .command('up')
    .description('start everything in one process: feed, engine, dispatcher, API and page')
    .option('--port <number>', 'port of API and page (PORT, 8000)')
    .option('--host <address>', 'address to listen on (HOST, 127.0.0.1)')
    .option('--data-dir <folder>', 'folder of the embedded database (DATA_DIR, ./data)')
    .option('--database-url <url>', 'a PostgreSQL server instead (DATABASE_URL)')
    .option('--feed <name>', 'auto, gmo, simulated, replay or push (FEED, auto)')
    .option('--replay-files <list>', 'tick files for --feed replay, separated by commas (REPLAY_FILES)')
    .option('--replay-speed <speed>', 'real, max or a factor such as 20x (REPLAY_SPEED)')
    .option('--log-level <level>', 'DEBUG, INFO, WARNING or ERROR (LOG_LEVEL)')
    .addHelpText(
      'after',
      '\nEvery setting has a name in the environment: docs/configuration.md lists them all.',
    )
    .action(
      action(async (flags: Record<string, string>) => (await import('../app/commands/up.ts')).up(flags)),
    );
  addRoleCommands(program);
  program
    .command('doctor')
    .description(
      'say what keeps the product from running or from its work here, why it matters, and what helps',
    )
    .option('--json', 'for programs: one JSON object a line on stdout, nothing on stderr')
    .action(
      action(async (flags: { json?: boolean }) => (await import('../app/commands/doctor.ts')).doctor(flags)),
    );
}

/** Each needs PostgreSQL and Redis; `up` is the three of them in one process without either. */
function addRoleCommands(program: Command): void {
  const role = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option('--database-url <url>', 'the PostgreSQL server (DATABASE_URL)')
      .option('--redis-url <url>', 'the Redis server (REDIS_URL)')
      .option('--log-level <level>', 'DEBUG, INFO, WARNING or ERROR (LOG_LEVEL)');
  role('api', 'API and page as a process of its own')
    .option('--port <number>', 'port of API and page (PORT, 8000)')
    .option('--host <address>', 'address to listen on (HOST, 127.0.0.1)')
    .action(
      action(async (flags: Record<string, string>) => (await import('../app/commands/api.ts')).api(flags)),
    );
  role('worker', 'feed, engine, dispatch and record, or some of them, as a process of its own')
    .option('--roles <list>', 'feed, engine, dispatch, record (WORKER_ROLES, all)')
    .option('--shard <i/n>', 'which alerts the engine evaluates (SHARD, 0/1)')
    .option('--feed <name>', 'auto, gmo, simulated, replay or push (FEED, auto)')
    .option('--health-port <number>', 'port of health and metrics (HEALTH_PORT, 8001)')
    .action(
      action(async (flags: Record<string, string>) =>
        (await import('../app/commands/worker.ts')).worker(flags),
      ),
    );
  role('scheduler', 'what happens by the clock, as a process of its own')
    .option('--health-port <number>', 'port of health and metrics (HEALTH_PORT, 8002)')
    .action(
      action(async (flags: Record<string, string>) =>
        (await import('../app/commands/scheduler.ts')).scheduler(flags),
      ),
    );
}

function addFileCommands(program: Command): void {
  program
    .command('check <condition>')
    .description('say what a condition means, or what is wrong with it and where')
    .option('--instrument <name>', 'for operands that name none', 'EURUSD')
    .addOption(price())
    .addOption(instrumentsFile())
    .addHelpText(
      'after',
      "\nExample:\n  fxalert check 'rsi(14)@M15 < 30 and close@D1 > sma(200)@D1' --instrument USDJPY",
    )
    .action(
      action(
        async (
          condition: string,
          options: { instrument: string; price: PriceBasis; instrumentsFile: string },
        ) => (await import('../app/commands/check.ts')).check(condition, options),
      ),
    );
  program
    .command('fmt <file-or-condition>')
    .description('write conditions in the one canonical way; of a YAML file only the values of "when" change')
    .option('--check', 'change nothing; exit status 1 tells that something would change')
    .addHelpText(
      'after',
      "\nExamples:\n  fxalert fmt config/alerts/example.yaml\n  fxalert fmt 'RSI(14)@m15<30'",
    )
    .action(
      action(async (what: string, options: { check?: boolean }) =>
        (await import('../app/commands/fmt.ts')).fmt(what, options),
      ),
    );
  program
    .command('replay')
    .description('run alerts over recorded ticks; one JSON line an event')
    .requiredOption('--ticks <files...>', 'tick files, CSV or CSV.gz: timestamp,symbol,bid,ask')
    .requiredOption('--alerts <file>', 'alerts in YAML')
    .option('--speed <speed>', 'max, real, or a factor such as 60', speedOf, 'max')
    .addOption(instrument())
    .addOption(instrumentsFile())
    .addHelpText(
      'after',
      '\nExample:\n  fxalert replay --ticks EURUSD.csv.gz --alerts config/alerts/example.yaml > events.ndjson',
    )
    .action(
      action(
        async (options: {
          ticks: string[];
          alerts: string;
          speed: number | 'max';
          instrument?: string;
          instrumentsFile: string;
        }) => (await import('../app/commands/replay.ts')).replay(options),
      ),
    );
  program
    .command('indicator <call>')
    .description('values of an indicator over a file of candles; one JSON line a candle')
    .requiredOption(
      '--candles <file>',
      'CSV or CSV.gz: timestamp,symbol,timeframe,open,high,low,close[,volume]',
    )
    .addOption(instrument())
    .addOption(timeframe())
    .addOption(instrumentsFile())
    .addHelpText('after', "\nExample:\n  fxalert indicator 'bb(20, 2)' --candles EURUSD_H1.csv.gz")
    .action(
      action(async (call: string, options: FileFlags & { candles: string }) =>
        (await import('../app/commands/indicator.ts')).indicator(call, options),
      ),
    );
  program
    .command('instruments')
    .description('list the instruments there are; one JSON line each')
    .addOption(instrumentsFile())
    .action(
      action(async (options: FileFlags) =>
        (await import('../app/commands/instruments.ts')).listInstruments(options.instrumentsFile),
      ),
    );
}

function addApiCommands(program: Command): void {
  const alerts = program.command('alerts').description('alerts as code: compare, apply, export');
  alerts
    .command('diff <files...>')
    .description('show what apply would change; one JSON line an alert')
    .addOption(url())
    .addOption(key())
    .action(
      action(async (files: string[], options: ApiFlags) =>
        (await import('../app/commands/alerts.ts')).diffAlerts(files, options),
      ),
    );
  alerts
    .command('apply <files...>')
    .description('create what is missing, edit what differs; alerts are matched by name')
    .addOption(url())
    .addOption(key())
    .action(
      action(async (files: string[], options: ApiFlags) =>
        (await import('../app/commands/alerts.ts')).applyAlerts(files, options),
      ),
    );
  alerts
    .command('export')
    .description('write all alerts as YAML to stdout')
    .addOption(url())
    .addOption(key())
    .action(
      action(async (options: ApiFlags) => (await import('../app/commands/alerts.ts')).exportAlerts(options)),
    );
  program
    .command('events')
    .description('list what fired, newest first; one JSON line an event')
    .option('--alert <id>', 'of one alert')
    .option('--instrument <name>', 'of one instrument')
    .option('--limit <number>', 'at most so many', countOf, 1_000)
    .addOption(url())
    .addOption(key())
    .action(
      action(async (options: ApiFlags & { alert?: string; instrument?: string; limit: number }) =>
        (await import('../app/commands/events.ts')).events(options),
      ),
    );
}

function addDeliveryCommands(program: Command): void {
  const deliveries = program.command('deliveries').description('what went to whom, and sending again');
  const ofStatus = (value: string) =>
    new Option('--status <state>', 'pending, sending, sent or dead').choices(
      value === '' ? ['pending', 'sending', 'sent', 'dead'] : ['sent', 'dead'],
    );
  deliveries
    .command('list')
    .description('list deliveries, newest first; one JSON line each. --status dead shows the dead letters')
    .addOption(ofStatus(''))
    .option('--channel <name>', 'to one channel')
    .option('--event <id>', 'of one event')
    .option('--limit <number>', 'at most so many', countOf, 1_000)
    .addOption(url())
    .addOption(key())
    .action(
      action(
        async (options: ApiFlags & { status?: string; channel?: string; event?: string; limit: number }) =>
          (await import('../app/commands/deliveries.ts')).listDeliveries(options),
      ),
    );
  deliveries
    .command('redeliver [ids...]')
    .description('send again, under the same idempotency keys: these, or without ids all that match')
    .addOption(ofStatus('dead').default('dead'))
    .option('--channel <name>', 'to one channel')
    .option('--from <instant>', 'made at this time or later, such as 2026-11-25T00:00:00.000Z')
    .option('--to <instant>', 'made before this time')
    .addOption(url())
    .addOption(key())
    .addHelpText(
      'after',
      '\nExample:\n  fxalert deliveries redeliver --channel desk --from 2026-11-25T00:00:00.000Z',
    )
    .action(
      action(
        async (
          ids: string[],
          options: ApiFlags & { status: 'sent' | 'dead'; channel?: string; from?: string; to?: string },
        ) => (await import('../app/commands/deliveries.ts')).redeliver(ids, options),
      ),
    );
}

function addDatabaseCommands(program: Command): void {
  const note = '\nThe embedded database belongs to one process: stop the product first.';
  const history = program
    .command('import')
    .description('history into the database, for charts, warm-up and dry runs');
  for (const what of ['candles', 'ticks'] as const) {
    history
      .command(`${what} <file>`)
      .description(`import ${what} from CSV or CSV.gz; rows already there stay as they are`)
      .addOption(price())
      .addOption(instrument())
      .addOption(timeframe())
      .addOption(instrumentsFile())
      .addOption(dataDir())
      .addOption(databaseUrl())
      .addHelpText('after', note)
      .action(
        action(async (file: string, options: FileFlags & DatabaseFlags & { price: PriceBasis }) => {
          const { importCandles, importTicks } = await import('../app/commands/import.ts');
          return what === 'candles' ? importCandles(file, options) : importTicks(file, options);
        }),
      );
  }
  const keys = program.command('keys').description('API keys');
  keys
    .command('create')
    .description('make a key and show it once')
    .option('--name <text>', 'whose it is', 'cli')
    .option('--scopes <list>', 'read, trade, admin, ingest, metrics', 'admin')
    .option('--first', 'only while there is none: what a new installation gets, an admin key and a channel')
    .addOption(dataDir())
    .addOption(databaseUrl())
    .addHelpText('after', note)
    .action(
      action(async (options: DatabaseFlags & { name: string; scopes: string; first?: boolean }) =>
        (await import('../app/commands/offline.ts')).createKey(options),
      ),
    );
  program
    .command('migrate')
    .description('bring the schema of the database up to date')
    .addOption(dataDir())
    .addOption(databaseUrl())
    .action(
      action(async (options: DatabaseFlags) =>
        (await import('../app/commands/offline.ts')).migrateNow(options),
      ),
    );
  program
    .command('reconcile')
    .description('hold every event and delivery against the recorded log; one JSON line a difference')
    .option('--receiver-ledger <file>', 'JSON lines {"channel", "id"}: what receivers took')
    .option('--settled', 'a delivery that is neither sent nor dead is a fault too')
    .option('--wait <seconds>', 'how long what is under way may take to arrive', Number, 10)
    .addOption(instrumentsFile())
    .addOption(dataDir())
    .addOption(databaseUrl())
    .addHelpText(
      'after',
      `${note}\nOn PostgreSQL it runs beside the product. Exit status 1: there are differences.`,
    )
    .action(
      action(
        async (
          options: DatabaseFlags & {
            receiverLedger?: string;
            settled?: boolean;
            wait: number;
            instrumentsFile: string;
          },
        ) => (await import('../app/commands/reconcile.ts')).reconcile(options),
      ),
    );
}

function speedOf(text: string): number | 'max' {
  if (text === 'max') return 'max';
  const factor = text === 'real' ? 1 : Number(text.replace(/x$/, ''));
  if (!(factor > 0)) throw new InvalidArgumentError('max, real, or a factor such as 60.');
  return factor;
}
