/** A short message in the corner, and how many are shown at once. */
export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'error' | 'firing';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

const FIRINGS_SHOWN = 3;
const OTHERS_SHOWN = 3;

/** The newest of both kinds: a storm of firings pushes out no error and no way back. */
export function newestNotices(notices: readonly Notice[]): readonly Notice[] {
  const isFiring = ({ tone }: Notice): boolean => tone === 'firing';
  const kept = new Set([
    ...notices.filter(isFiring).slice(-FIRINGS_SHOWN),
    ...notices.filter((notice) => !isFiring(notice)).slice(-OTHERS_SHOWN),
  ]);
  return notices.filter((notice) => kept.has(notice));
}
