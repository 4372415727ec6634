/** Snapshots as tests want them. */
import type { Engine } from '../../src/alerts/engine.ts';
import type { SnapshotHead, SnapshotPart } from '../../src/alerts/snapshot/snapshot-part.ts';

/** As they come back from storage. */
export function throughText(parts: Iterable<SnapshotPart>): readonly SnapshotPart[] {
  return [...parts].map((part) => JSON.parse(JSON.stringify(part)) as SnapshotPart);
}

export function headOf(engine: Engine): SnapshotHead {
  return ofType(engine, 'head')[0] as SnapshotHead;
}

export function ofType<Type extends SnapshotPart['type']>(
  engine: Engine,
  type: Type,
): readonly Extract<SnapshotPart, { readonly type: Type }>[] {
  return engine
    .snapshot()
    .filter((part): part is Extract<SnapshotPart, { readonly type: Type }> => part.type === type);
}
