#!/usr/bin/env node
/** The command line. Each command loads its own module, so that a small one starts fast. */
import { Command, CommanderError, Option } from 'commander';
import { BadInput } from '../app/commands/output.ts';
import { VERSION } from '../app/version.ts';

const program = new Command('fxalert');
program
  .version(VERSION)
  .description('FX alerts on live ticks: conditions, sure delivery, honest replay.')
  .showHelpAfterError('(fxalert help COMMAND explains the command)')
  .exitOverride()
  .configureHelp({ sortSubcommands: false });

const price = new Option('--price <basis>', 'price that candles are built from')
  .choices(['bid', 'ask', 'mid'])
  .default('bid');
const instrumentsFile = new Option('--instruments-file <path>', 'additions to the built-in instruments')
  .env('INSTRUMENTS_FILE')
  .default('config/instruments.yaml');

/** Runs a command and makes its number the exit status. */
const run = (work: () => Promise<number>) => async () => {
  process.exitCode = await work();
};

program
  .command('up')
  .description('start everything in one process: feed, engine, dispatcher, API and page')
  .option('--port <number>', 'port of the API (PORT)')
  .option('--host <address>', 'address to listen on (HOST)')
  .option('--data-dir <folder>', 'folder of the embedded database (DATA_DIR)')
  .option('--database-url <url>', 'a PostgreSQL server instead of the embedded database (DATABASE_URL)')
  .option('--feed <name>', 'auto, gmo, simulated, replay or push (FEED)')
  .option('--replay-files <list>', 'tick files for --feed replay, separated by commas (REPLAY_FILES)')
  .option('--replay-speed <speed>', 'real, max or a factor such as 20x (REPLAY_SPEED)')
  .option('--log-level <level>', 'DEBUG, INFO, WARNING or ERROR (LOG_LEVEL)')
  .addHelpText(
    'after',
    '\nEvery setting has a name in the environment; docs/configuration.md lists them all.',
  )
  .action((flags: Record<string, string>) =>
    run(async () => (await import('../app/commands/up.ts')).up(flags))(),
  );

program
  .command('check <condition>')
  .description('say what a condition means, or what is wrong with it and where')
  .option('--instrument <name>', 'for operands that name none', 'EURUSD')
  .addOption(price)
  .addOption(instrumentsFile)
  .addHelpText(
    'after',
    "\nExample:\n  fxalert check 'rsi(14)@M15 < 30 and close@D1 > sma(200)@D1' --instrument USDJPY",
  )
  .action((condition: string, options) =>
    run(async () => (await import('../app/commands/check.ts')).check(condition, options as never))(),
  );

program
  .command('replay')
  .description('run alerts over recorded ticks; one JSON line an event')
  .requiredOption('--ticks <files...>', 'tick files, CSV or CSV.gz: timestamp,symbol,bid,ask')
  .requiredOption('--alerts <file>', 'alerts in YAML')
  .option('--speed <speed>', 'max, real, or a factor such as 60', 'max')
  .option('--instrument <name>', 'for files without a symbol column')
  .addOption(instrumentsFile)
  .addHelpText(
    'after',
    '\nExample:\n  fxalert replay --ticks EURUSD.csv.gz --alerts config/alerts/example.yaml > events.ndjson',
  )
  .action((options: { speed: string }) =>
    run(async () =>
      (await import('../app/commands/replay.ts')).replay({
        ...options,
        speed: speedOf(options.speed),
      } as never),
    )(),
  );

program
  .command('indicator <call>')
  .description('values of an indicator over a file of candles; one JSON line a candle')
  .requiredOption(
    '--candles <file>',
    'candle file, CSV or CSV.gz: timestamp,symbol,timeframe,open,high,low,close[,volume]',
  )
  .option('--instrument <name>', 'for files without a symbol column')
  .option('--timeframe <name>', 'for files without a timeframe column')
  .addOption(instrumentsFile)
  .addHelpText('after', "\nExample:\n  fxalert indicator 'bb(20, 2)' --candles EURUSD_H1.csv.gz")
  .action((call: string, options) =>
    run(async () => (await import('../app/commands/indicator.ts')).indicator(call, options as never))(),
  );

function speedOf(text: string): number | 'max' {
  if (text === 'max') return 'max';
  const factor = text === 'real' ? 1 : Number(text.replace(/x$/, ''));
  if (!(factor > 0)) throw new BadInput(`--speed "${text}" is refused: max, real, or a factor such as 60`);
  return factor;
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof BadInput) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else throw error;
}
