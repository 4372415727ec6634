/** The condition of an alert on each of its instruments. */
import type { Alert } from '../alerts/alert.ts';
import { checkCondition } from '../conditions/check.ts';
import type { CheckedCondition } from '../conditions/resolved.ts';
import type { InstrumentTable } from '../market/instruments.ts';

/** Instruments on which it no longer means anything are left out; the engine reports them. */
export function conditionsOf(instruments: InstrumentTable): (alert: Alert) => readonly CheckedCondition[] {
  return (alert) =>
    alert.instruments.flatMap((defaultInstrument) => {
      const checked = checkCondition(alert.when, { instruments, defaultInstrument, basis: alert.price });
      return checked.ok ? [checked.value] : [];
    });
}
