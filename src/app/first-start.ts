/** What a new database gets: an admin key, shown once, and a console channel. */
import { newApiKey } from '../api/auth/api-key.ts';
import type { Stores } from '../storage/create-stores.ts';

/** The key when it was made now; null when there is one already, or another process was first. */
export async function firstStart({
  apiKeys,
  channels,
}: Pick<Stores, 'apiKeys' | 'channels'>): Promise<string | null> {
  const { id, key, hash } = newApiKey();
  if (!(await apiKeys.addFirst({ id, name: 'admin', scopes: ['admin'], hash }))) return null;
  const console = { name: 'console', type: 'console', settings: {}, language: 'en', zone: 'UTC' } as const;
  if ((await channels.list()).length === 0)
    await channels.save({ ...console, enabled: true, disabledReason: null });
  return key;
}
