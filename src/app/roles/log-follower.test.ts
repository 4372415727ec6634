import { describe, expect, it } from 'vitest';
import type { RecordedEntry } from '../../alerts/ports.ts';
import { type PlacedEntry, PLACES_PER_EPOCH } from '../../alerts/tick-log.ts';
import { MemoryTickLog } from '../../../test/support/memory-tick-log.ts';
import { at, sampleTick } from '../../../test/support/samples.ts';
import { until } from '../../../test/support/until.ts';
import type { EpochMs } from '../../kernel/units.ts';
import { type Gap, LogFollower } from './log-follower.ts';

const tick = (seq: number): PlacedEntry & { entry: RecordedEntry } => ({
  seq,
  entry: { type: 'tick', tick: sampleTick(seq) },
});
const lead = (seq: number, after: number): PlacedEntry => {
  const traits = { feed: 'push', simulated: false, ownClock: false, instruments: [] };
  return { seq, entry: { type: 'lead', after, at: at(0), traits } };
};

class Stage {
  readonly log = new MemoryTickLog();
  readonly recorded: (PlacedEntry & { entry: RecordedEntry })[] = [];
  recordedUpTo = 0;
  databaseIsAway = false;
  readonly seen: number[] = [];
  readonly gaps: Gap[] = [];
  faults = 0;
  /** Stands still unless a test moves it, so that giving up is up to the test. */
  nowMs = 0;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  follow(seq: number, onEntry: (placed: PlacedEntry) => Promise<void> | void = () => undefined): LogFollower {
    const follower = new LogFollower({
      log: this.log,
      recorded: {
        position: () =>
          this.databaseIsAway
            ? Promise.reject(new Error('the database is away'))
            : Promise.resolve({ seq: this.recordedUpTo }),
        entriesAfter: (after, last = this.recordedUpTo) => this.#recordedBetween(after, last),
      },
      seq,
      clock: { now: () => 0 as EpochMs, monotonicMs: () => this.nowMs },
      onEntry: (placed) => {
        this.seen.push(placed.seq);
        return onEntry(placed);
      },
      onFilled: (gap) => this.gaps.push(gap),
      onFault: () => (this.faults += 1),
    });
    this.#running = follower.run(this.#stop.signal);
    // `stop` tells.
    this.#running.catch(() => undefined);
    return follower;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async *#recordedBetween(after: number, last: number) {
    for (const entry of this.recorded) if (entry.seq > after && entry.seq <= last) yield entry;
  }
}

const ticks = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => tick(from + i));

describe('a follower of the log', () => {
  it('hands over each entry once, in order', async () => {
    const stage = new Stage();
    await stage.log.append(0, ticks(1, 5));
    stage.follow(2);
    await until('the entries are handed over', () => stage.seen.length === 3);
    await stage.log.append(5, ticks(6, 7));
    await until('the entries are handed over', () => stage.seen.length === 5);
    await stage.stop();
    expect(stage.seen).toEqual([3, 4, 5, 6, 7]);
  });

  it('tells how long ago it had taken all there was', async () => {
    const stage = new Stage();
    await stage.log.append(0, ticks(1, 2));
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const follower = stage.follow(0, ({ seq }) => (seq === 2 ? held : undefined));
    await until('it hangs at the second entry', () => stage.seen.length === 2);
    stage.nowMs = 4_000;
    expect(follower.lagMs).toBe(4_000);
    release();
    // It waits for entries that do not come, and then knows that there are none.
    await until('it has looked again', () => follower.lagMs === 0);
    await stage.stop();
  });

  it('reads what was trimmed from the database', async () => {
    const stage = new Stage();
    stage.recorded.push(...ticks(1, 8));
    stage.recordedUpTo = 8;
    await stage.log.append(0, ticks(1, 10));
    await stage.log.trim(7);
    stage.follow(2);
    await until('the entries are handed over', () => stage.seen.length === 8);
    await stage.stop();
    expect(stage.seen).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    expect(stage.gaps).toEqual([{ after: 2, until: 6, found: 4, knownUntil: 6 }]);
  });

  it('waits for the recorder before it passes over a gap, and says what nobody has', async () => {
    const stage = new Stage();
    await stage.log.append(0, ticks(5, 6));
    stage.follow(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(stage.seen).toEqual([]);
    stage.recorded.push(tick(2));
    stage.recordedUpTo = 2;
    stage.nowMs = 60_000;
    await until('the entries are handed over', () => stage.seen.length === 3);
    await stage.stop();
    expect(stage.seen).toEqual([2, 5, 6]);
    expect(stage.gaps).toEqual([{ after: 1, until: 4, found: 1, knownUntil: 2 }]);
  });

  it('takes a new epoch for no gap when the log before it ended where it has read', async () => {
    const stage = new Stage();
    const first = 2 * PLACES_PER_EPOCH + 1;
    await stage.log.append(0, [...ticks(1, 3), lead(first, 3), tick(first + 1)]);
    stage.follow(0);
    await until('the entries are handed over', () => stage.seen.length === 5);
    await stage.stop();
    expect(stage.gaps).toEqual([]);
  });

  it('looks for the end of an older epoch that it has not read', async () => {
    const stage = new Stage();
    const first = 2 * PLACES_PER_EPOCH + 1;
    stage.recorded.push(...ticks(1, 9));
    stage.recordedUpTo = 9;
    await stage.log.append(0, [lead(first, 9)]);
    stage.follow(6);
    await until('the entries are handed over', () => stage.seen.length === 4);
    await stage.stop();
    expect(stage.seen).toEqual([7, 8, 9, first]);
  });

  it('reads on from the database while the log does not answer, and goes back without doubling anything', async () => {
    const stage = new Stage();
    await stage.log.append(0, ticks(1, 3));
    const follower = stage.follow(0);
    await until('the entries are handed over', () => stage.seen.length === 3);
    stage.log.away = true;
    stage.recorded.push(...ticks(1, 5));
    stage.recordedUpTo = 5;
    await until('the entries are handed over', () => stage.seen.length === 5);
    expect(follower.faulty).toBe(true);
    stage.log.away = false;
    await stage.log.append(3, ticks(4, 7));
    await until('the entries are handed over', () => stage.seen.length === 7);
    await stage.stop();
    expect(stage.seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(stage.faults).toBe(1);
  });

  it('waits for a database that is away instead of passing over a gap', async () => {
    const stage = new Stage();
    stage.databaseIsAway = true;
    await stage.log.append(0, ticks(5, 6));
    stage.follow(1);
    await until('the database is noticed to be away', () => stage.faults > 0);
    stage.nowMs = 60_000;
    expect(stage.seen).toEqual([]);
    stage.recorded.push(...ticks(2, 4));
    stage.recordedUpTo = 4;
    stage.databaseIsAway = false;
    await until('the entries are handed over', () => stage.seen.length === 5);
    await stage.stop();
    expect(stage.seen).toEqual([2, 3, 4, 5, 6]);
  });

  it('ends with the fault of whoever it hands entries to, recorded ones too', async () => {
    const refuse = (): never => {
      throw new RangeError('no');
    };
    const direct = new Stage();
    await direct.log.append(0, ticks(1, 1));
    direct.follow(0, refuse);
    await until('the entries are handed over', () => direct.seen.length === 1);
    await expect(direct.stop()).rejects.toThrow('no');

    const recorded = new Stage();
    recorded.recorded.push(...ticks(1, 4));
    recorded.recordedUpTo = 4;
    await recorded.log.append(0, ticks(5, 5));
    recorded.follow(0, refuse);
    await until('the entries are handed over', () => recorded.seen.length === 1);
    await expect(recorded.stop()).rejects.toThrow('no');
  });
});
