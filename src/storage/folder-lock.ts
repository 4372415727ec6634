/**
 * One process per data folder. PGlite itself takes no lock, and two of them on one folder destroy it.
 *
 * Locks are numbered files, `process.7.lock`; the highest number counts, and it stays after a release, marked as nobody's, so that
 * numbers only rise. Whoever finds the highest one's owner gone makes the next number, which the file system lets exist once. The
 * slow one that makes a number after a higher one exists sees that and withdraws.
 *
 * An owner is a process id and the time the system says that process began, so that a number given to another process after a crash
 * (in a container it is often the same one) is not mistaken for the owner.
 */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StorageError } from './storage-error.ts';

export interface FolderLock {
  release(): Promise<void>;
}

interface Owner {
  /** 0 when released. */
  readonly pid: number;
  /** Start of the process as the system counts it; null where the system does not tell. */
  readonly started: string | null;
}

const NOBODY: Owner = { pid: 0, started: null };
const READ_TRIES = 5;
const READ_PAUSE_MS = 100;

/** Rejects with `in-use` when a living process has the folder. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const draft = join(folder, `process.lock.${randomUUID()}`);
  await writeFile(draft, JSON.stringify({ pid: process.pid, started: await startOf(process.pid) }));
  try {
    for (;;) {
      const highest = Math.max(0, ...(await numbersIn(folder)));
      const owner = highest === 0 ? NOBODY : await readOwner(lockPath(folder, highest));
      if (owner === null) continue;
      if (await alive(owner)) throw inUse(folder, owner.pid);
      const number = highest + 1;
      if (!(await linked(draft, lockPath(folder, number)))) continue;
      if (await isHighest(folder, number)) return { release: () => release(lockPath(folder, number)) };
      await rm(lockPath(folder, number), { force: true });
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** Clears the lower numbers away; false when there is a higher one. */
async function isHighest(folder: string, number: number): Promise<boolean> {
  const others = (await numbersIn(folder)).filter((other) => other !== number);
  if (others.some((other) => other > number)) return false;
  for (const other of others) await rm(lockPath(folder, other), { force: true });
  return true;
}

/** Replaced in one step: whoever reads it sees the owner or nobody. */
async function release(path: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(NOBODY));
  await rename(draft, path);
}

const lockPath = (folder: string, number: number): string => join(folder, `process.${number}.lock`);

async function numbersIn(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => {
    const match = /^process\.(\d+)\.lock$/.exec(name);
    return match === null ? [] : [Number(match[1])];
  });
}

/** A link, unlike a rename, fails when the name is taken, and has its whole content at once. */
async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes(code)) throw error;
  }
  // A file system without links, such as FAT or some shared folders: an exclusive copy is the next best.
  try {
    await copyFile(draft, path, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Null when the file is gone. One that stays unreadable is from a crash while it was copied: nobody's. */
async function readOwner(path: string): Promise<Owner | null> {
  for (let tries = 0; tries < READ_TRIES; tries++) {
    try {
      return JSON.parse(await readFile(path, 'utf8')) as Owner;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      if (!(error instanceof SyntaxError)) throw error;
      await sleep(READ_PAUSE_MS);
    }
  }
  return NOBODY;
}

async function alive(owner: Owner): Promise<boolean> {
  if (!Number.isInteger(owner.pid) || owner.pid <= 0) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const started = await startOf(owner.pid);
  return owner.started === null || started === null || started === owner.started;
}

/** Boot and start time on Linux: `man proc_pid_stat`, field 22. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()}/${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return null; // no /proc on this system, or the process has ended: the process id alone decides
  }
}

function inUse(folder: string, pid: number): StorageError {
  return new StorageError(
    'in-use',
    `data folder "${folder}" is in use by process ${pid}: stop it first, or choose another folder`,
  );
}
