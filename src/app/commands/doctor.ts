/** `fxalert doctor`: what would keep the product from running here, one JSON line a check, and what helps. */
import { constants } from 'node:fs';
import { access, mkdir, stat, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { freemem, totalmem } from 'node:os';
import { type Config, readConfig } from '../../config/config.ts';
import { probeGmo } from '../../feeds/gmo/gmo-feed.ts';
import { Random } from '../../kernel/random.ts';
import { openOutbound } from '../outbound.ts';
import { systemClock } from '../system-clock.ts';
import { loadInstruments } from './instruments.ts';
import { withStores } from './offline.ts';
import { printLine, say } from './output.ts';

interface Finding {
  readonly check: string;
  /** `warn`: it runs, but look at it. */
  readonly result: 'ok' | 'warn' | 'fail';
  readonly seen: string;
  /** The command or setting that helps; null when nothing needs help. */
  readonly help: string | null;
}

const MIN_DISK_BYTES = 1024 ** 3;
const MIN_MEMORY_BYTES = 512 * 1024 ** 2;

/** Exit status 0 when nothing fails, else 1. */
export async function doctor(): Promise<number> {
  const findings: Finding[] = [];
  const report = (finding: Finding) => {
    findings.push(finding);
    printLine(finding);
    const mark = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL' }[finding.result];
    say(`${mark} ${finding.check}: ${finding.seen}${finding.help === null ? '' : ` — ${finding.help}`}`);
  };
  report(nodeVersion());
  const config = readConfig(process.env);
  if (!config.ok) {
    report({
      check: 'configuration',
      result: 'fail',
      seen: config.error.join('; '),
      help: 'docs/configuration.md lists every setting',
    });
    return 1;
  }
  report({ check: 'configuration', result: 'ok', seen: 'every setting is understood', help: null });
  report(memory());
  const running = await runningProduct(config.value);
  report(running ?? (await portFree(config.value)));
  if (config.value.DATABASE_URL === undefined) report(await dataFolder(config.value.DATA_DIR));
  if (running === null) report(await database());
  report(await files(config.value));
  report(await feed(config.value));
  return findings.some((finding) => finding.result === 'fail') ? 1 : 0;
}

function nodeVersion(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  const seen = `Node ${process.versions.node}`;
  if (major >= 22) return { check: 'node', result: 'ok', seen, help: null };
  return { check: 'node', result: 'warn', seen, help: 'Node 20 is past its end of life: install Node 24' };
}

function memory(): Finding {
  const gigabytes = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(1)} GB`;
  const seen = `${gigabytes(freemem())} of ${gigabytes(totalmem())} free`;
  if (freemem() >= MIN_MEMORY_BYTES) return { check: 'memory', result: 'ok', seen, help: null };
  return { check: 'memory', result: 'warn', seen, help: 'ps aux --sort=-%mem | head -10 shows who has it' };
}

/** Null when nothing answers at the address. */
async function runningProduct({ HOST, PORT }: Config): Promise<Finding | null> {
  const answer = await fetch(`http://${HOST}:${PORT}/health/ready`, {
    signal: AbortSignal.timeout(3_000),
  }).catch(() => null);
  if (answer === null) return null;
  const seen = `the product answers on ${HOST}:${PORT} with ${answer.status}`;
  if (answer.ok) return { check: 'running', result: 'ok', seen, help: null };
  return {
    check: 'running',
    result: 'fail',
    seen: `${seen}: ${(await answer.text()).slice(0, 300)}`,
    help: 'its log says why',
  };
}

function portFree({ HOST, PORT }: Config): Promise<Finding> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const help = `free it (ss -ltnp 'sport = :${PORT}' shows who has it) or choose another with PORT`;
      resolve({
        check: 'port',
        result: 'fail',
        seen: `${HOST}:${PORT} cannot be had: ${error.code ?? error.message}`,
        help,
      });
    });
    server.listen(PORT, HOST, () => {
      server.close(() =>
        resolve({ check: 'port', result: 'ok', seen: `${HOST}:${PORT} is free`, help: null }),
      );
    });
  });
}

async function dataFolder(folder: string): Promise<Finding> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.R_OK | constants.W_OK);
  } catch (error) {
    const seen = `${folder} cannot be written: ${(error as NodeJS.ErrnoException).code ?? 'error'}`;
    return {
      check: 'data folder',
      result: 'fail',
      seen,
      help: 'give it to the user that runs the product, or choose another with DATA_DIR',
    };
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const seen = `${folder} is writable, ${(free / 1024 ** 3).toFixed(1)} GB free`;
  if (free >= MIN_DISK_BYTES) return { check: 'data folder', result: 'ok', seen, help: null };
  return {
    check: 'data folder',
    result: 'fail',
    seen,
    help: 'df -h and du -sh logs/* show what fills the disk',
  };
}

async function database(): Promise<Finding> {
  try {
    const counts = await withStores({}, ({ stores }) => stores.deliveries.counts());
    const { pending, dead } = counts;
    return {
      check: 'database',
      result: 'ok',
      seen: `opens; ${pending} deliveries pending, ${dead} dead`,
      help: null,
    };
  } catch (error) {
    return {
      check: 'database',
      result: 'fail',
      seen: (error as Error).message,
      help: 'see the sentence; docs/configuration.md has DATA_DIR and DATABASE_URL',
    };
  }
}

async function files(config: Config): Promise<Finding> {
  try {
    const instruments = await loadInstruments(config.INSTRUMENTS_FILE);
    const outbound = openOutbound(config, instruments);
    if (!outbound.ok)
      return { check: 'files', result: 'fail', seen: outbound.error, help: 'docs/configuration.md' };
    await outbound.value.close();
    const page = await stat(new URL('./web/index.html', import.meta.url)).catch(() => null);
    if (page === null)
      return { check: 'files', result: 'warn', seen: 'the page is not built', help: 'npm run build' };
    return {
      check: 'files',
      result: 'ok',
      seen: `${instruments.size} instruments, the page is built`,
      help: null,
    };
  } catch (error) {
    return { check: 'files', result: 'fail', seen: (error as Error).message, help: null };
  }
}

async function feed(config: Config): Promise<Finding> {
  if (config.FEED !== 'auto' && config.FEED !== 'gmo')
    return { check: 'feed', result: 'ok', seen: config.FEED, help: null };
  const probe = await probeGmo({ restUrl: config.GMO_REST_URL, random: new Random(systemClock.now()) });
  if (probe.answers) return { check: 'feed', result: 'ok', seen: 'GMO Coin FX answers', help: null };
  const help =
    config.FEED === 'gmo' ? 'check the network' : 'simulated prices are used until it answers at a start';
  return {
    check: 'feed',
    result: config.FEED === 'gmo' ? 'fail' : 'warn',
    seen: `GMO Coin FX does not answer: ${probe.why}`,
    help,
  };
}
