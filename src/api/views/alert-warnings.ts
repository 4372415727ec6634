/**
 * What an alert refers to and nobody answers to. Told, not refused: names count at the moment of firing, alerts may be made in any order,
 * and two that arm each other could otherwise never be made.
 */
import type { Alert } from '../../alerts/alert.ts';
import type { StoredAlert } from '../../alerts/ports.ts';
import type { AlertWarning } from '../contract/alerts.ts';
import { quote } from '../errors.ts';
import type { ApiServices } from '../services.ts';

/** One look for a whole page of alerts. */
export async function onStandby(
  page: readonly StoredAlert[],
  { alerts }: Pick<ApiServices, 'alerts'>,
): Promise<ReadonlySet<string>> {
  const names = new Set(page.flatMap(({ alert }) => alert.arms));
  return names.size === 0 ? names : alerts.onStandby([...names]);
}

export function warningsOf({ arms }: Alert, standby: ReadonlySet<string>): AlertWarning[] {
  return arms
    .filter((name) => !standby.has(name))
    .map((name) => ({
      code: 'arms-nobody',
      name,
      message: `arms: no alert on standby has the name or id ${quote(name)}: a firing arms nothing there`,
    }));
}
