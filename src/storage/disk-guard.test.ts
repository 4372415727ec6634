import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { DiskGuard, diskGuardFor, RESERVE_BYTES } from './disk-guard.ts';

it('refuses writes below the reserve and allows them again by itself', async () => {
  let free = RESERVE_BYTES;
  let now = 0;
  let looks = 0;
  const guard = new DiskGuard('data folder "/srv/fx"', {
    freeBytes: () => {
      looks++;
      return Promise.resolve(free);
    },
    monotonicMs: () => now,
  });
  await guard.assertRoom();
  free = 10 * 1024 * 1024;
  now = 499;
  await guard.assertRoom();
  expect(looks).toBe(1);
  now = 500;
  await expect(guard.assertRoom()).rejects.toMatchObject({
    code: 'disk-full',
    message:
      'only 10 MiB of disk left for data folder "/srv/fx": free at least 64 MiB; nothing is written until then',
  });
  free = RESERVE_BYTES;
  now = 1_000;
  await guard.assertRoom();
});

it('looks at the disk of the folder', async () => {
  await expect(diskGuardFor(`${tmpdir()}/absent/folder`, 'it').assertRoom()).rejects.toMatchObject({
    code: 'ENOENT',
  });
  await diskGuardFor(tmpdir(), 'it').assertRoom();
});
