import { describe, expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.ts';

const LIMITS = { failures: 3, restMs: 100, maxRestMs: 300 };

function opened(): CircuitBreaker {
  const breaker = new CircuitBreaker(LIMITS);
  for (let i = 0; i < LIMITS.failures; i++) breaker.failed(0);
  return breaker;
}

describe('a circuit breaker', () => {
  it('stays closed below its number of failures in a row', () => {
    const breaker = new CircuitBreaker(LIMITS);
    for (let i = 0; i < 10; i++) {
      breaker.failed(0);
      breaker.failed(0);
      breaker.succeeded();
    }
    expect(breaker.state(0)).toBe('closed');
  });

  it('opens for its rest, then asks for one try', () => {
    const breaker = opened();
    expect(breaker.state(99)).toBe('open');
    expect(breaker.waitMs(40)).toBe(60);
    expect(breaker.state(100)).toBe('half-open');
    expect(breaker.waitMs(100)).toBe(0);
  });

  it('closes by one success', () => {
    const breaker = opened();
    breaker.succeeded();
    expect(breaker.state(0)).toBe('closed');
  });

  it('rests twice as long after each failed try, up to its longest rest', () => {
    const breaker = opened();
    let now = 0;
    const rests = Array.from({ length: 4 }, () => {
      now += breaker.waitMs(now);
      breaker.failed(now);
      return breaker.waitMs(now);
    });
    expect(rests).toEqual([200, 300, 300, 300]);
  });

  it('does not rest longer for what was under way when it opened', () => {
    const breaker = opened();
    breaker.failed(50);
    expect(breaker.waitMs(50)).toBe(50);
  });
});
