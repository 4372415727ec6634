import { expect, test } from 'vitest';
import { createSession } from './session.ts';

function ports(hash: string, stored: Record<string, string> = {}) {
  const values = new Map(Object.entries(stored));
  const addresses: string[] = [];
  return {
    values,
    addresses,
    storage: {
      getItem: (name: string) => values.get(name) ?? null,
      setItem: (name: string, value: string) => void values.set(name, value),
      removeItem: (name: string) => void values.delete(name),
    },
    location: { hash, pathname: '/alerts', search: '?status=armed' },
    history: {
      replaceState: (_state: unknown, _title: string, url?: string | URL | null) =>
        void addresses.push(String(url)),
    },
  };
}

test('a key in the address signs in and leaves the address bar', () => {
  const given = ports('#key=fxa_123');
  expect(createSession(given).get()).toEqual({ key: 'fxa_123', refused: false });
  expect(given.addresses).toEqual(['/alerts?status=armed']);
  expect(given.values.get('fxalert.key')).toBe('fxa_123');
});

test('without a key in the address the stored one is used and the address stays', () => {
  const given = ports('', { 'fxalert.key': 'fxa_old' });
  expect(createSession(given).get().key).toBe('fxa_old');
  expect(given.addresses).toEqual([]);
});

test('a refused key is forgotten and said to be refused', () => {
  const given = ports('', { 'fxalert.key': 'fxa_old' });
  const session = createSession(given);
  session.refuse();
  expect(session.get()).toEqual({ key: null, refused: true });
  expect(given.values.has('fxalert.key')).toBe(false);
});
