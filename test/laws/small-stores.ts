/** Channels, API keys, settings, kept answers, instruments. */
import { expect, test } from 'vitest';
import { epochMs, type Pips } from '../../src/kernel/units.ts';
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

  test('an API key is found by its id with its hash, and its use and its end are noted', async () => {
    const { apiKeys } = stores();
    await apiKeys.add({ id: 'k1', name: 'admin', scopes: ['read', 'trade'], hash: 'h1' });
    await expect(apiKeys.add({ id: 'k2', name: 'copy', scopes: [], hash: 'h1' })).rejects.toThrow(/unique/);
    expect(await apiKeys.find('k1')).toMatchObject({
      id: 'k1',
      scopes: ['read', 'trade'],
      hash: 'h1',
      lastUsedAt: null,
      revokedAt: null,
    });
    expect(await apiKeys.find('k2')).toBeNull();
    const used = epochMs(Date.now());
    await apiKeys.touch('k1', used);
    expect((await apiKeys.find('k1'))!.lastUsedAt).toBe(used);
    expect(await apiKeys.revoke('k1')).toBe(true);
    expect(await apiKeys.revoke('k1')).toBe(false);
    expect((await apiKeys.list())[0]!.revokedAt).not.toBeNull();
  });

  test('of processes that start together one makes the first API key', async () => {
    const { apiKeys } = stores();
    const key = (id: string) => ({ id, name: 'admin', scopes: ['admin'], hash: id });
    for (let round = 0; round < 10; round++) {
      await database().query('delete from api_keys');
      const first = await Promise.all(['k1', 'k2', 'k3', 'k4'].map((id) => apiKeys.addFirst(key(id))));
      expect(first.filter((added) => added)).toHaveLength(1);
      expect(await apiKeys.list()).toHaveLength(1);
    }
    expect(await apiKeys.addFirst(key('k5'))).toBe(false);
  });

  test('processes that start together agree on a setting', async () => {
    const { settings } = stores();
    expect(await settings.get('secret')).toBeNull();
    const values = await Promise.all(['a', 'b', 'c', 'd'].map((value) => settings.getOrSet('secret', value)));
    expect(new Set(values).size).toBe(1);
    await settings.set('secret', 'z');
    expect(await settings.getOrSet('secret', 'y')).toBe('z');
  });

  test('a request that comes again gets the first answer, and its hash tells another body', async () => {
    const { idempotency } = stores();
    const fresh = { requestHash: 'hash', answer: null };
    expect(await idempotency.find('key')).toBeNull();
    expect(await Promise.all([1, 2, 3].map(() => idempotency.claim('key', 'hash')))).toEqual([
      fresh,
      fresh,
      fresh,
    ]);
    expect(await idempotency.claim('key', 'other')).toEqual(fresh);
    expect(await idempotency.find('key')).toEqual(fresh);
    await idempotency.complete('key', '{"id":"a1"}');
    expect(await idempotency.claim('key', 'other')).toEqual({ requestHash: 'hash', answer: '{"id":"a1"}' });
    expect(await idempotency.forgetBefore(epochMs(Date.now() + 60_000))).toBe(1);
    expect(await idempotency.claim('key', 'other')).toEqual({ requestHash: 'other', answer: null });
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
