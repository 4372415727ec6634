/** What edits of alerts keep, whether one process makes them in its own log, or the API asks for them and the leader of the feed makes them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Engine } from '../../src/alerts/engine.ts';
import type { AlertId } from '../../src/alerts/alert.ts';
import type { AlertCommands } from '../../src/api/services.ts';
import { conditionsOf } from '../../src/app/conditions-of.ts';
import { Pipeline } from '../../src/app/pipeline.ts';
import { QueuedCommands } from '../../src/app/roles/queued-commands.ts';
import { alertCommands } from '../../src/app/services/alert-commands.ts';
import type { DurationMs } from '../../src/kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../src/market/instruments.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import type { Database } from '../../src/storage/database.ts';
import { SqlLeaseStore } from '../../src/storage/lease-store.ts';
import { at, collect, sampleAlert } from '../support/samples.ts';

export interface CommandsUnderTest {
  readonly commands: AlertCommands;
  close(): Promise<void>;
}

export function alertCommandLaws(
  database: () => Database,
  make: (database: Database) => Promise<CommandsUnderTest>,
): void {
  const alerts = () => createStores(database()).alerts;
  const id = sampleAlert().id;
  let under: CommandsUnderTest;
  beforeEach(async () => {
    under = await make(database());
  });
  afterEach(() => under.close());

  test('a saved alert is stored when the answer comes, and each edit has a later place than the one before', async () => {
    const { commands } = under;
    const places: number[] = [];
    const first = await commands.save(sampleAlert(), 'armed');
    expect(first).toMatchObject({ result: 'saved' });
    if (first.result === 'saved') places.push(first.seq);
    expect(await alerts().get(id)).toMatchObject({ status: 'armed', alert: sampleAlert() });
    places.push((await commands.pause(id))!.seq);
    expect(await alerts().get(id)).toMatchObject({ status: 'paused' });
    places.push((await commands.arm(id))!.seq);
    expect(await alerts().get(id)).toMatchObject({ status: 'armed' });
    const second = await commands.save(sampleAlert({ revision: 2, name: 'later' }), 'paused');
    if (second.result === 'saved') places.push(second.seq);
    expect(await alerts().get(id)).toMatchObject({ status: 'paused', alert: { name: 'later' } });
    places.push((await commands.remove(id))!.seq);
    expect(await alerts().get(id)).toBeNull();
    expect(places).toHaveLength(5);
    expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
  });

  test('a thousand alerts are made together, in their order, and those that exist already stay as they are', async () => {
    const { commands } = under;
    const many = Array.from({ length: 1_000 }, (_, i) => sampleAlert({ id: `m${i}` }));
    await commands.save(sampleAlert({ id: 'm3', name: 'here before' }), 'paused');
    await commands.create(many);
    const stored = (await collect(alerts().all())).flat();
    expect(stored).toHaveLength(1_000);
    expect(stored.filter(({ status }) => status === 'armed')).toHaveLength(999);
    expect(await alerts().get('m3')).toMatchObject({ status: 'paused', alert: { name: 'here before' } });
    const { journal } = createStores(database());
    const log = await collect(journal.entriesAfter(0, Number.MAX_SAFE_INTEGER));
    const armed = log.flatMap(({ entry }) => (entry.type === 'arm' ? [entry.alert.id] : []));
    expect(armed).toEqual(many.map(({ id }) => id).filter((id) => id !== 'm3'));
  });

  test('of two edits that were made from the same revision one is a conflict', async () => {
    const { commands } = under;
    await commands.save(sampleAlert(), 'armed');
    const both = await Promise.all(
      ['one', 'other'].map((name) => commands.save(sampleAlert({ revision: 2, name }), 'armed')),
    );
    expect(both.map(({ result }) => result).sort()).toEqual(['conflict', 'saved']);
    expect(await commands.save(sampleAlert({ revision: 4 }), 'armed')).toEqual({ result: 'conflict' });
    expect(await alerts().get(id)).toMatchObject({ alert: { revision: 2 } });
  });

  test('numbers of revisions go on through a removal', async () => {
    const { commands } = under;
    await commands.save(sampleAlert(), 'armed');
    await commands.remove(id);
    expect(await commands.save(sampleAlert(), 'armed')).toEqual({ result: 'conflict' });
    expect(await commands.save(sampleAlert({ revision: 2 }), 'armed')).toMatchObject({ result: 'saved' });
  });

  test('what is not there is null, and what is so already stays so', async () => {
    const { commands } = under;
    const nobody = 'nobody' as AlertId;
    expect(await commands.arm(nobody)).toBeNull();
    expect(await commands.pause(nobody)).toBeNull();
    expect(await commands.remove(nobody)).toBeNull();
    await commands.save(sampleAlert(), 'armed');
    expect(await commands.arm(id)).not.toBeNull();
    expect(await alerts().get(id)).toMatchObject({ status: 'armed', alert: { revision: 1 } });
  });
}

const INSTRUMENTS = instrumentTable(BUILT_IN_INSTRUMENTS);

/** As the embedded product makes them. */
export async function ownCommands(database: Database): Promise<CommandsUnderTest> {
  const { journal, alerts, history } = createStores(database);
  const pipeline = new Pipeline({
    engine: new Engine({ instruments: INSTRUMENTS }),
    journal,
    seq: (await journal.position()).seq,
    ...{ simulated: false, ownClock: false, feedPosition: () => null },
    ...{ onStep: () => undefined, onRecorded: () => undefined },
    onFault: fail,
    onFatal: fail,
  });
  const check = conditionsOf(INSTRUMENTS);
  const commands = alertCommands({ pipeline, alerts, history, check, onChanged: () => undefined });
  return { commands, close: async () => void (await pipeline.end(5_000)) };
}

/** As the API asks for them, with a leader that looks for them every few milliseconds. */
export async function askedCommands(database: Database): Promise<CommandsUnderTest> {
  const { edits } = createStores(database);
  const leases = new SqlLeaseStore(database);
  const request = { name: 'feed', holder: 'leader', above: 0, info: {} };
  const lease = await leases.acquire({ ...request, forMs: 60_000 as DurationMs });
  if (lease === null) throw new Error('somebody else leads');
  let next = (await edits.lastSeq()) + 1;
  let placing: Promise<void> = Promise.resolve();
  const place = async (): Promise<void> => {
    next += (await edits.sequence(lease, next, at(5)))?.length ?? 0;
  };
  const timer = setInterval(() => {
    placing = placing.then(place);
  }, 5);
  const commands = new QueuedCommands({
    queue: edits,
    hint: () => Promise.resolve(),
    onChanged: () => undefined,
  });
  return {
    commands,
    async close() {
      clearInterval(timer);
      await placing;
    },
  };
}

function fail(error: unknown): never {
  throw error;
}
