/** The machine under the product: Node, memory, disk, the port. Nothing is changed, except that a missing data folder is made. */
import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { freemem, totalmem } from 'node:os';
import type { Config } from '../../config/config.ts';
import { fail, type Finding, ok, warn } from './finding.ts';

const RECOMMENDED_NODE = 22;
const MIN_MEMORY_BYTES = 512 * 1024 ** 2;
const MIN_DISK_BYTES = 1024 ** 3;
const LOW_DISK_SHARE = 0.1;
const ANSWER_MS = 3_000;
const ANSWER_LENGTH = 300;

export function nodeVersion(version: string = process.versions.node): Finding {
  const seen = `Node ${version}`;
  if (Number(version.split('.')[0]) >= RECOMMENDED_NODE) return ok('node', seen);
  const why = 'this line of Node is past its end of life and gets no security fixes';
  return warn({ check: 'node', seen, why, help: 'install Node 24' });
}

export function memory(freeBytes: number = freemem(), totalBytes: number = totalmem()): Finding {
  const seen = `${gigabytes(freeBytes)} of ${gigabytes(totalBytes)} free`;
  if (freeBytes >= MIN_MEMORY_BYTES) return ok('memory', seen);
  const why = 'a machine that swaps is slow, and the kernel may end the product';
  return warn({ check: 'memory', seen, why, help: 'ps aux --sort=-%mem | head -10 shows who has it' });
}

/** Fails below `neededBytes`, warns when little of the disk is left. */
export async function folderAndDisk(folder: string, neededBytes = MIN_DISK_BYTES): Promise<Finding> {
  const check = 'disk';
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.R_OK | constants.W_OK);
  } catch (error) {
    return fail({
      check,
      seen: `${folder} cannot be written: ${(error as NodeJS.ErrnoException).code ?? 'error'}`,
      why: 'the product has nowhere to put what it records',
      help: 'give it to the user that runs the product, or choose another with DATA_DIR or LOG_DIR',
    });
  }
  const { bavail, blocks, bsize } = await statfs(folder);
  const seen = `${folder} is writable, ${gigabytes(bavail * bsize)} of ${gigabytes(blocks * bsize)} free`;
  const why = 'without disk the database stops, logs break off and backups fail';
  const help = 'df -h and du -sh logs/* backups show what fills it; docs/runbooks/disk-nearly-full.md';
  if (bavail * bsize < neededBytes) return fail({ check, seen, why, help });
  return bavail < blocks * LOW_DISK_SHARE ? warn({ check, seen, why, help }) : ok(check, seen);
}

/** Null when nothing answers at the address. */
export async function runningProduct(host: string, port: number): Promise<Finding | null> {
  const answer = await fetch(`http://${host}:${port}/health/ready`, {
    signal: AbortSignal.timeout(ANSWER_MS),
  }).catch(() => null);
  if (answer === null) return null;
  const seen = `the product answers on ${host}:${port} with ${answer.status}`;
  if (answer.ok) return ok('running', seen);
  const said = (await answer.text()).slice(0, ANSWER_LENGTH);
  return fail({
    check: 'running',
    seen: `${seen}: ${said}`,
    why: 'a part of it does not work, so nothing is sent to it',
    help: 'the part is named in the answer; docker-compose -f docker-compose.prod.yml logs --tail=100 says why',
  });
}

export function portFree({ HOST, PORT }: Pick<Config, 'HOST' | 'PORT'>): Promise<Finding> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(
        fail({
          check: 'port',
          seen: `${HOST}:${PORT} cannot be had: ${error.code ?? error.message}`,
          why: 'the product would end at its start',
          help: `free it (ss -ltnp 'sport = :${PORT}' shows who has it) or choose another with PORT`,
        }),
      );
    });
    server.listen(PORT, HOST, () => {
      server.close(() => resolve(ok('port', `${HOST}:${PORT} is free`)));
    });
  });
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}
