/** Engines of one shard that start without a checkpoint: one of them arms the alerts, the others begin where it has left its state. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Engine } from '../../src/alerts/engine.ts';
import { checkpointParts } from '../../src/app/restore-checkpoint.ts';
import { startShard } from '../../src/app/roles/engine-start.ts';
import type { RoleContext } from '../../src/app/roles/role-context.ts';
import { price } from '../../src/kernel/units.ts';
import { createStores, type Stores } from '../../src/storage/create-stores.ts';
import { StorageError } from '../../src/storage/storage-error.ts';
import { wipeMarket } from '../../src/storage/wipe-market.ts';
import { openCopy } from '../support/database-copies.ts';
import { empty, type TestDatabase } from '../support/databases.ts';
import { roleContextOn } from '../support/role-context.ts';
import { EURUSD, sampleAlert, sampleBatch, sampleEvent, sampleTick, T0 } from '../support/samples.ts';
import { INSTRUMENTS } from '../support/timeline.ts';

const SHARD = { index: 0, count: 1 };
const TRAITS = { feed: 'push', simulated: false, ownClock: false, instruments: [EURUSD] };

let under: TestDatabase;
let stores: Stores;
beforeAll(async () => {
  under = await openCopy('embedded');
});
afterAll(() => under.dispose());
beforeEach(async () => {
  await empty(under.database);
  stores = createStores(under.database);
  // There was an engine for part of the shard: the alerts are armed at the end of the log.
  await leaveState('engine 0/2', 3);
});

const leaveState = (name: string, seq: number) =>
  stores.checkpoints.save(name, { seq, parts: checkpointParts(new Engine({ instruments: INSTRUMENTS })) });
const withAlerts = (all: Stores['alerts']['all']): RoleContext =>
  roleContextOn(under.database, { alerts: { ...stores.alerts, all } });
const start = (context: RoleContext) =>
  startShard(context, { shard: SHARD, traits: TRAITS, saves: true }, new AbortController().signal);

test('a start that fails lets the next one begin at once', async () => {
  const failing = withAlerts(async function* () {
    yield await Promise.reject<never>(new StorageError('unreachable', 'the connection was lost'));
  });
  await expect(start(failing)).rejects.toThrow('the connection was lost');
  expect((await start(roleContextOn(under.database)))?.seq).toBe(0);
}, 10_000);

test('a start keeps its lease however long it takes', async () => {
  let untilAt: readonly (number | undefined)[] = [];
  const context = withAlerts(async function* () {
    const look = async () => (await context.leases.look('start engine 0/1'))?.until;
    const before = await look();
    await sleep(2_500);
    untilAt = [before, await look()];
    yield [];
  });
  await start(context);
  expect(untilAt[1]).toBeGreaterThan(untilAt[0]!);
  expect(await context.leases.look('start engine 0/1')).toMatchObject({ isHeld: false });
});

test('of two that saw no state, the one that gets the lease later begins with what the first has left', async () => {
  const context = roleContextOn(under.database);
  const acquire = context.leases.acquire.bind(context.leases);
  context.leases.acquire = async (request) => {
    await leaveState('engine 0/1', 7);
    return acquire(request);
  };
  expect((await start(context))?.seq).toBe(7);
});

const ALERT = sampleAlert({ when: 'bid crosses above 1.39' });

/** An alert that fired once in a market of which everything else is forgotten then. */
async function afterAnotherMarket(): Promise<void> {
  await stores.journal.commit(
    sampleBatch({
      edits: [{ type: 'save', alert: ALERT, status: 'armed', seq: 5, at: T0 }],
      events: [{ ...sampleEvent({ key: 'a1:1:1' }), seq: 6 }],
      seq: 10,
    }),
  );
  await wipeMarket(under.database, 1_000);
}

test('alerts that were made in another market are armed, and their firings numbered on', async () => {
  await afterAnotherMarket();
  const started = (await start(roleContextOn(under.database)))!;
  expect(started.seq).toBe(1_000);
  expect([...started.engine.armed()]).toEqual([['a1', 1]]);
  const keys = [1.3899, 1.3901]
    .map((bid, n) => sampleTick(n, { bid: price(bid), ask: price(bid + 0.0001) }))
    .flatMap((tick) => started.engine.step({ type: 'tick', tick }).events.map(({ key }) => key));
  expect(keys).toEqual(['a1:1:2']);
});

test('a state that an engine of another market left behind is passed over', async () => {
  await afterAnotherMarket();
  await leaveState('engine 0/1', 12);
  expect((await start(roleContextOn(under.database)))?.seq).toBe(1_000);
});
