import { expect, test } from 'vitest';
import { sampleTick, T0, USDJPY } from '../../test/support/samples.ts';
import type { EpochMs } from '../kernel/units.ts';
import { ArrivalOrder } from './arrival-order.ts';

const after = (ms: number): EpochMs => (T0 + ms) as EpochMs;

test('a tick that comes in time stays as it is', () => {
  const order = new ArrivalOrder();
  order.beat(after(1_000));
  expect(order.admit(sampleTick(1_000))).toEqual(sampleTick(1_000));
  expect(order.admit(sampleTick(1_500))).toEqual(sampleTick(1_500));
});

test('a tick that market time has gone past counts from then on', () => {
  const order = new ArrivalOrder();
  order.beat(after(1_000));
  expect(order.admit(sampleTick(700))).toEqual(sampleTick(1_000));
  expect(order.admit(sampleTick(800))).toEqual(sampleTick(1_000));
});

test('a late tick may widen its candle while no beat has closed it', () => {
  const order = new ArrivalOrder();
  order.admit(sampleTick(58_000));
  order.beat(after(59_000));
  expect(order.admit(sampleTick(57_000))).toEqual(sampleTick(57_000));
  order.beat(after(60_000));
  expect(order.admit(sampleTick(57_500))).toBeNull();
});

test('each instrument has its own newest tick, and a refused one is no measure', () => {
  const order = new ArrivalOrder();
  order.admit(sampleTick(50_000));
  order.beat(after(60_000));
  expect(order.admit(sampleTick(40_000, { instrument: USDJPY }))).toMatchObject({ at: after(60_000) });
  const wild = sampleTick(3_600_000, { instrument: USDJPY });
  expect(order.admit(wild)).toEqual(wild);
  order.forget(wild);
  expect(order.admit(sampleTick(59_000, { instrument: USDJPY }))).toMatchObject({ at: after(60_000) });
});

test('a wall clock that is set moves the beats slowly, elapsed time moves them at once', () => {
  const order = new ArrivalOrder();
  const clock = { wall: T0 as number, elapsed: 0 };
  const read = () =>
    order.wallTime({ now: () => clock.wall as EpochMs, monotonicMs: () => clock.elapsed }) - T0;
  expect(read()).toBe(0);
  Object.assign(clock, { wall: T0 + 3_601_000, elapsed: 1_000 });
  expect(read()).toBe(1_100);
  Object.assign(clock, { wall: T0 + 2_030, elapsed: 2_000 });
  expect(read()).toBe(2_030);
  Object.assign(clock, { wall: T0 - 3_597_000, elapsed: 3_000 });
  expect(read()).toBe(2_930);
});
