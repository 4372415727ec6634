/**
 * A file system of a fixed size for the data of one server, so that its disk is full while the machine's is not. It is mounted over a folder
 * in a mount namespace of its own: nobody else sees it, and it is gone with the last process inside, however the test ends. Needs root.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, rm } from 'node:fs/promises';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Left of a nearly full disk is less than any file needs to grow. */
const PIECES = [1024 * 1024, 4 * 1024].map((bytes) => Buffer.alloc(bytes, 'x'));

export class SmallDisk {
  readonly #holder: ChildProcess;
  readonly #folder: string;
  readonly #owner: Owner;

  static async mount(folder: string, megabytes: number, owner: Owner | null): Promise<SmallDisk> {
    if (owner === null) throw new Error('a file system of its own can only be mounted by root');
    const { uid, gid } = owner;
    const mount = `mount -t tmpfs -o size=${megabytes}m,uid=${uid},gid=${gid},mode=700 tmpfs '${folder}'`;
    // It keeps the namespace until its input ends, and that ends with the test.
    const holder = spawn('unshare', ['--mount', 'sh', '-c', `${mount} && echo mounted && exec cat`], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let said = '';
    holder.stderr.on('data', (text: Buffer) => (said += text.toString()));
    await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')]);
    if (holder.exitCode !== null) throw new Error(`no file system of its own: ${said}`);
    return new SmallDisk(holder, folder, owner);
  }

  private constructor(holder: ChildProcess, folder: string, owner: Owner) {
    this.#holder = holder;
    this.#folder = folder;
    this.#owner = owner;
  }

  /** The command that runs a program of the folder's owner where the file system is to be seen. */
  inside(program: string, args: readonly string[]): readonly [string, readonly string[]] {
    const { uid, gid } = this.#owner;
    const enter = [`--mount=/proc/${this.#holder.pid}/ns/mnt`, `--setuid=${uid}`, `--setgid=${gid}`];
    return ['nsenter', [...enter, '--', program, ...args]];
  }

  /** Until nothing is left. */
  async fill(): Promise<void> {
    const file = await open(this.#ballast, 'a');
    try {
      for (const piece of PIECES) while ((await written(file.write(piece))) === piece.length);
    } finally {
      await file.close();
    }
  }

  async free(): Promise<void> {
    await rm(this.#ballast, { force: true });
  }

  async unmount(): Promise<void> {
    const ended = once(this.#holder, 'exit');
    this.#holder.stdin?.end();
    await ended;
  }

  get #ballast(): string {
    return `/proc/${this.#holder.pid}/root${this.#folder}/ballast`;
  }
}

async function written(write: Promise<{ readonly bytesWritten: number }>): Promise<number> {
  try {
    return (await write).bytesWritten;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return 0;
    throw error;
  }
}
