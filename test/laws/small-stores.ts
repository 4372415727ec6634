/** Channels, API keys, settings, kept answers, instruments. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { durationMs, epochMs, type Pips } from '../../src/kernel/units.ts';
import type { ChannelConfig } from '../../src/notify/channel.ts';
import type { Database } from '../../src/storage/database.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import { EURUSD } from '../support/samples.ts';

export function smallStoreLaws(database: () => Database): void {
  const stores = () => createStores(database());
  const channel: ChannelConfig = {
    name: 'desk',
    type: 'webhook',
    settings: { url: 'http://127.0.0.1:9/hook', secret: 'whsec_x' },
    language: 'ja',
    zone: 'Asia/Tokyo',
    enabled: true,
    disabledReason: null,
  };

  test('a channel is kept by its name, replaced, disabled and removed', async () => {
    const { channels } = stores();
    await channels.save(channel);
    await channels.save({ ...channel, name: 'attic', type: 'console', settings: {} });
    expect((await channels.list()).map(({ name }) => name)).toEqual(['attic', 'desk']);
    expect(await channels.get('desk')).toEqual(channel);
    await channels.disable('desk', 'gone: 404');
    expect(await channels.get('desk')).toEqual({ ...channel, enabled: false, disabledReason: 'gone: 404' });
    await channels.save(channel);
    expect(await channels.get('desk')).toEqual(channel);
    expect(await channels.remove('desk')).toBe(true);
    expect(await channels.remove('desk')).toBe(false);
    expect(await channels.get('desk')).toBeNull();
  });

  test('an API key is found by its hash until it is revoked, and its use is noted', async () => {
    const { apiKeys } = stores();
    await apiKeys.add({ id: 'k1', name: 'admin', scopes: ['read', 'write'], hash: 'h1' });
    await expect(apiKeys.add({ id: 'k2', name: 'copy', scopes: [], hash: 'h1' })).rejects.toThrow(/unique/);
    expect(await apiKeys.findByHash('h1')).toMatchObject({
      id: 'k1',
      scopes: ['read', 'write'],
      lastUsedAt: null,
      revokedAt: null,
    });
    expect(await apiKeys.findByHash('h2')).toBeNull();
    await apiKeys.touch('k1');
    const first = (await apiKeys.findByHash('h1'))!.lastUsedAt;
    expect(first).toBeCloseTo(Date.now(), -4);
    await apiKeys.touch('k1');
    expect((await apiKeys.findByHash('h1'))!.lastUsedAt).toBe(first);
    expect(await apiKeys.revoke('k1')).toBe(true);
    expect(await apiKeys.revoke('k1')).toBe(false);
    expect((await apiKeys.list())[0]!.revokedAt).not.toBeNull();
  });

  test('processes that start together agree on a setting', async () => {
    const { settings } = stores();
    expect(await settings.get('secret')).toBeNull();
    const values = await Promise.all(['a', 'b', 'c', 'd'].map((value) => settings.getOrSet('secret', value)));
    expect(new Set(values).size).toBe(1);
    await settings.set('secret', 'z');
    expect(await settings.getOrSet('secret', 'y')).toBe('z');
  });

  test('a request that comes again gets the first answer', async () => {
    const { idempotency } = stores();
    const lock = durationMs(60_000);
    const begun = await Promise.all([1, 2, 3].map(() => idempotency.begin('key', 'hash', lock)));
    expect(begun.map(({ outcome }) => outcome).toSorted()).toEqual(['in-progress', 'in-progress', 'new']);
    const answer = { status: 201, body: { id: 'a1' } };
    await idempotency.complete('key', answer);
    expect(await idempotency.begin('key', 'hash', lock)).toEqual({ outcome: 'answered', answer });
    expect(await idempotency.begin('key', 'other', lock)).toEqual({ outcome: 'mismatch' });
    expect(await idempotency.forgetBefore(epochMs(Date.now() + 60_000))).toBe(1);
    expect(await idempotency.begin('key', 'other', lock)).toEqual({ outcome: 'new' });
  });

  test('a request that was abandoned or whose process died can be made again', async () => {
    const { idempotency } = stores();
    await idempotency.begin('abandoned', 'hash', durationMs(60_000));
    await idempotency.abandon('abandoned');
    expect(await idempotency.begin('abandoned', 'hash', durationMs(60_000))).toEqual({ outcome: 'new' });
    await idempotency.begin('died', 'hash', durationMs(20));
    await sleep(40);
    expect(await idempotency.begin('died', 'hash', durationMs(60_000))).toEqual({ outcome: 'new' });
  });

  test('instruments are added and updated', async () => {
    const { instruments } = stores();
    const euro = { id: EURUSD, base: 'EUR', quote: 'USD', digits: 5, pip: 0.0001 as Pips };
    await instruments.save([euro]);
    await instruments.save([{ ...euro, digits: 6 }]);
    expect(await instruments.list()).toEqual([{ ...euro, digits: 6 }]);
    await instruments.save([]);
  });
}
