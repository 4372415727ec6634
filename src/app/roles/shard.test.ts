import { describe, expect, it } from 'vitest';
import { contains, inShard, parseShard, shardName } from './shard.ts';

const ids = Array.from({ length: 20_000 }, (_, i) => `alert-${i}`);

describe('shards', () => {
  it.each([1, 2, 3, 8])('of %i take each alert exactly once, in about equal parts', (count) => {
    const sizes = Array.from(
      { length: count },
      (_, index) => ids.filter((id) => inShard(id, { index, count })).length,
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(ids.length);
    for (const size of sizes) expect(size).toBeGreaterThan((ids.length / count) * 0.9);
  });

  it('of a doubled count lie within the ones of before', () => {
    for (const index of [0, 1, 2, 3]) {
      const inner = { index, count: 4 };
      const outers = [0, 1].map((i) => ({ index: i, count: 2 })).filter((outer) => contains(outer, inner));
      expect(outers).toHaveLength(1);
      for (const id of ids) if (inShard(id, inner)) expect(inShard(id, outers[0]!)).toBe(true);
    }
    expect(contains({ index: 0, count: 2 }, { index: 0, count: 3 })).toBe(false);
  });

  it('are read and written as i/n', () => {
    expect(parseShard('1/4')).toEqual({ index: 1, count: 4 });
    expect(shardName({ index: 1, count: 4 })).toBe('1/4');
    for (const text of ['4/4', '1', '-1/2', 'a/b', '0/0', '1/2/3']) expect(parseShard(text)).toBeNull();
  });
});
