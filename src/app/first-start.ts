/** What a new database gets: an admin key, shown once, and a console channel. */
import { newApiKey } from '../api/auth/api-key.ts';
import type { Stores } from '../storage/create-stores.ts';

/** The key when it was made now; null when there is one already. */
export async function firstStart({
  apiKeys,
  channels,
}: Pick<Stores, 'apiKeys' | 'channels'>): Promise<string | null> {
  if ((await apiKeys.list()).length > 0) return null;
  const { id, key, hash } = newApiKey();
  await apiKeys.add({ id, name: 'admin', scopes: ['admin'], hash });
  const console = { name: 'console', type: 'console', settings: {}, language: 'en', zone: 'UTC' } as const;
  if ((await channels.list()).length === 0)
    await channels.save({ ...console, enabled: true, disabledReason: null });
  return key;
}
