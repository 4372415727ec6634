import { describe, expect, it } from 'vitest';
import { EMPTY_RESULT, type StepResult } from '../alerts/step-result.ts';
import { StorageError } from '../storage/storage-error.ts';
import { sampleEvent, sampleTick } from '../../test/support/samples.ts';
import { until } from '../../test/support/until.ts';
import { BatchCommitter, type CollectedBatch } from './batch-committer.ts';

const fired: StepResult = { ...EMPTY_RESULT, events: [sampleEvent()] };

/** `saveMs`: how long a checkpoint takes to write. */
function stage(answers: (Error | null)[], { saveMs = 0, parts = ['{}'] } = {}) {
  const written: { readonly batch: CollectedBatch; readonly seq: number; readonly prepared: number }[] = [];
  const checkpoints: number[] = [];
  const faults: unknown[] = [];
  const fatal: unknown[] = [];
  let prepared = 0;
  const committer = new BatchCommitter({
    seq: 0,
    prepare: (batch, seq) => {
      const turn = ++prepared;
      return () => {
        written.push({ batch, seq, prepared: turn });
        const answer = answers.shift() ?? null;
        return answer === null ? Promise.resolve([]) : Promise.reject(answer);
      };
    },
    saveCheckpoint: async ({ seq, parts: given }) => {
      for await (const part of given) expect(part).toBe('{}');
      if (saveMs > 0) await new Promise((resolve) => setTimeout(resolve, saveMs));
      checkpoints.push(seq);
    },
    snapshot: () => parts,
    onRecorded: () => undefined,
    onFault: (error) => faults.push(error),
    onFatal: (error) => fatal.push(error),
  });
  return { committer, written, checkpoints, faults, fatal };
}

describe('the committer of batches', () => {
  it('commits at once what must not be lost, with everything of the same turn', async () => {
    const { committer, written } = stage([]);
    committer.tick(1, sampleTick(1), false);
    committer.step(1, EMPTY_RESULT);
    committer.step(2, fired);
    committer.tick(3, sampleTick(3), false);
    committer.step(3, EMPTY_RESULT);
    await until('the batch is written', () => written.length === 1);
    expect(written[0]).toMatchObject({
      seq: 3,
      batch: { ticks: [{ seq: 1 }, { seq: 3 }], events: [{ key: 'a1:1:1' }] },
    });
    await committer.flush();
    expect(written).toHaveLength(1);
    committer.close();
  });

  it('tries the very same batch again while the database is away, and then what came meanwhile', async () => {
    const { committer, written, faults } = stage([new StorageError('unreachable', 'away')]);
    committer.step(1, fired);
    await until('the first try has failed', () => faults.length === 1);
    expect(committer.faulty).toBe(true);
    committer.step(2, fired);
    await committer.flush();
    expect(written.map(({ seq, prepared }) => [seq, prepared])).toEqual([
      [1, 1],
      [1, 1],
      [2, 2],
    ]);
    expect(committer.faulty).toBe(false);
    expect(committer.committedSeq).toBe(2);
    committer.close();
  });

  it('gives up on a database that is dead, once, and tells whoever waits', async () => {
    const dead = new StorageError('damaged', 'its thread has ended');
    const { committer, written, fatal, faults } = stage([dead]);
    committer.step(1, fired);
    await expect(committer.flush()).rejects.toBe(dead);
    committer.step(2, fired);
    await expect(committer.checkpoint()).rejects.toBe(dead);
    expect(fatal).toEqual([dead]);
    expect(faults).toEqual([]);
    expect(written).toHaveLength(1);
    committer.close();
  });

  it('writes the state with the place it belongs to', async () => {
    const { committer, checkpoints } = stage([]);
    committer.step(7, EMPTY_RESULT);
    await committer.checkpoint();
    expect(checkpoints).toEqual([7]);
    committer.close();
  });

  it('lets others have their turn between parts of the state, unless it is in a hurry', async () => {
    const { committer } = stage([], { parts: ['{}', '{}', '{}'] });
    const letsOthersRun = async (hurried: boolean): Promise<boolean> => {
      let ran = false;
      setTimeout(() => (ran = true));
      await committer.checkpoint({ hurried });
      return ran;
    };
    expect(await letsOthersRun(false)).toBe(true);
    expect(await letsOthersRun(true)).toBe(false);
    committer.close();
  });

  it('stays in a hurry when one is asked for beside it that is not', async () => {
    const { committer } = stage([], { parts: ['{}', '{}', '{}'] });
    let ran = false;
    setTimeout(() => (ran = true));
    await Promise.all([committer.checkpoint({ hurried: true }), committer.checkpoint()]);
    expect(ran).toBe(false);
    committer.close();
  });

  it('ends with its state written', async () => {
    const { committer, checkpoints } = stage([]);
    committer.step(7, EMPTY_RESULT);
    expect(await committer.end(1_000)).toBe(true);
    expect(checkpoints).toEqual([7]);
    await expect(committer.checkpoint()).rejects.toThrow('stopping');
  });

  it('ends with what is pending alone when the state took longer the last time than there is now', async () => {
    const { committer, written, checkpoints } = stage([], { saveMs: 100 });
    committer.step(1, EMPTY_RESULT);
    await committer.checkpoint();
    committer.step(2, EMPTY_RESULT);
    expect(await committer.end(50)).toBe(true);
    expect([written.map(({ seq }) => seq), checkpoints]).toEqual([[1, 2], [1]]);
  });

  it('ends in time with all recorded where the state takes longer than expected', async () => {
    const { committer, written, checkpoints } = stage([], { saveMs: 100 });
    committer.step(1, fired);
    expect(await committer.end(50)).toBe(true);
    expect([written[0]?.seq, checkpoints]).toEqual([1, []]);
  });

  it('ends in time while the database is away, and says that not all is recorded', async () => {
    const { committer } = stage(Array.from({ length: 5 }, () => new StorageError('unreachable', 'away')));
    committer.step(1, fired);
    expect(await committer.end(50)).toBe(false);
  });
});
