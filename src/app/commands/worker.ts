/** `fxalert worker`: any of the roles feed, engine, dispatch and record in one process, until a signal. */
import { hostname } from 'node:os';
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from '../../config/config.ts';
import { HintReceiver } from '../../storage/hints.ts';
import { createMetrics } from '../../telemetry/metrics.ts';
import { openOutbound } from '../outbound.ts';
import { DispatchRole } from '../roles/dispatch-role.ts';
import { EngineRole } from '../roles/engine-role.ts';
import { FeedRole } from '../roles/feed-role.ts';
import { type HealthServer, startHealthServer } from '../roles/health-server.ts';
import { INTERNAL_TOKEN, takePushed } from '../roles/pushed-ticks.ts';
import { RecordRole } from '../roles/record-role.ts';
import type { Role } from '../roles/role.ts';
import { connectServers, roleContext, RoleRunner } from '../roles/role-process.ts';
import { parseShard, shardName } from '../roles/shard.ts';
import { inSeconds, lagsOf } from '../seen-by-metrics.ts';
import { BadInput, orBadInput } from './output.ts';
import { readRoleConfig, type RoleFlags } from './role-config.ts';
import { untilStopped } from './until-stopped.ts';

const ROLES = ['feed', 'engine', 'dispatch', 'record'] as const;
type RoleName = (typeof ROLES)[number];
const HEALTH_PORT = 8001;

export async function worker(flags: RoleFlags): Promise<number> {
  const { config, log } = readRoleConfig(flags, 'worker');
  const names = roleNames(config.WORKER_ROLES);
  const running = await startWorker(config, log, names);
  return untilStopped(running, log);
}

function roleNames(names: readonly string[]): readonly RoleName[] {
  const unknown = names.filter((name) => !ROLES.includes(name as RoleName));
  if (unknown.length > 0 || names.length === 0)
    throw new BadInput(
      `WORKER_ROLES="${names.join(',')}" is refused: any of ${ROLES.join(', ')}, separated by commas`,
    );
  return ROLES.filter((name) => names.includes(name));
}

async function startWorker(config: Config, log: Logger, names: readonly RoleName[]) {
  const shard = parseShard(config.SHARD);
  if (shard === null)
    throw new BadInput(`SHARD="${config.SHARD}" is refused: i/n with i from 0 to n-1, such as 0/2`);
  const servers = connectServers(config, 'worker');
  let feed: FeedRole | null = null;
  let engine: EngineRole | null = null;
  let dispatch: DispatchRole | null = null;
  let record: RecordRole | null = null;
  const metrics = createMetrics({
    databasePool: () => servers.database.connections(),
    logLags: () => lagsOf([engine, record]),
    ...(names.includes('feed') && { instrumentAges: () => inSeconds(feed?.instrumentAges() ?? []) }),
    ...(names.includes('dispatch') && { openBreakers: () => dispatch?.openBreakers() ?? {} }),
    ...(names.includes('engine') && {
      alertsArmed: () => engine?.armed ?? 0,
      evaluations: () => engine?.evaluations ?? 0,
      engine: () => ({
        shard: shardName(shard),
        isFollowing: engine?.isFollowing ?? false,
        shards: shard.count,
        wanted: config.ENGINES_PER_SHARD,
      }),
    }),
  });
  const context = await roleContext(servers, { config, log, metrics });
  const outbound = orBadInput(openOutbound(config, context.instruments));
  const port = config.HEALTH_PORT ?? HEALTH_PORT;
  const hasFeed = names.includes('feed');

  let token: string | null = null;
  const health: HealthServer = await startHealthServer({
    host: config.HEALTH_HOST,
    port,
    metrics,
    readiness: () => runner?.readiness() ?? [],
    ingest: hasFeed ? { token: () => token, take: (batch) => takePushed(feed, batch) } : null,
  });
  const make: Readonly<Record<RoleName, () => Role>> = {
    feed: () => (feed = new FeedRole(context, addressOf(config, health.port))),
    engine: () => (engine = new EngineRole(context, shard)),
    dispatch: () => (dispatch = new DispatchRole(context, outbound)),
    record: () => (record = new RecordRole(context)),
  };
  const runner: RoleRunner | undefined = new RoleRunner(
    context,
    names.map((name) => make[name]()),
  );
  const hints = new HintReceiver(servers.databaseUrl, {
    ...(hasFeed && { edits: () => feed?.wakeForEdits() }),
    ...(names.includes('dispatch') && {
      events: () => dispatch?.wake(),
      channels: () => dispatch?.channelsChanged(),
    }),
  });
  const failed = runner.start(async () => {
    hints.start();
    token = await context.stores.settings.getOrSet(INTERNAL_TOKEN, randomBytes(32).toString('base64url'));
  });
  log.info({ port: health.port, names: [...names] }, 'worker started');
  return {
    failed,
    async stop() {
      await runner.stop();
      await hints.close();
      await outbound.close();
      await health.close();
      await servers.close();
    },
  };
}

/** Under which another process reaches this one. */
function addressOf(config: Config, port: number): string {
  const isAny = config.HEALTH_HOST === '0.0.0.0' || config.HEALTH_HOST === '::';
  return config.WORKER_URL ?? `http://${isAny ? hostname() : config.HEALTH_HOST}:${port}`;
}
