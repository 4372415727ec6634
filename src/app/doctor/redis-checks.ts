/** Redis by its own INFO: there, of a version that works, losing nothing, with room. The log of ticks lives in it until it is recorded. */
import type { RedisServer } from '../../storage/redis/open-redis.ts';
import { fail, type Finding, ok, warn } from './finding.ts';

const OLDEST = 7;
/** The rule RedisNearLimit has the same. */
const NEAR_LIMIT = 0.9;
const CONNECT_MS = 3_000;

export async function redisChecks(redis: RedisServer): Promise<readonly Finding[]> {
  let text: string;
  try {
    text = await answerOf(redis);
  } catch (error) {
    return [
      fail({
        check: 'redis',
        seen: `no answer from ${redis.subject}: ${(error as Error).message}`,
        why: 'prices do not reach the engine; they wait in the feed and are taken up when it is back',
        help: 'docker-compose -f docker-compose.prod.yml up -d redis; REDIS_URL has the address; docs/runbooks/redis-down.md',
      }),
    ];
  }
  const info = new Map(
    [...text.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, name, value]) => [name ?? '', value ?? '']),
  );
  return [version(info, redis.subject), eviction(info), room(info), ...disk(info)];
}

type Info = ReadonlyMap<string, string>;

/** The connection is made in the background: the first answer is waited for. */
async function answerOf({ commands }: RedisServer): Promise<string> {
  if (commands.status !== 'ready')
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no connection in time')), CONNECT_MS);
      const settle = (settled: () => void) => () => {
        clearTimeout(timer);
        settled();
      };
      commands.once('ready', settle(resolve));
      commands.once('error', (error) => settle(() => reject(error))());
    });
  return commands.info();
}

function version(info: Info, subject: string): Finding {
  const found = info.get('redis_version') ?? 'unknown';
  const seen = `${subject} is version ${found}`;
  if (Number(found.split('.')[0]) >= OLDEST) return ok('redis', seen);
  return warn({ check: 'redis', seen, why: 'only 7 and later are tested', help: 'install Redis 7' });
}

function eviction(info: Info): Finding {
  const policy = info.get('maxmemory_policy') ?? 'unknown';
  const evicted = Number(info.get('evicted_keys') ?? 0);
  const seen = `policy ${policy}, ${evicted} keys evicted`;
  const trouble = {
    check: 'redis eviction',
    seen,
    why: 'an evicted key is a part of the log of ticks: alerts on it cannot fire',
    help: 'maxmemory-policy noeviction (redis-cli config set maxmemory-policy noeviction, and in its configuration)',
  };
  if (policy !== 'noeviction') return fail(trouble);
  return evicted > 0 ? warn(trouble) : ok(trouble.check, seen);
}

function room(info: Info): Finding {
  const check = 'redis memory';
  const used = Number(info.get('used_memory') ?? 0);
  const max = Number(info.get('maxmemory') ?? 0);
  const megabytes = (used / 1024 ** 2).toFixed(1);
  if (max === 0) return ok(check, `${megabytes} MB, without a limit`);
  const seen = `${megabytes} MB of ${(max / 1024 ** 2).toFixed(1)} MB (${((used / max) * 100).toFixed(0)} %)`;
  if (used < max * NEAR_LIMIT) return ok(check, seen);
  const trouble = {
    check,
    seen,
    why: 'at its limit it refuses writes, and prices do not reach the engine',
    help: 'raise REDIS_MAXMEMORY and deploy; docs/runbooks/redis-near-limit.md',
  };
  return used >= max ? fail(trouble) : warn(trouble);
}

function disk(info: Info): readonly Finding[] {
  const failed = ['rdb_last_bgsave_status', 'aof_last_write_status', 'aof_last_bgrewrite_status'].filter(
    (name) => (info.get(name) ?? 'ok') !== 'ok',
  );
  if (failed.length === 0) return [];
  return [
    warn({
      check: 'redis disk',
      seen: `${failed.join(', ')}: not ok`,
      why: 'it cannot write its file; what it holds is lost with it',
      help: 'df -h; docker-compose -f docker-compose.prod.yml logs redis says why',
    }),
  ];
}
