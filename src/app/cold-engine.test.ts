import { expect, test } from 'vitest';
import { sampleAlert, sampleTick, T0 } from '../../test/support/samples.ts';
import { INSTRUMENTS, newEngine } from '../../test/support/timeline.ts';
import { Engine } from '../alerts/engine.ts';
import { price } from '../kernel/units.ts';
import { coldEngine } from './cold-engine.ts';

const options = { instruments: INSTRUMENTS };
const cross = (engine: Engine): readonly string[] =>
  [1.3899, 1.3901].flatMap((bid, ms) => {
    const tick = sampleTick(ms, { bid: price(bid), ask: price(bid + 0.0001) });
    return engine.step({ type: 'tick', tick }).events.map(({ key }) => key);
  });

test('an engine without a checkpoint goes on from the recorded numbers, and keeps them through a checkpoint of its own', () => {
  const cold = coldEngine(newEngine(), new Map([['a1:1', 3]]), options);
  const restored = Engine.restore(cold.snapshot(), options);
  restored.step({ type: 'arm', alert: sampleAlert({ when: 'bid crosses above 1.39' }), at: T0 });
  expect(cross(restored)).toEqual(['a1:1:4']);
});
