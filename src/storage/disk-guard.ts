/**
 * Refuses writes while the disk is nearly full. PGlite does not survive a write-ahead log that cannot grow: it spins for ever. So
 * nothing is written below a reserve, reads go on, and writing goes on by itself when there is room again.
 */
import { statfs } from 'node:fs/promises';
import { StorageError } from './storage-error.ts';

/** Room for two segments of the write-ahead log (16 MiB each) and for the tables of what is written between two looks. */
export const RESERVE_BYTES = 64 * 1024 * 1024;
/** Looking costs a system call; at full speed less than a segment is written meanwhile. */
const LOOK_EVERY_MS = 500;

export interface DiskGuardPorts {
  freeBytes(): Promise<number>;
  monotonicMs(): number;
}

export class DiskGuard {
  readonly #subject: string;
  readonly #ports: DiskGuardPorts;
  #lookedAt = -Infinity;
  #free = 0;

  /** `subject` names the folder in the error. */
  constructor(subject: string, ports: DiskGuardPorts) {
    this.#subject = subject;
    this.#ports = ports;
  }

  /** Rejects with `disk-full` below the reserve. */
  async assertRoom(): Promise<void> {
    const now = this.#ports.monotonicMs();
    if (now - this.#lookedAt >= LOOK_EVERY_MS) {
      this.#free = await this.#ports.freeBytes();
      this.#lookedAt = now;
    }
    if (this.#free >= RESERVE_BYTES) return;
    const mebibytes = (bytes: number): number => Math.floor(bytes / 1024 / 1024);
    throw new StorageError(
      'disk-full',
      `only ${mebibytes(this.#free)} MiB of disk left for ${this.#subject}: free at least ${mebibytes(RESERVE_BYTES)} MiB; nothing is written until then`,
    );
  }
}

export function diskGuardFor(folder: string, subject: string): DiskGuard {
  return new DiskGuard(subject, {
    async freeBytes() {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
    monotonicMs: () => performance.now(),
  });
}
