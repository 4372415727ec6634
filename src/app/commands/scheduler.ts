/** `fxalert scheduler`: what happens by the clock, as a process of its own, until a signal. */
import type { Logger } from 'pino';
import type { Config } from '../../config/config.ts';
import { createMetrics } from '../../telemetry/metrics.ts';
import { startHealthServer } from '../roles/health-server.ts';
import { connectServers, roleContext, RoleRunner } from '../roles/role-process.ts';
import { JobRole } from '../roles/job-role.ts';
import { openOutbound } from '../outbound.ts';
import { orBadInput } from './output.ts';
import { readRoleConfig, type RoleFlags } from './role-config.ts';
import { untilStopped } from './until-stopped.ts';

const HEALTH_PORT = 8002;

export async function scheduler(flags: RoleFlags): Promise<number> {
  const { config, log } = readRoleConfig(flags, 'scheduler');
  return untilStopped(await startScheduler(config, log), log);
}

async function startScheduler(config: Config, log: Logger) {
  const servers = connectServers(config, 'scheduler');
  const metrics = createMetrics({ databasePool: () => servers.database.connections() });
  const context = await roleContext(servers, { config, log, metrics });
  const outbound = orBadInput(openOutbound(config, context.instruments));
  const runner = new RoleRunner(context, [new JobRole(context, outbound)]);
  const health = await startHealthServer({
    host: config.HEALTH_HOST,
    port: config.HEALTH_PORT ?? HEALTH_PORT,
    metrics,
    readiness: () => runner.readiness(),
    ingest: null,
  });
  log.info({ port: health.port }, 'scheduler started');
  return {
    failed: runner.start(() => undefined),
    async stop() {
      await runner.stop();
      await outbound.close();
      await health.close();
      await servers.close();
    },
  };
}
