/**
 * One process per data folder. PGlite itself takes no lock, and two of them on one folder destroy it.
 *
 * The lock is a file with the owner's process id and the time the system says that process began, so that a number given to another
 * process after a crash (in a container it is often the same one) is not mistaken for the owner. A lock whose owner is gone is taken
 * over: renamed away first, so that of two processes that find it only one gets it.
 */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StorageError } from './storage-error.ts';

export interface FolderLock {
  release(): Promise<void>;
}

interface Owner {
  readonly pid: number;
  /** Start of the process as the system counts it; null where the system does not tell. */
  readonly started: string | null;
  readonly token: string;
}

/** Rejects with `in-use` when a living process has the folder. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, 'process.lock');
  const own: Owner = { pid: process.pid, started: await startOf(process.pid), token: randomUUID() };
  const draft = join(folder, `process.lock.${own.token}`);
  await writeFile(draft, JSON.stringify(own));
  try {
    while (!(await linked(draft, path))) {
      const owner = await readOwner(path);
      if (owner === null) continue;
      if (await alive(owner)) throw inUse(folder, owner.pid);
      await clear(path, owner);
    }
  } finally {
    await rm(draft, { force: true });
  }
  return {
    async release() {
      const owner = await readOwner(path);
      if (owner?.token === own.token) await rm(path, { force: true });
    },
  };
}

/** A link, unlike a rename, fails when the name is taken: the system decides who was first. */
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

/** Null when the file is gone. One that cannot be read as an owner is from a crash while it was written: nobody's. */
async function readOwner(path: string): Promise<Owner | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return JSON.parse(text) as Owner;
  } catch (error) {
    if (error instanceof SyntaxError) return { pid: 0, started: null, token: text };
    throw error;
  }
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

/** Takes the dead owner's lock away; gives it back if meanwhile it became someone else's. */
async function clear(path: string, dead: Owner): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const taken = await readOwner(aside);
  if (taken !== null && taken.token !== dead.token) await linked(aside, path);
  await rm(aside, { force: true });
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
