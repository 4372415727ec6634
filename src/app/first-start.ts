/** What a new database gets: an admin key, shown once, and a console channel. */
import { newApiKey } from '../api/auth/api-key.ts';
import type { CommonStores } from './open-stores.ts';
import { systemClock } from './system-clock.ts';

/** The key when it was made now; null when there is one already. */
export async function firstStart({ keys, channels }: CommonStores): Promise<string | null> {
  if ((await keys.list()).length > 0) return null;
  const { id, key, hash } = newApiKey();
  await keys.create({
    id,
    name: 'admin',
    scopes: ['admin'],
    hash,
    createdAt: systemClock.now(),
    revokedAt: null,
  });
  const console = { name: 'console', type: 'console', settings: {}, language: 'en', zone: 'UTC' } as const;
  if ((await channels.list()).length === 0)
    await channels.save({ ...console, enabled: true, disabledReason: null });
  return key;
}
