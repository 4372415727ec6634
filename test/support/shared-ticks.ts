/** Recorded weeks beside the repository, for development: never in it, never needed by it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readTickFile } from '../../src/feeds/files/tick-file.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../src/market/instruments.ts';
import type { Tick } from '../../src/market/tick.ts';

const folder = join(
  process.env['FXALERT_SHARED'] ?? join(import.meta.dirname, '../../../shared'),
  'data/ticks',
);

/** Null, with a line that says so, when the file is not there. */
export function sharedTickFile(name: string): string | null {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  console.warn(`recorded ticks are absent: ${path}; generated ones stand in`);
  return null;
}

export async function readTicks(path: string): Promise<Tick[]> {
  const ticks: Tick[] = [];
  for await (const batch of readTickFile(path, { instruments: instrumentTable(BUILT_IN_INSTRUMENTS) })) {
    for (const reject of batch.rejects) throw new Error(`${path}:${reject.line}: ${reject.text}`);
    for (const tick of batch.ticks) ticks.push(tick);
  }
  return ticks;
}
