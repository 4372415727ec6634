/**
 * What must hold when a run has come to rest, by the names that docs/reliability.md gives them. Each problem is one sentence.
 * Firings are held against two judges: the recorded log through a fresh engine, as `fxalert reconcile` does it, and the slow reference,
 * which shares no code with the engine.
 */
import { ExpectedFirings } from '../../src/app/reconcile/expected-firings.ts';
import { checkCondition } from '../../src/conditions/check.ts';
import { tellError } from '../../src/conditions/sentences/tell-error.ts';
import type { EpochMs } from '../../src/kernel/units.ts';
import type { Tick } from '../../src/market/tick.ts';
import type { Delivery } from '../../src/notify/delivery.ts';
import type { ReferenceAlert } from '../reference/alert-run.ts';
import { referenceFirings } from '../reference/reference-evaluator.ts';
import { Market } from '../reference/series.ts';
import { simulatedStores } from './world/simulated-stores.ts';
import { INSTRUMENTS } from './world/simulated-product.ts';
import type { ReceiverPlan } from './world/scenario.ts';
import type { World } from './world/world.ts';

export async function brokenInvariants(world: World, cameToRest: boolean): Promise<readonly string[]> {
  const { items: deliveries } = await world.tables.deliveries.list({ limit: 1_000_000 });
  return [
    ...(await firingProblems(world)),
    ...referenceProblems(world),
    ...sourceProblems(world),
    ...deliveryProblems(world, deliveries),
    ...orderProblems(world, deliveries),
    ...editProblems(world),
    ...[...world.receivers.values()].flatMap(({ misbehaviour }) => misbehaviour.slice(0, 2)),
    ...restProblems(world, deliveries, cameToRest),
  ];
}

/** I1, I2: the keys of the recorded log are the keys of the events. */
async function firingProblems({ tables, scenario }: World): Promise<readonly string[]> {
  const direct = { ask: <T>(_name: string, work: () => T) => Promise.resolve(work()) };
  const { journal, history } = simulatedStores(tables, direct);
  const expected = new ExpectedFirings(INSTRUMENTS, history);
  await expected.read(journal.entriesAfter(0));
  const lastAt = Math.max(scenario.startAt, ...[...tables.events.values()].map(({ event }) => event.at));
  const firings = expected.until(lastAt as EpochMs);
  const lost = [...firings.values()].filter(({ key }) => !tables.events.has(key));
  const extra = [...tables.events.values()].filter(({ event }) => firings.get(event.key)?.at !== event.at);
  return [
    ...lost.slice(0, 3).map(({ key, at }) => `I1: ${key} at ${time(at)} is in the log and not in the events`),
    ...extra.slice(0, 3).map(({ event }) => {
      const at = firings.get(event.key)?.at;
      const said = at === undefined ? 'never fires' : `fires at ${time(at)}`;
      return `I2: ${event.key} at ${time(event.at)} is an event; by the log it ${said}`;
    }),
  ];
}

/** I1 by the slow reference: for alerts that were armed before the first quote and left alone, on quotes recorded in order. */
function referenceProblems({ tables, scenario }: World): readonly string[] {
  const ticks = [...tables.ticks].sort(([a], [b]) => a - b).map(([, { tick }]) => tick);
  if (ticks.length === 0 || ticks.some(({ at }, index) => at < (ticks[index - 1]?.at ?? 0))) return [];
  const alerts = scenario.alerts.map((alert): ReferenceAlert => {
    const [instrument] = alert.instruments;
    const checked = checkCondition(alert.when, {
      ...{ instruments: INSTRUMENTS, defaultInstrument: instrument!, basis: alert.price },
    });
    if (!checked.ok) throw new Error(`${alert.when}: ${tellError(checked.error).message}`);
    const frequency = alert.frequency === 'once' ? 'once' : 'every';
    return {
      ...{ id: alert.id, instrument: instrument!, checked: checked.value, frequency },
      ...{ cooldownMs: alert.cooldownMs ?? 0, onArm: alert.onArm },
    };
  });
  const firings = referenceFirings(new Market(ticks), alerts);
  const until = ticks.at(-1)!.at;
  const told = new Map(firings.map(({ key, at }) => [key, at]));
  const ids = new Set(scenario.alerts.map(({ id }) => id));
  const events = [...tables.events.values()].filter(({ event }) => ids.has(event.alert) && event.at <= until);
  return [
    ...firings
      .filter(({ key }) => !tables.events.has(key))
      .slice(0, 3)
      .map(({ key, at }) => `I1: the reference fires ${key} at ${time(at)}, the product never`),
    ...events
      .filter(({ event }) => told.get(event.key) !== event.at)
      .slice(0, 3)
      .map(({ event }) => `I2: the product fires ${event.key} at ${time(event.at)}, the reference does not`),
  ];
}

/** A source that can be resumed is recorded whole, each quote once and in its order. */
function sourceProblems({ tables, scenario }: World): readonly string[] {
  if (scenario.mode !== 'stored') return [];
  const text = ({ instrument, at, bid, ask }: Tick): string => `${instrument} ${at} ${bid} ${ask}`;
  const recorded = [...tables.ticks].sort(([a], [b]) => a - b).map(([, { tick }]) => text(tick));
  const sent = scenario.arrivals.map(({ tick }) => text(tick));
  // After the close of the week a quote exists for nobody.
  const kept = new Set(recorded);
  const missing = sent.filter((tick) => !kept.has(tick));
  const isAfterClose = (tick: string): boolean => Number(tick.split(' ')[1]) >= FRIDAY_CLOSE;
  if (missing.some((tick) => !isAfterClose(tick)))
    return [`I1: ${missing.length} quotes of a source that can be resumed were never recorded`];
  return recorded.length === sent.length - missing.length
    ? []
    : [`I2: ${recorded.length} quotes recorded of ${sent.length}`];
}
const FRIDAY_CLOSE = Date.UTC(2014, 4, 9, 21);

/** I3, I4, I5. */
function deliveryProblems(
  { tables, receivers, scenario }: World,
  deliveries: readonly Delivery[],
): readonly string[] {
  const problems: string[] = [];
  const wanted = new Set(
    [...tables.events.values()].flatMap(({ event }) => event.channels.map((name) => `${event.key} ${name}`)),
  );
  // A group that is refused after it was taken unseen is dissolved: its deliveries forget its key.
  const fussy = new Set(scenario.receivers.filter(isFussy).map(({ name }) => name));
  const there = deliveries.map(({ eventId, channel }) => `${eventId} ${channel}`);
  if (there.length !== wanted.size || there.some((each) => !wanted.has(each)))
    problems.push(`I3: ${there.length} deliveries for ${wanted.size} pairs of event and channel`);
  if (new Set(deliveries.map(({ idempotencyKey }) => idempotencyKey)).size !== deliveries.length)
    problems.push('I5: two deliveries share a key');
  const byKey = new Map(deliveries.map((delivery) => [delivery.idempotencyKey, delivery]));
  const carried = new Set(deliveries.map(({ groupKey }) => groupKey));
  for (const [name, { ledger }] of receivers) {
    const taken = new Set(ledger.map(({ idempotencyKey }) => idempotencyKey));
    for (const { idempotencyKey, eventKey, grouped } of ledger) {
      if (grouped > 1) {
        if (!carried.has(idempotencyKey) && !fussy.has(name))
          problems.push(`I4: ${name} took a message of ${grouped} events that nobody sent`);
        continue;
      }
      const delivery = byKey.get(idempotencyKey);
      if (delivery?.eventId !== eventKey || delivery.channel !== name)
        problems.push(`I4: ${name} took ${eventKey}, of which there is no delivery`);
    }
    for (const { channel, status, idempotencyKey, eventId, groupKey } of deliveries)
      if (channel === name && status === 'sent' && !taken.has(groupKey ?? idempotencyKey))
        problems.push(`I4: ${eventId} is marked as sent to ${name}, which never saw it`);
  }
  for (const { status, reason, eventId, channel } of deliveries)
    if (status === 'dead' && !isExplained(reason, scenario))
      problems.push(`I4: ${eventId} to ${channel} is dead: ${reason ?? 'nobody says why'}`);
  return problems.slice(0, 6);
}

function isFussy({ oddMood, oddOnes, stretches }: ReceiverPlan): boolean {
  return (oddOnes > 0 && oddMood === 'fussy') || stretches.some(({ mood }) => mood === 'fussy');
}

/** These receivers take a plain message, and none is away for a day; but a clock an hour ahead makes a message too old for a console. */
function isExplained(reason: string | null, { faults }: World['scenario']): boolean {
  if (reason === 'too-old') return faults.some(({ kind }) => kind === 'clock step');
  return reason === 'not-found' || reason === 'channel-disabled';
}

/** I6: what an alert said to a channel arrived in the order in which it was said. */
function orderProblems({ receivers, tables }: World, deliveries: readonly Delivery[]): readonly string[] {
  const inGroup = byGroup(deliveries);
  const place = new Map([...tables.events.keys()].map((key, index) => [key, index]));
  const problems: string[] = [];
  for (const [name, { ledger }] of receivers) {
    const last = new Map<string, number>();
    const seen = new Set<string>();
    const taken = ledger.flatMap(({ idempotencyKey, eventKey, alert, grouped }) =>
      grouped === 1
        ? [{ alert, eventKey }]
        : (inGroup.get(idempotencyKey) ?? []).map(({ eventId }) => ({
            alert: tables.events.get(eventId)!.event.alert,
            eventKey: eventId,
          })),
    );
    for (const { alert, eventKey } of taken) {
      if (seen.has(eventKey)) continue;
      seen.add(eventKey);
      const index = place.get(eventKey) ?? -1;
      if (index < (last.get(alert) ?? -1))
        problems.push(`I6: ${name} took ${eventKey} after a later one of ${alert}`);
      last.set(alert, index);
    }
  }
  return problems.slice(0, 3);
}

function byGroup(deliveries: readonly Delivery[]): ReadonlyMap<string, readonly Delivery[]> {
  const groups = new Map<string, Delivery[]>();
  const inOrder = [...deliveries].sort((a, b) => Number(a.id) - Number(b.id));
  for (const delivery of inOrder)
    if (delivery.groupKey !== undefined)
      groups.set(delivery.groupKey, [...(groups.get(delivery.groupKey) ?? []), delivery]);
  return groups;
}

/** I9: what the API acknowledged is in the database. */
function editProblems({ user, tables }: World): readonly string[] {
  return user.acknowledged
    .filter(({ seq, alert, revision }) => {
      const isLogged = tables.edits.some((edit) => edit.seq === seq && edit.alert === alert);
      return !isLogged || (revision !== null && !tables.revisions.has(`${alert}:${revision}`));
    })
    .map(({ alert, seq }) => `I9: the edit of ${alert} acknowledged at ${seq} is not in the database`);
}

/** I7, I8, I13. */
function restProblems(
  { restMs, wasFull, tables, scenario }: World,
  deliveries: readonly Delivery[],
  cameToRest: boolean,
): readonly string[] {
  const problems: string[] = [];
  const open = deliveries.filter(({ status }) => status === 'pending' || status === 'sending');
  // The times of retries are the dispatcher's: one whose clock is set puts them off, or uses them up, by as much.
  const isPutOff = open.length > 0 && scenario.faults.some(({ kind }) => kind === 'clock step');
  if (!cameToRest && !isPutOff)
    problems.push(
      `I13: not at rest ${Math.round(restMs / 1_000)} s after the last fault: ${open.length} deliveries open, ` +
        `${tables.feedPosition ?? 0} of ${scenario.arrivals.length} quotes taken`,
    );
  if (wasFull) problems.push('I7: quotes had no room');
  return problems;
}

function time(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}
