/** Several tick files as one stream by time; rows of one file stay in their order. One file passes through as it is. */
import type { Tick } from '../../market/tick.ts';
import type { FeedReject } from '../feed.ts';
import { TickCursor, earliestOf } from './tick-cursor.ts';
import { type TickFileOptions, readTickFile } from './tick-file.ts';

const BATCH_TICKS = 4_096;

interface MergedBatch {
  readonly ticks: readonly Tick[];
  readonly rejects: readonly FeedReject[];
}

export async function* mergeTickFiles(
  paths: readonly string[],
  options: TickFileOptions,
): AsyncGenerator<MergedBatch> {
  const [only] = paths;
  if (paths.length === 1 && only !== undefined) {
    yield* readTickFile(only, options);
    return;
  }
  let rejects: FeedReject[] = [];
  const cursors = paths.map(
    (path) =>
      new TickCursor(readTickFile(path, options), {
        afterLine: 0,
        rejected: (reject) => rejects.push(reject),
      }),
  );
  let ticks: Tick[] = [];
  for (;;) {
    for (const cursor of cursors) if (cursor.head === undefined) await cursor.load();
    const earliest = earliestOf(cursors);
    if (earliest?.head === undefined) break;
    ticks.push(earliest.head);
    earliest.take();
    if (ticks.length < BATCH_TICKS) continue;
    yield { ticks, rejects };
    ticks = [];
    rejects = [];
  }
  yield { ticks, rejects };
}
