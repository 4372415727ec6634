/** What must be done once for all processes: old ticks dropped, answered edits forgotten. Any number may run: the work is idempotent. */
import type { EpochMs } from '../../kernel/units.ts';
import { dropTicksBefore } from '../../storage/tick-partitions.ts';
import { keepRunning, pause, type Role, type RoleReadiness } from './role.ts';
import type { RoleContext } from './role-context.ts';

const TIDY_MS = 3_600_000;
const DAY_MS = 86_400_000;

export class TidyRole implements Role {
  readonly name = 'tidy';
  readonly #context: RoleContext;

  constructor(context: RoleContext) {
    this.#context = context;
  }

  run(signal: AbortSignal): Promise<void> {
    return keepRunning((stop) => this.#tidy(stop), { signal, log: this.#context.log, name: this.name });
  }

  readiness(): RoleReadiness {
    return { ok: true, detail: 'looks once an hour' };
  }

  async #tidy(signal: AbortSignal): Promise<void> {
    const { stores, database, config, log } = this.#context;
    while (!signal.aborted) {
      // By the market's own time: a replay of last year is not old.
      const quotes = await stores.history.lastQuotes();
      const newest = Math.max(0, ...quotes.map(({ at }) => at));
      const before = (newest - config.TICK_RETENTION_DAYS * DAY_MS) as EpochMs;
      const partitions = newest === 0 ? 0 : await dropTicksBefore(database, before);
      if (partitions > 0) log.info({ count: partitions }, 'old ticks dropped');
      const edits = await stores.edits.forgetAnswered();
      if (edits > 0) log.info({ count: edits }, 'answered edits forgotten');
      await pause(TIDY_MS, signal);
    }
  }
}
