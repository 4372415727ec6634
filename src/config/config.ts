/** The only reader of the environment. Flags override it; everything that is wrong is said at once. */
import { z } from 'zod';
import { type Result, err, ok } from '../kernel/result.ts';

const flag = z.stringbool({ truthy: ['1', 'true', 'yes', 'on'], falsy: ['0', 'false', 'no', 'off'] });
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const LEVELS: Readonly<Record<string, string>> = { warning: 'warn' };

/** Every setting: its name in the environment, its default, what is allowed. docs/configuration.md is written from this. */
const schema = z.object({
  NODE_ENV: z.enum(['development', 'staging', 'production', 'test']).default('development'),
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .transform((level) => LEVELS[level] ?? level)
    .pipe(z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'one of DEBUG, INFO, WARNING, ERROR'))
    .optional(),
  /** Where log files go, besides stderr. */
  LOG_DIR: z.string().min(1).optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: whole(0, 65_535).default(8000),
  /** Names under which a browser may reach the API besides localhost, for a bind to other addresses. */
  PUBLIC_HOSTS: list.default([]),
  /** Proxies whose X-Forwarded-For is believed: addresses or networks (CIDR). */
  TRUSTED_PROXIES: list.default(['127.0.0.1', '::1']),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'a URL such as postgres://user:password@host:5432/database' })
    .optional(),
  /** Of worker and scheduler: health, metrics, and pushed ticks on their way from the API to the feed. */
  HEALTH_HOST: z.string().min(1).default('127.0.0.1'),
  HEALTH_PORT: whole(0, 65_535).optional(),
  /** How other processes reach this worker; by default its HEALTH_HOST, or the machine's name, with its port. */
  WORKER_URL: z.url({ protocol: /^http$/, error: 'a URL such as http://worker:8001' }).optional(),
  WORKER_ROLES: list.default(['feed', 'engine', 'dispatch', 'record']),
  SHARD: z.string().default('0/1'),
  /** How many engines each shard is meant to have, for the alarm when there are fewer. */
  ENGINES_PER_SHARD: whole(1, 100).default(1),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'a URL such as redis://host:6379' }).optional(),
  FEED: z.enum(['auto', 'gmo', 'simulated', 'replay', 'push']).default('auto'),
  INSTRUMENTS_FILE: z.string().default('config/instruments.yaml'),
  TICK_RETENTION_DAYS: whole(1, 3_650).default(3),
  EVENT_RETENTION_DAYS: whole(1, 36_500).default(730),
  DATABASE_POOL_SIZE: whole(2, 200).default(10),
  /** Where the scheduler puts a backup each night; none without it, or without a PostgreSQL server. */
  BACKUP_DIR: z.string().min(1).optional(),
  BACKUP_ZONE: z.string().refine(isZone, 'an IANA zone such as Asia/Tokyo').default('UTC'),
  /** How its files begin. */
  BACKUP_NAME: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .default('fxalert'),
  BACKUP_KEEP_DAYS: whole(1, 3_650).default(30),
  BACKUP_PASSPHRASE: z.string().min(1).optional(),
  /** Name of the channel that gets the daily summary; none without it. */
  SUMMARY_CHANNEL: z.string().min(1).max(60).optional(),
  SUMMARY_TIME: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a local time such as 07:00')
    .default('07:00'),
  SUMMARY_ZONE: z.string().refine(isZone, 'an IANA zone such as Asia/Tokyo').default('UTC'),
  HEARTBEAT_URL: z.url({ protocol: /^https?$/ }).optional(),
  CANARY_URL: z.url({ protocol: /^http$/, error: 'a URL such as http://127.0.0.1:8003/' }).optional(),
  GMO_REST_URL: z.url().default('https://forex-api.coin.z.com/public'),
  GMO_WS_URL: z.url().default('wss://forex-api.coin.z.com/ws/public'),
  SIMULATED_SEED: whole(0, 2 ** 31).default(1),
  REPLAY_FILES: list.default([]),
  REPLAY_SPEED: z
    .string()
    .regex(/^(max|real|\d+(\.\d+)?x?)$/, 'real, max or a factor such as 20x')
    .default('real'),
  REPLAY_STAMPS: z.enum(['kept', 'now']).default('kept'),
  PUSH_SERVER_ZONE: z.string().default('UTC'),
  PUSH_SYMBOLS: list.default([]),
  WEBHOOK_ALLOW: list.default([]),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'a URL such as smtps://user:password@mail.example.com:465' })
    .optional(),
  SMTP_FROM: z.string().default('FX Alert <fxalert@localhost>'),
  OPEN_METRICS: flag.default(false),
  /** False where what a process prints is kept: then `fxalert keys create --first` makes the first key. */
  SHOW_FIRST_KEY: flag.default(true),
});

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

type Parsed = z.infer<typeof schema>;
export type Config = Omit<Parsed, 'LOG_LEVEL'> & {
  readonly LOG_LEVEL: 'debug' | 'info' | 'warn' | 'error' | 'silent';
};
export type ConfigName = keyof Parsed;

/** Each problem is one sentence that names the setting and quotes its value. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  flags: Partial<Record<ConfigName, string | undefined>> = {},
): Result<Config, readonly string[]> {
  const given: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = flags[name as ConfigName] ?? environment[name];
    if (value !== undefined && value !== '') given[name] = value;
  }
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    return err(
      parsed.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        return `${name}="${withoutPassword(given[name] ?? '')}" is refused: ${issue.message}`;
      }),
    );
  }
  const config = parsed.data;
  if (config.FEED === 'replay' && config.REPLAY_FILES.length === 0) {
    return err(['FEED="replay" needs REPLAY_FILES: a list of tick files separated by commas']);
  }
  return ok({
    ...config,
    LOG_LEVEL: config.LOG_LEVEL ?? (config.NODE_ENV === 'development' ? 'debug' : 'info'),
  });
}

/** For the page that documents them. */
export function settingNames(): readonly string[] {
  return Object.keys(schema.shape);
}

function withoutPassword(value: string): string {
  return value.replace(/(:\/\/[^:/@]*):[^@]*@/, '$1:***@');
}
