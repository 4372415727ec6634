import { afterEach, describe, expect, it } from 'vitest';
import { type LoggedEntry, type PlacedEntry, PLACES_PER_EPOCH } from '../../alerts/tick-log.ts';
import { MemoryTickLog } from '../../../test/support/memory-tick-log.ts';
import { at, sampleAlert, sampleTick } from '../../../test/support/samples.ts';
import { until } from '../../../test/support/until.ts';
import { systemClock } from '../system-clock.ts';
import { Sequencer } from './sequencer.ts';

const tick = (offsetMs: number): LoggedEntry & { type: 'tick' } => ({
  type: 'tick',
  tick: sampleTick(offsetMs),
});
const place = (n: number, epoch = 1) => epoch * PLACES_PER_EPOCH + n;

const TRAITS = { feed: 'push', simulated: false, ownClock: false, instruments: [] };

class Stage {
  readonly log = new MemoryTickLog();
  readonly faults: unknown[] = [];
  deposed = 0;
  recorded = 0;
  recordedAsked = 0;
  readonly direct: number[] = [];
  beforeDirect = (): void => undefined;
  /** Added to the clock. */
  laterMs = 0;
  position: string | null = null;
  edits: (next: number) => Promise<readonly PlacedEntry[] | null> = () => Promise.resolve([]);
  readonly #sequencers: Sequencer[] = [];

  start(epoch = 1, end = 0): Sequencer {
    const sequencer = new Sequencer({
      log: this.log,
      epoch,
      end,
      clock: { now: () => systemClock.now(), monotonicMs: () => systemClock.monotonicMs() + this.laterMs },
      placeEdits: (next) => this.edits(next),
      recordedSeq: () => {
        this.recordedAsked += 1;
        return Promise.resolve(this.recorded);
      },
      recordDirectly: (recorded, entries) => {
        this.beforeDirect();
        if (recorded !== this.recorded) return Promise.resolve(false);
        this.direct.push(...entries.map(({ seq }) => seq));
        this.recorded = entries.at(-1)?.seq ?? this.recorded;
        return Promise.resolve(true);
      },
      feedPosition: () => this.position,
      onFault: (error) => this.faults.push(error),
      onDeposed: () => (this.deposed += 1),
    });
    this.#sequencers.push(sequencer);
    sequencer.start();
    return sequencer;
  }

  async stop(): Promise<void> {
    this.log.away = false;
    await Promise.all(this.#sequencers.map((sequencer) => sequencer.stop()));
  }

  get places(): readonly number[] {
    return this.log.entries.map(({ seq }) => seq);
  }
}

describe('the sequencer', () => {
  const stages: Stage[] = [];
  const open = (): Stage => {
    const stage = new Stage();
    stages.push(stage);
    return stage;
  };
  afterEach(() => Promise.all(stages.splice(0).map((stage) => stage.stop())));

  it('gives places of its epoch in the order of arrival', async () => {
    const stage = open();
    const sequencer = stage.start(3);
    for (let i = 0; i < 100; i++) sequencer.append(tick(i));
    await sequencer.flush();
    expect(stage.places).toEqual(Array.from({ length: 100 }, (_, i) => place(i + 1, 3)));
    expect(stage.log.entries.map(({ entry }) => entry)).toEqual(
      Array.from({ length: 100 }, (_, i) => tick(i)),
    );
  });

  it('appends nothing twice when an answer was lost', async () => {
    const stage = open();
    const sequencer = stage.start();
    stage.log.loseNextAnswer = true;
    sequencer.append(tick(0));
    sequencer.append(tick(1));
    await sequencer.flush();
    sequencer.append(tick(2));
    await sequencer.flush();
    expect(stage.places).toEqual([place(1), place(2), place(3)]);
    expect(stage.faults).toHaveLength(1);
  });

  it('fills a flushed log again from what is not recorded yet', async () => {
    const stage = open();
    const sequencer = stage.start();
    for (let i = 0; i < 10; i++) sequencer.append(tick(i));
    await sequencer.flush();
    stage.log.flush();
    stage.recorded = place(6);
    sequencer.append(tick(10));
    await sequencer.flush();
    expect(stage.places).toEqual([7, 8, 9, 10, 11].map((n) => place(n)));
  });

  it('fills a log that came back older than it was', async () => {
    const stage = open();
    const sequencer = stage.start();
    for (let i = 0; i < 10; i++) sequencer.append(tick(i));
    await sequencer.flush();
    const kept = stage.log.entries.slice(0, 4);
    stage.log.flush();
    await stage.log.append(0, kept);
    sequencer.append(tick(10));
    await sequencer.flush();
    expect(stage.places).toEqual(Array.from({ length: 11 }, (_, i) => place(i + 1)));
  });

  it('keeps what comes while the log is away', async () => {
    const stage = open();
    const sequencer = stage.start();
    stage.log.away = true;
    sequencer.append(tick(0));
    await until('the log is noticed to be away', () => sequencer.faulty);
    sequencer.append(tick(1));
    stage.log.away = false;
    await sequencer.flush();
    expect(stage.places).toEqual([place(1), place(2)]);
    expect(sequencer.faulty).toBe(false);
  });

  it('writes to the database what a log that is long away cannot take, and goes on after it', async () => {
    const stage = open();
    const sequencer = stage.start();
    sequencer.append(tick(0));
    await sequencer.flush();
    stage.recorded = place(1);
    stage.log.away = true;
    sequencer.append(tick(1));
    await until('the log is noticed to be away', () => sequencer.faulty);
    stage.laterMs = 3_000;
    sequencer.append(tick(2));
    await sequencer.flush();
    expect(stage.direct).toEqual([place(2), place(3)]);
    stage.log.away = false;
    stage.laterMs = 9_000;
    sequencer.append(tick(3));
    await sequencer.flush();
    expect(stage.places).toEqual([place(1), place(4)]);
    expect(stage.direct).toHaveLength(2);
  });

  it('fills a log that came back empty from after what was written to the database', async () => {
    const stage = open();
    const sequencer = stage.start();
    sequencer.append(tick(0));
    await sequencer.flush();
    stage.recorded = place(1);
    stage.log.away = true;
    sequencer.append(tick(1));
    await until('the log is noticed to be away', () => sequencer.faulty);
    stage.laterMs = 3_000;
    await sequencer.flush();
    stage.log.flush();
    stage.log.away = false;
    stage.laterMs = 9_000;
    sequencer.append(tick(2));
    await sequencer.flush();
    expect(stage.direct).toEqual([place(2)]);
    expect(stage.places).toEqual([place(3)]);
  });

  it('does not pass over what an earlier leader left unrecorded', async () => {
    const stage = open();
    await stage.log.append(0, [{ seq: 7, entry: tick(0) }]);
    const sequencer = stage.start(1, 7);
    stage.recorded = 5;
    stage.log.away = true;
    sequencer.append({ type: 'lead', after: 7, at: at(0), traits: TRAITS });
    await until('the log is noticed to be away', () => sequencer.faulty);
    stage.laterMs = 3_000;
    await until('it is refused more than once', () => stage.recordedAsked > 2);
    expect(stage.direct).toEqual([]);
    stage.recorded = 7;
    await sequencer.flush();
    expect(stage.direct).toEqual([place(1)]);
  });

  it('puts nothing before what a successor has written since it looked', async () => {
    const stage = open();
    const sequencer = stage.start();
    stage.log.away = true;
    sequencer.append({ type: 'lead', after: 0, at: at(0), traits: TRAITS });
    await until('the log is noticed to be away', () => sequencer.faulty);
    stage.beforeDirect = () => {
      stage.recorded = place(3, 2);
    };
    stage.laterMs = 3_000;
    await sequencer.flush();
    expect(stage.direct).toEqual([]);
    expect(stage.recorded).toBe(place(3, 2));
  });

  it('gives way to a successor whose places stand at the end of the log', async () => {
    const stage = open();
    const old = stage.start(1);
    old.append(tick(0));
    await old.flush();
    const successor = stage.start(2, place(1));
    successor.append(tick(1));
    await successor.flush();
    old.append(tick(2));
    await until('the old one gives way', () => stage.deposed === 1);
    expect(stage.places).toEqual([place(1), place(1, 2)]);
  });

  it('puts edits between ticks at the place they were given', async () => {
    const stage = open();
    const sequencer = stage.start();
    const waiting: LoggedEntry[] = [{ type: 'arm', alert: sampleAlert(), at: at(0) }];
    stage.edits = (next) =>
      Promise.resolve(waiting.splice(0).map((entry, i): PlacedEntry => ({ seq: next + i, entry })));
    sequencer.append(tick(0));
    await sequencer.flush();
    sequencer.wakeForEdits();
    await until('the edit is in the log', () => stage.log.entries.length === 2);
    sequencer.append(tick(1));
    await sequencer.flush();
    expect(stage.log.entries.map(({ seq, entry }) => [seq, entry.type])).toEqual([
      [place(1), 'tick'],
      [place(2), 'arm'],
      [place(3), 'tick'],
    ]);
  });

  it('gives no place to anything else while it is open whether an edit has it', async () => {
    const stage = open();
    const sequencer = stage.start();
    const placed: PlacedEntry[] = [];
    let answers = 0;
    stage.edits = (next) => {
      answers += 1;
      if (answers === 1) {
        placed.push({ seq: next, entry: { type: 'arm', alert: sampleAlert(), at: at(0) } });
        return Promise.reject(new Error('committed, and the answer was lost'));
      }
      return Promise.resolve(answers === 2 ? placed : []);
    };
    sequencer.wakeForEdits();
    await until('the answer is lost', () => stage.faults.length === 1);
    sequencer.append(tick(0));
    await sequencer.flush();
    expect(stage.log.entries.map(({ entry }) => entry.type)).toEqual(['arm', 'tick']);
  });

  it('marks how far the feed had read at the end of what it handed over', async () => {
    const stage = open();
    stage.position = 'line 7';
    const sequencer = stage.start();
    sequencer.append(tick(0));
    sequencer.append(tick(1));
    await sequencer.flush();
    expect(stage.log.entries.map(({ position }) => position)).toEqual([undefined, 'line 7']);
  });
});
