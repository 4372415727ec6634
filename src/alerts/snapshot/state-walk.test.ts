/** What only happens while a snapshot is taken bit by bit; laws for random markets are in engine-laws.test.ts. */
import { describe, expect, it } from 'vitest';
import { throughText } from '../../../test/support/snapshot.ts';
import { INSTRUMENTS, arm, clock, newEngine, tick } from '../../../test/support/timeline.ts';
import { Engine } from '../engine.ts';

/** A snapshot whose head is taken before `during` and everything else after it, beside one taken before it. */
function around(engine: Engine, during: () => void) {
  const before = throughText(engine.snapshot());
  const walk = engine.snapshotParts();
  const head = walk.next();
  during();
  const restored = (parts: typeof before) => Engine.restore(parts, { instruments: INSTRUMENTS }).snapshot();
  const parts = head.done === true ? [] : throughText([head.value, ...walk]);
  return { before: restored(before), walked: restored(parts), parts };
}

const disarm = (engine: Engine, alert: string) =>
  engine.step({ type: 'disarm', alert, at: engine.marketTime ?? clock('9:00') });

/** Two hours of a price that rises and falls. */
function traded(): Engine {
  const engine = newEngine();
  for (let minute = 0; minute < 120; minute++) {
    const at = clock(`9:${String(minute % 60).padStart(2, '0')}:30`) + (minute >= 60 ? 3_600_000 : 0);
    engine.step({ type: 'tick', tick: tick(at as never, 1.38 + (minute % 7) / 1_000) });
  }
  return engine;
}

describe('a snapshot taken bit by bit', () => {
  it.each([
    ['ema(50)@M2 > 1.38', 'ema(50)'],
    ['close@M2 > open@M2', '"M2"'],
  ])('has what %s reads, whose last alert goes while it is taken', (when, name) => {
    const engine = traded();
    arm(engine, { when }, clock('10:59:30'));
    engine.step({ type: 'beat', at: clock('11:00') });
    const { before, walked } = around(engine, () => disarm(engine, 'a1'));
    expect(walked).toEqual(before);
    expect(JSON.stringify(walked)).toContain(name);
  });

  it('has the index of a level whose last alert goes while it is taken, and who stood apart in it', () => {
    const engine = newEngine();
    engine.step({ type: 'tick', tick: tick('9:00', 1.39) });
    arm(engine, { when: 'close@M1 > 1', onArm: 'fire' });
    const { before, walked } = around(engine, () => disarm(engine, 'a1'));
    expect(walked).toEqual(before);
    const levels = walked.flatMap((part) => (part.type === 'levels' ? part.levels : []));
    expect(levels).toMatchObject([{ value: 'NaN', apart: [[1, 'NaN']] }]);
  });

  it('has none whose first alert comes while it is taken', () => {
    const engine = traded();
    const { before, walked, parts } = around(engine, () => {
      arm(engine, { when: 'ema(50)@M2 > 1.38 and sma(9)@M1 > 1' }, clock('10:59:30'));
    });
    expect(walked).toEqual(before);
    expect(JSON.stringify(parts)).not.toMatch(/ema|sma|"M2"/);
  });

  it('has an alert once that ends and waits again while it is taken', () => {
    const engine = traded();
    arm(engine, { id: 'a', name: 'A', when: 'bid > 1.4', arms: ['B'] }, clock('10:59:30'));
    const once = { frequency: 'once', standby: true, onArm: 'fire', when: 'bid > 1' } as const;
    arm(engine, { id: 'b', name: 'B', ...once }, clock('10:59:30'));
    const { before, walked, parts } = around(engine, () => {
      const { events } = engine.step({ type: 'tick', tick: tick('10:59:40', 1.41) });
      expect(events.map(({ alert }) => alert)).toEqual(['a', 'b']);
    });
    expect(walked).toEqual(before);
    expect(parts.flatMap((part) => (part.type === 'alerts' ? part.field.ids : [])).toSorted()).toEqual([
      'a',
      'b',
    ]);
  });
});
