/** Edits of alerts, one after another: history for the engine first, then the edit at one place of the log, answered when durable. */
import type { Alert, AlertId } from '../../alerts/alert.ts';
import type { AlertStore, MarketHistory } from '../../alerts/ports.ts';
import { inTurns } from '../../api/in-turns.ts';
import type { AlertCommands } from '../../api/services.ts';
import type { CheckedCondition } from '../../conditions/resolved.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { Pipeline } from '../pipeline.ts';
import { historyFor, warmUpOfAll } from '../warm-up.ts';

interface AlertCommandPorts {
  readonly pipeline: Pipeline;
  readonly alerts: AlertStore;
  readonly history: MarketHistory;
  /** The condition on each of the alert's instruments. */
  readonly check: (alert: Alert) => readonly CheckedCondition[];
  readonly onChanged: (id: AlertId, status: string) => void;
}

export function alertCommands(ports: AlertCommandPorts): AlertCommands {
  let last: Promise<unknown> = Promise.resolve();
  /** Edits wait for each other, so that the check for a conflict and the write belong together. */
  const oneByOne = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };

  const warmUp = async (alerts: readonly Alert[]) => {
    const { pipeline, history } = ports;
    await pipeline.flush();
    const at = pipeline.engine.marketTime ?? (Number.MAX_SAFE_INTEGER as EpochMs);
    const conditions = (await inTurns(alerts, ports.check)).flat();
    for (const need of warmUpOfAll(conditions)) {
      for (const entry of await historyFor({ warmUp: [need] }, history, at)) pipeline.append(entry);
    }
  };

  const setStatus = (id: AlertId, status: 'armed' | 'paused') =>
    oneByOne(async () => {
      const stored = await ports.alerts.get(id);
      if (stored === null) return null;
      if (stored.status === status) return { seq: 0 };
      if (status === 'armed') await warmUp([stored.alert]);
      const seq = await ports.pipeline.setStatus(stored.alert, status);
      ports.onChanged(id, status);
      return { seq };
    });

  return {
    create: (alerts) =>
      oneByOne(async () => {
        const used = await ports.alerts.used(alerts.map(({ id }) => id));
        const fresh = alerts.filter(({ id }) => !used.has(id));
        await warmUp(fresh);
        await ports.pipeline.saveAll(fresh, 'armed');
        for (const { id } of fresh) ports.onChanged(id, 'armed');
      }),
    save: (alert, status) =>
      oneByOne(async () => {
        // Numbers go on through a removal.
        const [newest] = await ports.alerts.revisions(alert.id, 1);
        if ((newest?.alert.revision ?? 0) !== alert.revision - 1) return { result: 'conflict' };
        if (status === 'armed') await warmUp([alert]);
        const seq = await ports.pipeline.save(alert, status);
        ports.onChanged(alert.id, status);
        return { result: 'saved', seq };
      }),
    arm: (id) => setStatus(id, 'armed'),
    pause: (id) => setStatus(id, 'paused'),
    remove: (id) =>
      oneByOne(async () => {
        if ((await ports.alerts.get(id)) === null) return null;
        const seq = await ports.pipeline.remove(id);
        ports.onChanged(id, 'removed');
        return { seq };
      }),
  };
}
