/**
 * The slow reference: what docs/guide/conditions.md says, written to be read next to it and for nothing else. It shares no code with the
 * engine: candles are cut from the whole list of ticks, indicators are the batch oracles, every condition is evaluated anew at every step.
 * Given the ticks and the checked conditions it returns the firings that the product must produce, exactly.
 */
import type { CandleSource } from '../../src/conditions/resolved.ts';
import { AlertRun, type ReferenceAlert, type ReferenceFiring } from './alert-run.ts';
import type { Market } from './series.ts';
import type { Step } from './step.ts';

/** Every firing, in the order of time; alerts that fire at one step in the order given. All are armed before the first tick. */
export function referenceFirings(
  market: Market,
  alerts: readonly ReferenceAlert[],
): readonly ReferenceFiring[] {
  const runs = alerts.map((alert) => new AlertRun(market, alert));
  const sources: CandleSource[] = alerts.flatMap(({ checked }) => [...checked.clock.closes]);
  const closes = market.closeInstants(sources);
  const firings: ReferenceFiring[] = [];
  let nextClose = 0;

  const happen = (step: Step, concerned: readonly AlertRun[]) => {
    for (const run of concerned) {
      const firing = run.evaluate(step);
      if (firing !== null) firings.push(firing);
    }
  };

  /** Closes and timers up to and including `until`, in the order of time. */
  const advance = (until: number, tick: number) => {
    for (;;) {
      const close = closes[nextClose];
      const closeAt = close === undefined ? Infinity : close.at;
      const timerAt = Math.min(Infinity, ...runs.map((run) => run.nextTimer()));
      const at = Math.min(closeAt, timerAt);
      if (at > until) return;
      const closed = close !== undefined && closeAt === at ? close.series : new Set<string>();
      if (closeAt === at) nextClose += 1;
      const step: Step = { at, tick, ticked: null, closed };
      happen(
        step,
        runs.filter((run) => run.concerns(step) || run.nextTimer() === at),
      );
    }
  };

  // Armed at the instant of the first tick, before it: only the calendar is known.
  const armedAt = market.ticks[0]?.at;
  if (armedAt !== undefined) happen({ at: armedAt, tick: -1, ticked: null, closed: new Set() }, runs);
  market.ticks.forEach((tick, index) => {
    advance(tick.at, index - 1);
    const step: Step = { at: tick.at, tick: index, ticked: tick.instrument, closed: new Set() };
    happen(
      step,
      runs.filter((run) => run.concerns(step)),
    );
  });
  return firings;
}
