/**
 * A text file, plain or gzip, as blocks of whole lines. Bounded: one read and one unfinished line are in memory.
 * gzip and UTF-16 (MetaTrader exports) are recognised by their first bytes, a UTF-8 mark is removed, a last line without a line feed
 * counts. A damaged gzip stream ends the file with a `FileDamage` after its last readable line.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { type Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FileProblem } from './file-problem.ts';

const READ_BYTES = 256 * 1024;
/** A line beyond this is no row of prices: it is cut, and what follows up to its end is skipped. */
export const MAX_LINE_BYTES = 16 * 1024;
const LINE_FEED = 0x0a;

/** The compressed stream broke off or does not decompress. What came before is good. */
export class FileDamage extends Error {
  override readonly name = 'FileDamage';
}

/** Every block ends with a line feed. The caller must not keep it. Throws `FileProblem` when the file cannot be opened. */
export async function* lineBlocks(path: string): AsyncGenerator<Buffer> {
  const file = await open(path).catch((error: Error) => {
    throw new FileProblem(`${path} cannot be read: ${error.message}`, { cause: error });
  });
  try {
    const head = Buffer.alloc(3);
    await file.read(head, 0, 3, 0);
    const gzip = head[0] === 0x1f && head[1] === 0x8b;
    yield* wholeLines(decoded(gzip ? unzipped(file) : plain(file)));
  } finally {
    await file.close();
  }
}

function plain(file: FileHandle): Readable {
  return file.createReadStream({ start: 0, autoClose: false, highWaterMark: READ_BYTES });
}

async function* unzipped(file: FileHandle): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: READ_BYTES });
  let failure: Error | null = null;
  pipeline(plain(file), gunzip, (error) => {
    failure = error ?? null;
  });
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    const cause = failure ?? (error as Error);
    if (String((cause as NodeJS.ErrnoException).code).startsWith('Z_')) throw new FileDamage(cause.message);
    throw cause;
  }
}

/** Removes byte-order marks; UTF-16LE becomes UTF-8. */
async function* decoded(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let utf16: InstanceType<typeof TextDecoder> | null = null;
  let first = true;
  for await (const chunk of chunks) {
    let bytes = chunk;
    if (first) {
      first = false;
      if (bytes[0] === 0xff && bytes[1] === 0xfe) utf16 = new TextDecoder('utf-16le');
      else if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    }
    yield utf16 === null ? bytes : Buffer.from(utf16.decode(bytes, { stream: true }));
  }
}

async function* wholeLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let skipping = false;
  const tail = function* (): Generator<Buffer> {
    if (rest.length > 0) yield Buffer.concat([rest, Buffer.of(LINE_FEED)]);
  };
  try {
    for await (const chunk of chunks) {
      let bytes = chunk;
      if (skipping) {
        const end = bytes.indexOf(LINE_FEED);
        if (end < 0) continue;
        bytes = bytes.subarray(end + 1);
        skipping = false;
      }
      const end = bytes.lastIndexOf(LINE_FEED) + 1;
      if (end > 0) {
        yield rest.length === 0 ? bytes.subarray(0, end) : Buffer.concat([rest, bytes.subarray(0, end)]);
        rest = Buffer.from(bytes.subarray(end));
      } else {
        rest = Buffer.concat([rest, bytes]);
      }
      if (rest.length > MAX_LINE_BYTES) {
        rest = rest.subarray(0, MAX_LINE_BYTES);
        yield* tail();
        rest = Buffer.alloc(0);
        skipping = true;
      }
    }
  } catch (error) {
    yield* tail();
    throw error;
  }
  yield* tail();
}
