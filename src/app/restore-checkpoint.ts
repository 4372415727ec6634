/**
 * The engine of a checkpoint, made while its parts are read. One of a newer program is refused in one sentence; one of an older program is
 * null: the caller starts cold.
 */
import { Engine, type EngineOptions } from '../alerts/engine.ts';
import type { TakePart } from '../alerts/ports.ts';
import { SNAPSHOT_VERSION, type SnapshotPart } from '../alerts/snapshot/snapshot-part.ts';
import { BadInput } from './commands/output.ts';

interface RestoredCheckpoint {
  readonly seq: number;
  readonly engine: Engine | null;
}

/** Null where there is no checkpoint. `name` is for the sentence. */
export async function restoreCheckpoint(
  load: (take: TakePart) => Promise<number | null>,
  options: EngineOptions,
  name: string,
): Promise<RestoredCheckpoint | null> {
  const restoration = Engine.restoration(options);
  let isOlder = false;
  const seq = await load((text, place) => {
    const part = JSON.parse(text) as SnapshotPart;
    const version = 'version' in part ? part.version : SNAPSHOT_VERSION;
    if (version > SNAPSHOT_VERSION)
      throw new BadInput(
        `checkpoint "${name}" at place ${place} has version ${version}, this program reads ${SNAPSHOT_VERSION}: start the newer program`,
      );
    isOlder = version < SNAPSHOT_VERSION;
    if (!isOlder) restoration.take(part);
    return !isOlder;
  });
  if (seq === null) return null;
  return { seq, engine: isOlder ? null : restoration.finish() };
}

/** The state of this moment for a checkpoint, each part made when it is written. */
export function checkpointParts(engine: Engine): Iterable<string> {
  return textsOf(engine.snapshotParts());
}

function* textsOf(parts: Iterable<SnapshotPart>): Generator<string> {
  for (const part of parts) yield JSON.stringify(part);
}
