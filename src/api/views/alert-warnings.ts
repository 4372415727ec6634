/**
 * What an alert refers to and nobody answers to. Told, not refused: names count at the moment of firing, alerts may be made in any order,
 * and two that arm each other could otherwise never be made.
 */
import type { Alert } from '../../alerts/alert.ts';
import type { AlertWarning } from '../contract/alerts.ts';
import { quote } from '../quote.ts';
import type { ApiServices } from '../services.ts';

/** Which of the names they arm are there: one look for a whole page. */
export async function onStandby(
  page: readonly Pick<Alert, 'arms'>[],
  { alerts }: Pick<ApiServices, 'alerts'>,
): Promise<ReadonlySet<string>> {
  const names = new Set(page.flatMap(({ arms }) => arms));
  return names.size === 0 ? names : alerts.onStandby([...names]);
}

export function warningsOf({ arms }: Pick<Alert, 'arms'>, standby: ReadonlySet<string>): AlertWarning[] {
  return arms
    .filter((name) => !standby.has(name))
    .map((name) => ({
      code: 'arms-nobody',
      name,
      message: `arms: no alert on standby has the name or id ${quote(name)}: a firing arms nothing there`,
    }));
}
