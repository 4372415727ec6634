/** The lines on the chart: levels of the instrument's alerts, and those of the condition in the editor. */
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import type { ChartLevel } from '../chart/price-chart.ts';

const TITLE_LENGTH = 22;
const SEPARATOR = '@';

/** The alert in the editor is drawn from its draft, not twice. */
export function chartLevels(
  alerts: readonly AlertView[],
  { editing, draft }: { editing: string | null; draft: readonly number[] },
): ChartLevel[] {
  const stored = alerts
    .filter((alert) => (alert.status === 'armed' || alert.status === 'paused') && alert.id !== editing)
    .flatMap((alert) =>
      alert.levels.map((price): ChartLevel => ({
        key: `${alert.id}${SEPARATOR}${price}`,
        price,
        title: titleOf(alert),
        look: alert.status === 'armed' ? 'armed' : 'paused',
        movable: true,
      })),
    );
  const drafted = draft.map((price): ChartLevel => ({
    key: `draft${SEPARATOR}${price}`,
    price,
    title: '',
    look: 'draft',
    movable: false,
  }));
  return [...stored, ...drafted];
}

/** On its own chart the instrument says itself; what is too long is cut. */
function titleOf({ name, instruments }: AlertView): string {
  const own = instruments.find((instrument) => name.startsWith(`${instrument} `));
  const title = own === undefined ? name : name.slice(own.length + 1);
  return title.length > TITLE_LENGTH ? `${title.slice(0, TITLE_LENGTH - 1)}…` : title;
}

export function parseLevelKey(key: string): { alert: string; price: number } {
  const at = key.lastIndexOf(SEPARATOR);
  return { alert: key.slice(0, at), price: Number(key.slice(at + 1)) };
}
