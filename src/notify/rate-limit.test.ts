import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNEL_PROFILES } from './channel-profile.ts';
import { RateLimiter, type RateLimit } from './rate-limit.ts';

const DISCORD: readonly RateLimit[] = CHANNEL_PROFILES.discord.limits;

describe('a rate limiter', () => {
  it('without limits has always room', () => {
    const limiter = new RateLimiter([]);
    limiter.take(0);
    expect(limiter.room(0)).toBe(Infinity);
    expect(limiter.waitMs(0)).toBe(0);
  });

  it('gives the room of its tightest window', () => {
    const limiter = new RateLimiter(DISCORD);
    expect(limiter.room(0)).toBe(5);
    for (let i = 0; i < 5; i++) limiter.take(0);
    expect(limiter.room(2_499)).toBe(0);
    expect(limiter.waitMs(2_400)).toBe(100);
    expect(limiter.room(2_500)).toBe(5);
  });

  it('shared with others keeps to its part, and to one at least', () => {
    const limiter = new RateLimiter([{ requests: 5, perMs: 2_500 }]);
    limiter.shareWith(1);
    expect(limiter.room(0)).toBe(2);
    limiter.take(0);
    limiter.take(1_000);
    expect([limiter.room(1_000), limiter.waitMs(1_000)]).toEqual([0, 1_500]);
    expect(limiter.room(2_500)).toBe(1);
    limiter.shareWith(100);
    expect(limiter.room(5_000)).toBe(1);
    limiter.shareWith(0);
    expect(limiter.room(5_000)).toBe(5);
  });

  it('rests as long as the provider says, and a shorter rest does not end a longer one', () => {
    const limiter = new RateLimiter(DISCORD);
    limiter.rest(1_000, 0);
    limiter.rest(10, 0);
    expect(limiter.room(999)).toBe(0);
    expect(limiter.waitMs(400)).toBe(600);
    expect(limiter.room(1_000)).toBe(5);
  });

  it('never lets more through in any window, wherever the window starts', () => {
    const limit = fc.record({
      requests: fc.integer({ min: 1, max: 6 }),
      perMs: fc.integer({ min: 1, max: 2_000 }),
    });
    fc.assert(
      fc.property(
        fc.array(limit, { minLength: 1, maxLength: 3 }),
        fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 200 }),
        (limits, steps) => {
          const limiter = new RateLimiter(limits);
          const taken: number[] = [];
          let now = 0;
          for (const step of steps) {
            now += step;
            expect(limiter.waitMs(now) === 0).toBe(limiter.room(now) > 0);
            if (limiter.room(now) === 0) continue;
            limiter.take(now);
            taken.push(now);
          }
          for (const { requests, perMs } of limits)
            for (const start of taken)
              expect(taken.filter((at) => at >= start && at < start + perMs).length).toBeLessThanOrEqual(
                requests,
              );
        },
      ),
    );
  });

  it('uses its allowance in full: a burst of 100 to Discord takes three minutes and a bit', () => {
    const limiter = new RateLimiter(DISCORD);
    let now = 0;
    for (let i = 0; i < 100; i++) {
      now += limiter.waitMs(now);
      limiter.take(now);
    }
    expect(now / 1_000).toBeGreaterThan(180);
    expect(now / 1_000).toBeLessThan(200);
  });
});
