/** The engine of a checkpoint. One of a newer program is refused in one sentence; one of an older program is null: the caller starts cold. */
import { Engine, type EngineOptions } from '../alerts/engine.ts';
import { SNAPSHOT_VERSION } from '../alerts/engine-snapshot.ts';
import type { Checkpoint } from '../alerts/ports.ts';
import { BadInput } from './commands/output.ts';

/** `name` is for the sentence. */
export function restoreCheckpoint(
  { seq, state }: Checkpoint,
  options: EngineOptions,
  name: string,
): Engine | null {
  const snapshot = JSON.parse(state) as Parameters<typeof Engine.restore>[0];
  if (snapshot.version > SNAPSHOT_VERSION)
    throw new BadInput(
      `checkpoint "${name}" at place ${seq} has version ${snapshot.version}, this program reads ${SNAPSHOT_VERSION}: start the newer program`,
    );
  return snapshot.version < SNAPSHOT_VERSION ? null : Engine.restore(snapshot, options);
}
