/**
 * The canary comes back by the whole chain, and somebody outside hears the heartbeat. When a part of the chain stands still, the alarm is
 * raised and reaches the operator. The rule is the real one with a shorter patience, so that the proof fits beside others.
 */
import { expect, it } from 'vitest';
import { epochMs } from '../../../src/kernel/units.ts';
import { isMarketOpen } from '../../../src/market/fx-time.ts';
import type { Site } from './site.ts';
import type { Stack } from './stack.ts';
import { endWatchman, startWatchman, toldToWatchman } from './watchman.ts';

const COMPOSE = 'docker-compose -f docker-compose.prod.yml';
const RULES = 'monitoring/prometheus/rules/fxalert.yml';
const RELOAD = `${COMPOSE} exec -T prometheus wget -q -O /dev/null --post-data= http://127.0.0.1:9090/-/reload`;
/** A canary a minute, seen by a measurement each 15 s. */
const PATIENCE_S = 90;
/** By then Prometheus has looked at the rule once more, and for as long as the rule wants. */
const LOOKED_AT_S = 25;
/** As the rule counts them. */
const SECONDS_WITHOUT =
  'time() - max(fxalert_canary_last_seen_timestamp_seconds > 0 or process_start_time_seconds{job="scheduler"})';

const figure = async (site: Site, expression: string): Promise<number> => {
  const answer = await fetch(
    `http://127.0.0.1:${site.ports.prometheus}/api/v1/query?query=${encodeURIComponent(expression)}`,
  );
  const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
  return Number(data.result[0]?.value[1] ?? NaN);
};

export function canary(site: Site): void {
  it('comes back by feed, engine, dispatcher and network', async () => {
    await expect
      .poll(() => figure(site, 'time() - max(fxalert_canary_last_seen_timestamp_seconds)'), {
        timeout: 100_000,
        interval: 1_000,
      })
      .toBeLessThan(PATIENCE_S);
    expect(await figure(site, 'sum(fxalert_canary_latency_seconds_count)')).toBeGreaterThan(0);
  }, 120_000);
}

export function heartbeat(stack: Stack): void {
  it('somebody outside hears the heartbeat each minute', async () => {
    await expect
      .poll(() => toldToWatchman(stack), { timeout: 80_000, interval: 1_000 })
      .toMatch(/^POST \/heartbeat /m);
  }, 90_000);
}

export function watchmanListens(stack: Stack): void {
  it('is listened to from outside', () => startWatchman(stack));
}

/** First half: what the canary goes through stops. Other proofs that need no worker may come between this and the second half. */
export function canaryStops(stack: Stack): void {
  it('nothing is sent any more', async () => {
    await stack.done(
      `sed -i '/alert: CanaryMissing/,/labels:/ { s/> 180/> ${PATIENCE_S}/; s/for: 1m/for: 5s/ }' ${RULES} && git diff --stat ${RULES} | grep -q '2 insertions' && ${RELOAD}`,
    );
    await stack.done(`${COMPOSE} stop worker`);
  });
}

export function canaryIsMissed(stack: Stack): void {
  it('the alarm is raised and told to the operator; on a week-end, when none is expected, it is not', async () => {
    const isExpected = isMarketOpen(epochMs(Date.now()));
    await expect
      .poll(() => figure(stack, 'max(fxalert_canary_expected)'), { timeout: 80_000, interval: 1_000 })
      .toBe(isExpected ? 1 : 0);
    const isFiring = () => figure(stack, 'count(ALERTS{alertname="CanaryMissing",alertstate="firing"})');
    if (isExpected) {
      await expect.poll(isFiring, { timeout: 150_000, interval: 1_000 }).toBe(1);
      await expect
        .poll(() => toldToWatchman(stack), { timeout: 30_000, interval: 1_000 })
        .toMatch(
          /^POST \/alarm .*"alertname":"CanaryMissing".*"runbook":"docs\/runbooks\/canary-missing\.md"/m,
        );
    } else {
      await expect
        .poll(() => figure(stack, SECONDS_WITHOUT), { timeout: 150_000, interval: 1_000 })
        .toBeGreaterThan(PATIENCE_S + LOOKED_AT_S);
      expect(await isFiring()).toBeNaN();
    }
  }, 300_000);

  it('everything goes on', async () => {
    await stack.done(`git checkout -q ${RULES} && ${RELOAD} && ${COMPOSE} start worker`);
    await stack.healthy('forex_alert-worker-1');
    await endWatchman(stack);
  }, 100_000);
}
