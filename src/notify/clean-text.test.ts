import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { POISON_TEXTS } from '../../test/support/event-fixtures.ts';
import { cleanLine, cleanText, cutText, cutUnits } from './clean-text.ts';

const anyText = fc.oneof(
  fc.constantFrom(...POISON_TEXTS),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

describe('cleanText', () => {
  it('keeps ordinary text of any language, with its line breaks', () => {
    expect(cleanText('ロンドン時間\nブレイク 😀 £1.38', 100)).toBe('ロンドン時間\nブレイク 😀 £1.38');
  });

  it('replaces half characters and removes controls and text reversal', () => {
    expect(cleanText('a\ud83db\u0000c\u202ed\u200be\r\nf', 100)).toBe('a\ufffdb cde\nf');
  });

  it('cuts between code points and says so', () => {
    expect(cleanText('😀😀😀', 2)).toBe('😀…');
    expect(cleanText('😀😀', 2)).toBe('😀😀');
  });

  it('is always well formed, free of controls and within its limit', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 50 }), (text, limit) => {
        const clean = cleanText(text, limit);
        expect(Array.from(clean).length).toBeLessThanOrEqual(limit);
        expect(clean).not.toMatch(/\p{Cs}/u);
        expect(clean).not.toMatch(/[^\P{Cc}\n]/u);
        expect(cleanText(clean, limit)).toBe(clean);
      }),
    );
  });

  it('takes a megabyte without walking it', () => {
    const text = '😀'.repeat(500_000);
    const began = performance.now();
    for (let i = 0; i < 100; i++) cleanText(text, 100);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('cleanLine', () => {
  it('never holds a line break', () => {
    fc.assert(fc.property(anyText, (text) => !/[\n\r\u2028\u2029]/.test(cleanLine(text, 40))));
    expect(cleanLine(' a\r\n  b\u2028c ', 40)).toBe('a b c');
  });
});

describe('cutText and cutUnits', () => {
  it('leave short text alone', () => {
    expect(cutText('abc', 3)).toBe('abc');
    expect(cutUnits('abc', 3)).toBe('abc');
  });

  it('count code points and UTF-16 units, and never split a character', () => {
    expect(cutText('😀😀😀😀', 3)).toBe('😀😀…');
    expect(cutUnits('😀😀😀😀', 4)).toBe('😀…');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 30 }), (text, limit) => {
        const cut = cutUnits(text, limit);
        expect(cut.length).toBeLessThanOrEqual(limit);
        if (!/\p{Cs}/u.test(text)) expect(cut).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});
