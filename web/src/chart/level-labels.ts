/** Which levels are named on the chart: those near the price. A label is never hidden by the chart, so hundreds would cover it. */
const LABELLED = 12;

interface Labelled {
  readonly key: string;
  readonly price: number;
  readonly look: 'armed' | 'paused' | 'draft';
}

/** The keys of the levels with a label; those of the alert in the editor always have one. `price` null: none is near. */
export function labelledKeys(levels: readonly Labelled[], price: number | null): ReadonlySet<string> {
  const away = (level: Labelled): number => (price === null ? 0 : Math.abs(level.price - price));
  const near = levels
    .filter(({ look }) => look !== 'draft')
    .sort((a, b) => away(a) - away(b))
    .slice(0, LABELLED);
  return new Set([...near, ...levels.filter(({ look }) => look === 'draft')].map(({ key }) => key));
}
