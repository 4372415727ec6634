/**
 * The tick log on a Redis stream. The stream id is the place in the log (`<seq>-0`), so Redis itself refuses a place twice or out of order;
 * a script compares the end before it adds, in one step. One stream entry a log entry; a batch is one round trip.
 */
import type { Redis } from 'ioredis';
import type { AppendOutcome, LogEnds, PlacedEntry, ReadOptions, TickLog } from '../../alerts/tick-log.ts';
import { entryText, parseEntry } from './entry-text.ts';
import { type RedisServer, redisError } from './open-redis.ts';

const STREAM = 'fxalert:log';
/** Entries of one script call: Lua's limit of arguments is some thousands. */
const APPEND_AT_ONCE = 1_000;
const [ENTRY, POSITION] = ['e', 'p'];

const END = `
  local function ends(stream)
    if redis.call('exists', stream) == 0 then return '0' end
    local info = redis.call('xinfo', 'stream', stream)
    for i = 1, #info, 2 do
      if info[i] == 'last-generated-id' then return string.match(info[i + 1], '^%d+') end
    end
  end`;

/** Places are compared as texts: Lua's numbers would do to 2^53, texts need no thought. */
const APPEND = `${END}
  local last = ends(KEYS[1])
  if last ~= ARGV[1] then return last end
  for i = 2, #ARGV, 3 do
    if ARGV[i + 2] == '' then redis.call('xadd', KEYS[1], ARGV[i] .. '-0', '${ENTRY}', ARGV[i + 1])
    else redis.call('xadd', KEYS[1], ARGV[i] .. '-0', '${ENTRY}', ARGV[i + 1], '${POSITION}', ARGV[i + 2]) end
  end
  return false`;

const ENDS = `${END}
  local first = redis.call('xrange', KEYS[1], '-', '+', 'count', 1)
  return { first[1] and string.match(first[1][1], '^%d+') or '0', ends(KEYS[1]) }`;

type StreamEntry = readonly [id: string, fields: readonly string[]];

export class RedisTickLog implements TickLog {
  readonly #server: RedisServer;
  readonly #readers: readonly { readonly redis: Redis; waiting: number }[];

  constructor(server: RedisServer) {
    this.#server = server;
    this.#readers = server.reads.map((redis) => ({ redis, waiting: 0 }));
  }

  async append(previous: number, entries: readonly PlacedEntry[]): Promise<AppendOutcome> {
    let end = previous;
    for (let from = 0; from < entries.length; from += APPEND_AT_ONCE) {
      const part = entries.slice(from, from + APPEND_AT_ONCE);
      const values = part.flatMap(({ seq, entry, position }) => [seq, entryText(entry), position ?? '']);
      const last = await this.#ask(() =>
        this.#server.commands.eval(APPEND, 1, STREAM, String(end), ...values),
      );
      if (last !== null) return { appended: false, last: Number(last) };
      end = part.at(-1)?.seq ?? end;
    }
    return { appended: true };
  }

  async read(after: number, options: ReadOptions): Promise<readonly PlacedEntry[]> {
    const answer = (await this.#ask(() => this.#xread(`${after}-0`, options))) as
      readonly (readonly [string, readonly StreamEntry[]])[] | null;
    return (answer?.[0]?.[1] ?? []).map(toPlaced);
  }

  async #xread(after: string, { limit, waitMs }: ReadOptions): Promise<unknown> {
    // BLOCK 0 would wait for ever.
    if (waitMs === 0) return this.#server.commands.xread('COUNT', limit, 'STREAMS', STREAM, after);
    const reader = this.#readers.reduce((one, other) => (other.waiting < one.waiting ? other : one));
    reader.waiting += 1;
    try {
      return await reader.redis.xread('COUNT', limit, 'BLOCK', waitMs, 'STREAMS', STREAM, after);
    } finally {
      reader.waiting -= 1;
    }
  }

  async ends(): Promise<LogEnds> {
    const [first, last] = (await this.#ask(() => this.#server.commands.eval(ENDS, 1, STREAM))) as [
      string,
      string,
    ];
    return { first: Number(first), last: Number(last) };
  }

  async trim(seq: number): Promise<void> {
    await this.#ask(() => this.#server.commands.xtrim(STREAM, 'MINID', `${seq}-0`));
  }

  async #ask<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw redisError(error, this.#server.subject);
    }
  }
}

function toPlaced([id, fields]: StreamEntry): PlacedEntry {
  const seq = Number.parseInt(id, 10);
  let text = '';
  let position: string | undefined;
  for (let i = 0; i < fields.length; i += 2) {
    if (fields[i] === ENTRY) text = fields[i + 1] ?? '';
    else if (fields[i] === POSITION) position = fields[i + 1];
  }
  const entry = parseEntry(text);
  return position === undefined ? { seq, entry } : { seq, entry, position };
}
