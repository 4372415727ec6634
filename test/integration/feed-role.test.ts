/** The feed's role on a database that disturbs it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FeedRole } from '../../src/app/roles/feed-role.ts';
import { FEED_LEASE } from '../../src/app/roles/role-context.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import { StorageError } from '../../src/storage/storage-error.ts';
import { openCopy } from '../support/database-copies.ts';
import type { TestDatabase } from '../support/databases.ts';
import { roleContextOn } from '../support/role-context.ts';
import { until } from '../support/until.ts';

let under: TestDatabase;
beforeEach(async () => {
  under = await openCopy('embedded');
});
afterEach(() => under.dispose());

/** Longer than a pause and a renewal: whoever still renews then comes before the one who asks for the lease. */
const BEGINNING_MS = 3_200;

test('a leader whose beginning fails gives up its lease for good, and leads again', async () => {
  const { settings } = createStores(under.database);
  const asked: string[] = [];
  const disturbed = {
    ...{ set: settings.set.bind(settings), getOrSet: settings.getOrSet.bind(settings) },
    async get(name: string): Promise<string | null> {
      asked.push(name);
      if (name !== 'history-of' || asked.filter((each) => each === name).length > 1)
        return settings.get(name);
      await sleep(BEGINNING_MS);
      throw new StorageError('unreachable', 'the connection was lost');
    },
  };
  const context = roleContextOn(under.database, { settings: disturbed });
  const role = new FeedRole(context, null);
  const stop = new AbortController();
  const running = role.run(stop.signal);
  await until('it leads again', () => asked.filter((name) => name === 'history-of').length === 2, 15_000);
  expect(await context.leases.look(FEED_LEASE)).toMatchObject({ epoch: 2, isHeld: true });
  expect(role.readiness().detail).toMatch(/^leads; push/);
  stop.abort();
  await running;
  expect(await context.leases.look(FEED_LEASE)).toMatchObject({ epoch: 2, isHeld: false });
});
