/** Runs the scheduled jobs. Any number of schedulers may: each turn is done by one of them. */
import type { RunningJobs } from '../../jobs/jobs.ts';
import { sendHint } from '../../storage/hints.ts';
import { historyBeside } from '../background/history-source.ts';
import type { Outbound } from '../outbound.ts';
import { startScheduledJobs } from '../scheduled-jobs.ts';
import { QueuedCommands } from './queued-commands.ts';
import { keepRunning, type Role, type RoleReadiness, untilAborted } from './role.ts';
import type { RoleContext } from './role-context.ts';

const STOP_DEADLINE_MS = 7_000;

export class JobRole implements Role {
  readonly name = 'jobs';
  readonly #context: RoleContext;
  readonly #outbound: Pick<Outbound, 'createSender'>;
  #running: RunningJobs | null = null;

  constructor(context: RoleContext, outbound: Pick<Outbound, 'createSender'>) {
    this.#context = context;
    this.#outbound = outbound;
  }

  run(signal: AbortSignal): Promise<void> {
    return keepRunning((stop) => this.#schedule(stop), { signal, log: this.#context.log, name: this.name });
  }

  readiness(): RoleReadiness {
    return this.#running === null
      ? { ok: false, detail: 'waits for the database' }
      : { ok: true, detail: 'jobs are scheduled' };
  }

  async #schedule(signal: AbortSignal): Promise<void> {
    const { database, stores, config, instruments, clock, log, metrics } = this.#context;
    const running = await startScheduledJobs({
      database,
      stores,
      config,
      instruments,
      clock,
      log,
      metrics,
      createSender: this.#outbound.createSender,
      source: () =>
        historyBeside(config, {
          ...{ instruments, stores },
          feedPosition: async () => (await stores.journal.position()).feedPosition,
        }),
      commands: new QueuedCommands({
        queue: stores.edits,
        hint: () => sendHint(database, 'edits'),
        onChanged: () => undefined,
      }),
      readiness: () => Promise.resolve([{ name: this.name, ...this.readiness() }]),
    });
    this.#running = running;
    try {
      await untilAborted(signal);
    } finally {
      this.#running = null;
      await running.stop(STOP_DEADLINE_MS);
    }
  }
}
