/** A scenario for reading, beside the trace of its run. */
import type { Scenario } from './scenario.ts';

export function describeScenario(scenario: Scenario): readonly string[] {
  const { mode, alerts, receivers, moreDispatchers, startAt, arrivals } = scenario;
  const from = new Date(startAt).toISOString();
  return [
    `${arrivals.length} ${mode} quotes from ${from}, ${moreDispatchers} more dispatchers`,
    ...receivers.map(({ name, type, oddMood, oddOnes, stretches }) => {
      const moods = stretches.map(({ mood }) => mood).join(', ');
      return `  ${name}, ${type}: ${moods}; ${oddOnes * 100} % ${oddMood}`;
    }),
    ...alerts.map(({ id, when, frequency, cooldownMs, channels }) => {
      const often = cooldownMs === null ? frequency : `${frequency}, cooldown ${cooldownMs} ms`;
      return `  ${id}: ${when}; ${often}; to ${channels.join(' ')}`;
    }),
  ];
}
