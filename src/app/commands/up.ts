/** `fxalert up`: everything in one process, until a signal. */
import { type ConfigName, readConfig } from '../../config/config.ts';
import { type Product, startProduct } from '../product.ts';
import { orBadInput, say } from './output.ts';
import { processLog } from './process-log.ts';
import { untilStopped } from './until-stopped.ts';

const FLAGS: Readonly<Record<string, ConfigName>> = {
  port: 'PORT',
  host: 'HOST',
  dataDir: 'DATA_DIR',
  databaseUrl: 'DATABASE_URL',
  feed: 'FEED',
  replayFiles: 'REPLAY_FILES',
  replaySpeed: 'REPLAY_SPEED',
  logLevel: 'LOG_LEVEL',
};

export async function up(flags: Readonly<Record<string, string>>): Promise<number> {
  const given: Partial<Record<ConfigName, string>> = {};
  for (const [flag, name] of Object.entries(FLAGS)) if (flags[flag] !== undefined) given[name] = flags[flag];
  const config = orBadInput(readConfig(process.env, given));
  const log = processLog(config, 'all');
  const product = await startProduct(config, log);
  announce(product);
  return untilStopped(product, log);
}

function announce({ url, adminKey, feed }: Product): void {
  say('');
  if (adminKey !== null) {
    say('  This is the first start. Your admin key, shown once:');
    say(`    ${adminKey}`);
    say('  Sign in by opening');
    say(`    ${url}/#key=${adminKey}`);
  } else say(`  Ready: ${url}`);
  say(
    `  Prices: ${feed.simulated ? 'SIMULATED, not a real market' : feed.name}${feed.notice === null ? '' : ` (${feed.notice})`}`,
  );
  say(`  API: ${url}/docs · stop with Ctrl+C`);
  say('');
}
