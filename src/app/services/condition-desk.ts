/** What a condition means and what the engine knows of it at this moment; the dry run on recorded prices. */
import type { Engine } from '../../alerts/engine.ts';
import type { MarketHistory } from '../../alerts/ports.ts';
import type { ConditionDesk } from '../../api/services.ts';
import { checkCondition } from '../../conditions/check.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import { runDry } from '../dry-run.ts';

interface ConditionDeskPorts {
  readonly engine: () => Engine;
  readonly history: MarketHistory;
  readonly instruments: InstrumentTable;
  readonly flush: () => Promise<void>;
}

export function conditionDesk({ engine, history, instruments, flush }: ConditionDeskPorts): ConditionDesk {
  return {
    check: (when, { instrument, price }) =>
      checkCondition(when, { instruments, defaultInstrument: instrument ?? null, basis: price }),
    operandsNow: (checked) => engine().operandsNow(checked),
    unknownOperands: (id) => engine().explain(id),
    async dryRun(alert, options) {
      await flush();
      return runDry(alert, { ...options, history, instruments, now: engine().marketTime });
    },
  };
}
