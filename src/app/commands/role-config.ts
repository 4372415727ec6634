/** Settings and log of a process of its own. */
import type { Logger } from 'pino';
import { type Config, type ConfigName, readConfig } from '../../config/config.ts';
import { orBadInput } from './output.ts';
import { processLog } from './process-log.ts';

const FLAGS: Readonly<Record<string, ConfigName>> = {
  port: 'PORT',
  host: 'HOST',
  healthPort: 'HEALTH_PORT',
  databaseUrl: 'DATABASE_URL',
  redisUrl: 'REDIS_URL',
  roles: 'WORKER_ROLES',
  shard: 'SHARD',
  feed: 'FEED',
  logLevel: 'LOG_LEVEL',
};

export type RoleFlags = Readonly<Record<string, string>>;

export function readRoleConfig(
  flags: RoleFlags,
  role: string,
): { readonly config: Config; readonly log: Logger } {
  const given: Partial<Record<ConfigName, string>> = {};
  for (const [flag, name] of Object.entries(FLAGS)) if (flags[flag] !== undefined) given[name] = flags[flag];
  const config = orBadInput(readConfig(process.env, given));
  return { config, log: processLog(config, role) };
}
