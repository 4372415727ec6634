/** Where a replay stands: the last line handed over of each file, and by how much stamps were moved. Opaque to everyone else. */
import { basename } from 'node:path';
import { z } from 'zod';

const Position = z.strictObject({
  v: z.literal(1),
  files: z.array(z.string()),
  lines: z.array(z.int().min(0)),
  shiftMs: z.int(),
});

export interface ReplayPosition {
  readonly lines: readonly number[];
  readonly shiftMs: number;
}

export function positionWriter(paths: readonly string[]): (position: ReplayPosition) => string {
  const files = JSON.stringify(paths.map((path) => basename(path)));
  return ({ lines, shiftMs }) => `{"v":1,"files":${files},"shiftMs":${shiftMs},"lines":[${lines.join()}]}`;
}

/** Null when the text is a position of other files or no position of a replay: the replay then begins at the beginning. */
export function readPosition(paths: readonly string[], text: string): ReplayPosition | null {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null; // A position of another kind of feed.
  }
  const parsed = Position.safeParse(raw);
  if (!parsed.success) return null;
  const { files, lines, shiftMs } = parsed.data;
  const same = files.length === paths.length && paths.every((path, i) => basename(path) === files[i]);
  return same && lines.length === paths.length ? { lines, shiftMs } : null;
}
