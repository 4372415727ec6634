/** A dry run as the contract shows it. */
import type { DryRunAnswer } from '../contract/alerts.ts';
import type { DryRun } from '../services.ts';
import { isoOf } from './instant.ts';

const MAX_LISTED_FIRINGS = 1_000;
const DAYS_PER_WEEK = 7;

export function dryRunView(run: DryRun): DryRunAnswer {
  return {
    from: isoOf(run.from),
    to: isoOf(run.to),
    basis: run.basis,
    daysCovered: run.daysCovered,
    steps: run.steps,
    tookMs: run.tookMs,
    firings: run.firings.slice(0, MAX_LISTED_FIRINGS).map((firing) => ({ ...firing, at: isoOf(firing.at) })),
    count: run.count,
    perWeek: run.daysCovered < 1 ? null : (run.count / run.daysCovered) * DAYS_PER_WEEK,
  };
}
