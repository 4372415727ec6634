import { describe, expect, it } from 'vitest';
import { contains, inShard, overlaps, parseShard, shardName } from './shard.ts';

const plain = (id: string) => ({ id, arms: [], standby: false });
const alerts = Array.from({ length: 20_000 }, (_, i) => plain(`alert-${i}`));

describe('shards', () => {
  it.each([1, 2, 3, 8])('of %i take each alert exactly once, in about equal parts', (count) => {
    const sizes = Array.from(
      { length: count },
      (_, index) => alerts.filter((alert) => inShard(alert, { index, count })).length,
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(alerts.length);
    for (const size of sizes) expect(size).toBeGreaterThan((alerts.length / count) * 0.9);
  });

  it('of a doubled count lie within the ones of before', () => {
    for (const index of [0, 1, 2, 3]) {
      const inner = { index, count: 4 };
      const outers = [0, 1].map((i) => ({ index: i, count: 2 })).filter((outer) => contains(outer, inner));
      expect(outers).toHaveLength(1);
      const strays = alerts.filter((alert) => inShard(alert, inner) && !inShard(alert, outers[0]!));
      expect(strays).toEqual([]);
    }
    expect(contains({ index: 0, count: 2 }, { index: 0, count: 3 })).toBe(false);
  });

  it('overlap where an alert is one of both', () => {
    const shards = [1, 2, 3, 4, 6].flatMap((count) =>
      Array.from({ length: count }, (_, index) => ({ index, count })),
    );
    for (const one of shards)
      for (const other of shards)
        expect(overlaps(one, other), `${shardName(one)} and ${shardName(other)}`).toBe(
          alerts.some((alert) => inShard(alert, one) && inShard(alert, other)),
        );
  });

  it('keep alerts that arm each other in one engine', () => {
    const chain = [
      { id: 'first', arms: ['second'], standby: false },
      { id: 'second', arms: [], standby: true },
    ];
    for (const alert of chain)
      expect([0, 1, 2].filter((index) => inShard(alert, { index, count: 3 }))).toEqual([0]);
  });

  it('are read and written as i/n', () => {
    expect(parseShard('1/4')).toEqual({ index: 1, count: 4 });
    expect(shardName({ index: 1, count: 4 })).toBe('1/4');
    for (const text of ['4/4', '1', '-1/2', 'a/b', '0/0', '1/2/3']) expect(parseShard(text)).toBeNull();
  });
});
