import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from './folder-lock.ts';

describe('lockFolder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fxalert-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const owner = (fields: object) =>
    writeFile(join(folder, 'process.7.lock'), JSON.stringify({ started: null, ...fields }));

  it('gives the folder to one at a time', async () => {
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: 'in-use',
      message: expect.stringContaining(`process ${process.pid}`) as string,
    });
    await lock.release();
    await (await lockFolder(folder)).release();
    expect(await readdir(folder)).toEqual(['process.2.lock']);
  });

  it('gives a dead owner’s folder to exactly one of many that come at once', async () => {
    for (let round = 0; round < 20; round++) {
      await owner({ pid: 2 ** 22 + 1 });
      const answers = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
      const locks = answers.filter((answer) => answer.status === 'fulfilled');
      expect(locks).toHaveLength(1);
      await locks[0]!.value.release();
      expect(await readdir(folder)).toEqual(['process.8.lock']);
      await rm(join(folder, 'process.8.lock'));
    }
  });

  it('takes over when the owner’s number now belongs to another process', async () => {
    const lock = await lockFolder(folder);
    const own = JSON.parse(await readFile(join(folder, 'process.1.lock'), 'utf8')) as {
      started: string | null;
    };
    await lock.release();
    await owner({ pid: process.pid, started: 'another boot/1' });
    if (own.started !== null) await (await lockFolder(folder)).release();
    // Where the system does not tell when a process began, the number alone decides.
    else await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'in-use' });
  });

  it('takes over a lock that was cut off while it was written', async () => {
    await writeFile(join(folder, 'process.7.lock'), '{"pid": 1');
    await (await lockFolder(folder)).release();
  });
});
