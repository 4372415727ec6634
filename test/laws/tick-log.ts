/** What every tick log keeps, whatever stands behind it. */
import { beforeEach, describe, expect, test } from 'vitest';
import { PLACES_PER_EPOCH, type PlacedEntry, type TickLog } from '../../src/alerts/tick-log.ts';
import { at, EURUSD, sampleAlert, sampleTick } from '../support/samples.ts';

export interface TickLogUnderTest {
  /** An empty one. */
  open(): Promise<TickLog>;
  /** Loses everything, as a server that is restarted empty. */
  flush(): Promise<void>;
}

const tick = (seq: number): PlacedEntry => ({ seq, entry: { type: 'tick', tick: sampleTick(seq) } });
const ticks = (from: number, count: number) => Array.from({ length: count }, (_, i) => tick(from + i));
const NOW = { limit: 10_000, waitMs: 0 };

export function tickLogLaws(name: string, subject: () => TickLogUnderTest): void {
  describe(`the tick log ${name}`, () => {
    let log: TickLog;
    beforeEach(async () => {
      log = await subject().open();
    });

    test('is empty at first', async () => {
      expect(await log.ends()).toEqual({ first: 0, last: 0 });
      expect(await log.read(0, NOW)).toEqual([]);
    });

    test('gives back every kind of entry as it was', async () => {
      const traits = { feed: 'push', simulated: false, ownClock: false, instruments: [EURUSD] };
      const entries: readonly PlacedEntry[] = [
        { seq: 7, entry: { type: 'lead', after: 0, at: at(0), traits } },
        { ...tick(8), position: '{"push":{"mt5":3}}' },
        { seq: 9, entry: { type: 'beat', at: at(20) } },
        { seq: 10, entry: { type: 'arm', alert: sampleAlert({ message: '銭 "quoted"' }), at: at(21) } },
        { seq: 11, entry: { type: 'disarm', alert: 'a1', at: at(22) } },
        { seq: 12, entry: { type: 'filled', instruments: [EURUSD], at: at(23) } },
      ];
      expect(await log.append(0, entries)).toEqual({ appended: true });
      expect(await log.read(0, NOW)).toEqual(entries);
      expect(await log.ends()).toEqual({ first: 7, last: 12 });
    });

    test('adds nothing when it does not end where the writer thinks', async () => {
      await log.append(0, ticks(1, 5));
      expect(await log.append(3, ticks(4, 3))).toEqual({ appended: false, last: 5 });
      expect(await log.append(9, ticks(10, 3))).toEqual({ appended: false, last: 5 });
      expect((await log.read(0, NOW)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    });

    test('of two writers at the same end takes one', async () => {
      await log.append(0, ticks(1, 1));
      const [one, other] = await Promise.all([
        log.append(1, [tick(2)]),
        log.append(1, [{ seq: PLACES_PER_EPOCH, entry: { type: 'beat', at: at(0) } }]),
      ]);
      expect([one.appended, other.appended].filter(Boolean)).toHaveLength(1);
      expect(await log.read(0, NOW)).toHaveLength(2);
    });

    test('carries places as large as they get', async () => {
      const last = 9_000_000 * PLACES_PER_EPOCH + 12_345;
      await log.append(0, [tick(last - 1)]);
      expect(await log.append(last - 1, [tick(last)])).toEqual({ appended: true });
      expect((await log.read(last - 1, NOW)).map(({ seq }) => seq)).toEqual([last]);
    });

    test('takes a batch of any size and reads it in portions', async () => {
      expect(await log.append(0, ticks(1, 5_500))).toEqual({ appended: true });
      const first = await log.read(0, { limit: 4_000, waitMs: 0 });
      const second = await log.read(4_000, { limit: 4_000, waitMs: 0 });
      expect([...first, ...second].map(({ seq }) => seq)).toEqual(ticks(1, 5_500).map(({ seq }) => seq));
    });

    test('lets a reader wait for what comes', async () => {
      const waiting = log.read(0, { limit: 10, waitMs: 5_000 });
      await new Promise((resolve) => setTimeout(resolve, 50));
      await log.append(0, [tick(1)]);
      expect(await waiting).toEqual([tick(1)]);
    });

    test('answers a reader who waited in vain with nothing', async () => {
      expect(await log.read(0, { limit: 10, waitMs: 50 })).toEqual([]);
    });

    test('answers at once who asks for what is there, while others wait for what comes', async () => {
      await log.append(0, ticks(1, 3));
      const waiting = log.read(3, { limit: 10, waitMs: 2_000 });
      const began = performance.now();
      expect((await log.read(1, { limit: 10, waitMs: 2_000 })).map(({ seq }) => seq)).toEqual([2, 3]);
      expect((await log.read(0, NOW)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect(performance.now() - began).toBeLessThan(200);
      await log.append(3, [tick(4)]);
      expect(await waiting).toEqual([tick(4)]);
    });

    test('forgets what is trimmed and remembers its end', async () => {
      await log.append(0, ticks(1, 10));
      await log.trim(8);
      expect(await log.ends()).toEqual({ first: 8, last: 10 });
      await log.trim(11);
      expect(await log.ends()).toEqual({ first: 0, last: 10 });
      expect(await log.append(10, [tick(11)])).toEqual({ appended: true });
    });

    test('shows a flush to the next append, and takes the lost entries again', async () => {
      await log.append(0, ticks(1, 10));
      await subject().flush();
      expect(await log.append(10, [tick(11)])).toEqual({ appended: false, last: 0 });
      expect(await log.append(0, ticks(5, 7))).toEqual({ appended: true });
      expect(await log.ends()).toEqual({ first: 5, last: 11 });
    });
  });
}
