import { describe, expect, it } from 'vitest';
import { epochMs } from '../kernel/units.ts';
import { answerDetail, retryAfterMs, withoutSecrets } from './http-outcome.ts';

const NOW = epochMs(Date.UTC(2026, 10, 24, 0, 0, 0));

describe('retryAfterMs', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    ['0.3', 300],
    ['64.5701', 64_571],
    ['Tue, 24 Nov 2026 00:02:00 GMT', 120_000],
    ['Mon, 23 Nov 2026 00:02:00 GMT', null],
    ['-5', null],
    ['soon', null],
    ['', null],
    [null, null],
  ])('reads %s as %s', (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms);
  });
});

describe('the detail of an attempt', () => {
  it('blots out secrets in every form and stays within 2 kB', () => {
    const secret = 'tok/en+"x"';
    const text = `${secret} ${encodeURIComponent(secret)} ${JSON.stringify(secret)} ${'y'.repeat(5_000)}`;
    const detail = answerDetail({ status: 500, header: () => null, text }, [secret]);
    expect(detail).not.toContain('tok/en');
    expect(detail).not.toContain(encodeURIComponent(secret));
    expect(detail.length).toBeLessThanOrEqual(2_000);
    expect(detail.startsWith('HTTP 500: •••')).toBe(true);
  });

  it('does not blot out what is too short to be a secret', () => {
    expect(withoutSecrets('a b c', ['', 'a'])).toBe('a b c');
  });
});
