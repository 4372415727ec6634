import { describe, it } from 'vitest';
import { expectTimeline } from '../../test/support/timeline.ts';

describe('a crossing', () => {
  it('fires at the tick that leaves the level on the wanted side, every time', () =>
    expectTimeline(
      { when: 'bid crosses above 1.39' },
      `10:00:01  1.38990
       10:00:02  1.39010  fires
       10:00:03  1.39020
       10:00:04  1.38980
       10:00:05  1.39001  fires`,
    ));

  it('does not fire when the price touches the level and goes back, and does when it goes on', () =>
    expectTimeline(
      { when: 'bid crosses above 1.39' },
      `10:00:01  1.38990
       10:00:02  1.39000
       10:00:03  1.38995
       10:00:04  1.39000
       10:00:05  1.39000
       10:00:06  1.39001  fires`,
    ));

  it('does not fire when the price comes to the level from above and goes back up', () =>
    expectTimeline(
      { when: 'bid crosses above 1.39' },
      `10:00:01  1.39010
       10:00:02  1.39000
       10:00:03  1.39010`,
    ));

  it('has no side while the first known price stands on the level', () =>
    expectTimeline(
      { when: 'bid crosses 1.39' },
      `10:00:01  1.39000
       10:00:02  1.39010
       10:00:03  1.38990  fires
       10:00:04  1.39010  fires`,
    ));

  it('sees a gap across the level as a crossing', () =>
    expectTimeline(
      { when: 'bid crosses below 1.39' },
      `10:00:01  1.39500
       18:00:00  1.38500  fires`,
    ));

  it('takes ask, mid and spread for what they are', () => {
    expectTimeline(
      { when: 'ask crosses above 1.39' },
      `10:00:01  1.38980
       10:00:02  1.38991  fires`,
    );
    expectTimeline(
      { when: 'mid crosses above 1.39' },
      `10:00:01  1.38980/1.39019
       10:00:02  1.38981/1.39020  fires`,
    );
    expectTimeline(
      { when: 'spread > 1.8 pips' },
      `10:00:01  1.38980/1.38990
       10:00:02  1.38980/1.38998
       10:00:03  1.38980/1.38999  fires`,
    );
  });

  it('means the same for an expression, which is not indexed', () =>
    expectTimeline(
      { when: 'bid + 0 crosses above 1.39' },
      `10:00:01  1.38990
       10:00:02  1.39000
       10:00:03  1.38999
       10:00:04  1.39010  fires
       10:00:05  1.38990
       10:00:06  1.39010  fires`,
    ));
});

describe('a comparison', () => {
  it('fires when it becomes true, not while it stays so', () =>
    expectTimeline(
      { when: 'bid > 1.39' },
      `10:00:01  1.39000
       10:00:02  1.39001  fires
       10:00:03  1.39050
       10:00:04  1.39000
       10:00:05  1.39001  fires`,
    ));

  it('does not fire when it is true at first sight', () =>
    expectTimeline(
      { when: 'bid > 1.39' },
      `10:00:01  1.39010
       10:00:02  1.38990
       10:00:03  1.39010  fires`,
    ));

  it('fires at first sight when asked to', () => {
    expectTimeline(
      { when: 'bid > 1.39', onArm: 'fire' },
      `10:00:01  1.39010  fires
       10:00:02  1.39020`,
    );
    expectTimeline(
      { when: 'bid + 0 > 1.39', onArm: 'fire' },
      `10:00:01  1.39010  fires
       10:00:02  1.39020`,
    );
  });

  it('never lets a pulse fire from arming itself', () =>
    expectTimeline(
      { when: 'bid crosses above 1.39', onArm: 'fire' },
      `10:00:01  1.39010
       10:00:02  1.39020`,
    ));

  it('reads with the number on the left as with the number on the right', () =>
    expectTimeline(
      { when: '1.39 <= bid' },
      `10:00:01  1.38999
       10:00:02  1.39000  fires`,
    ));
});

describe('hysteresis', () => {
  it('keeps a level quiet until the price has been that far on the other side', () =>
    expectTimeline(
      { when: 'bid crosses above 1.39', hysteresis: { unit: 'pips', amount: 2 } },
      `10:00:01  1.38990
       10:00:02  1.39010  fires
       10:00:03  1.38990
       10:00:04  1.39010
       10:00:05  1.38980
       10:00:06  1.39010  fires`,
    ));

  it('frees each direction of a two-sided crossing for itself', () =>
    expectTimeline(
      { when: 'bid crosses 1.39', hysteresis: { unit: 'pips', amount: 2 } },
      `10:00:01  1.38990
       10:00:02  1.39001  fires
       10:00:03  1.38999
       10:00:04  1.39020
       10:00:05  1.38999  fires`,
    ));

  it('holds for a comparison too', () =>
    expectTimeline(
      { when: 'bid < 1.39', hysteresis: { unit: 'pips', amount: 1 } },
      `10:00:01  1.39010
       10:00:02  1.38990  fires
       10:00:03  1.39005
       10:00:04  1.38990
       10:00:05  1.39010
       10:00:06  1.38990  fires`,
    ));
});
