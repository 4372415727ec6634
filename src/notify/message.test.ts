import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  messageFixture,
  messageInput,
  messagePorts,
  NOON,
  POISON_TEXTS,
} from '../../test/support/event-fixtures.ts';
import { composeMessage } from './message.ts';
import { sampleEvent } from './sample-event.ts';

describe('a message in English', () => {
  it('says instrument, price, name, condition, quote, operands and time', () => {
    const message = messageFixture({ event: { operands: { 'close@H1': 150.1, 'rsi(14)@H1': null } } });
    expect(message.title).toBe('[HIGH] USD/JPY 150.123 / 150.126 · London breakout');
    expect(message.lines).toEqual([
      'Condition: close@H1 crosses above 150',
      'Bid 150.123 · Ask 150.126 · Spread 0.3 pips',
      'close@H1 = 150.100',
      'rsi(14)@H1 = unknown',
      'Time: 2026-11-24 (Tue) 00:15:03 UTC',
    ]);
  });

  it("puts the trader's own words first, line by line, and the tags last", () => {
    const { lines } = messageFixture({
      event: { message: 'Sell half.\n\nMove stop.', tags: ['ldn', 'm15'] },
    });
    expect(lines.slice(0, 2)).toEqual(['Sell half.', 'Move stop.']);
    expect(lines.at(-1)).toBe('Tags: ldn, m15');
  });

  it('does not repeat bid, ask and spread as operands', () => {
    const { lines } = messageFixture({ event: { operands: { bid: 150.123, spread: 0.003 } } });
    expect(lines.filter((line) => line.includes(' = '))).toEqual([]);
  });

  it('is complete without a quote and for an instrument nobody knows', () => {
    const message = messageFixture({ event: { bid: null, ask: null, instrument: 'XYZABC' as never } });
    expect(message.title).toBe('[HIGH] XYZABC · London breakout');
    expect(message.lines[1]).toBe('close@H1 = 150.1');
  });

  it('says that an alert has expired', () => {
    expect(messageFixture({ event: { kind: 'expired' } }).title).toContain('London breakout · expired');
  });
});

describe('labels', () => {
  it.each([
    ['en', '[SIMULATED] [3 min late] [HIGH] USD/JPY'],
    ['ja', '【シミュレーション】【3分遅れ】【高】USD/JPY'],
  ] as const)('a simulated, late event says so first in %s', (language, start) => {
    const message = messageFixture({ lateMs: 239_999, event: { simulated: true } }, language);
    expect(message.title.startsWith(start)).toBe(true);
    expect(message.lines[0]).toMatch(/Simulated prices|シミュレーションの価格/);
  });

  it('a message less than a minute late is not late', () => {
    expect(messageFixture({ lateMs: 59_999 }).title).not.toContain('late');
    expect(messageFixture({ lateMs: 60_000 }).title).toContain('[1 min late]');
  });

  it('a real event is never called simulated', () => {
    expect(JSON.stringify(messageFixture())).not.toMatch(/SIMULATED|not a real market/);
  });

  it('a test is a test and simulated', () => {
    const event = sampleEvent('desk', NOON);
    const message = messageFixture({ event, test: true });
    expect(message.title.startsWith('[SIMULATED] [TEST] ')).toBe(true);
    expect(message.lines).toContain('A test of this channel: no alert has fired.');
  });
});

describe('a message in Japanese', () => {
  it('has Japanese words and JST', () => {
    const message = messageFixture({}, 'ja');
    expect(message.title).toBe('【高】USD/JPY 150.123 / 150.126 London breakout');
    expect(message.lines).toContain('条件: close@H1 crosses above 150');
    expect(message.lines).toContain('時刻: 2026年11月24日(火) 09:15:03 JST');
  });

  it("shows JST first and then the channel's own zone", () => {
    const { lines } = composeMessage(
      messageInput(),
      { language: 'ja', zone: 'America/New_York' },
      messagePorts,
    );
    expect(lines).toContain('時刻: 2026年11月24日(火) 09:15:03 JST (2026年11月23日(月) 19:15:03 EST)');
  });
});

describe('whatever a user typed', () => {
  const text = fc.oneof(fc.constantFrom(...POISON_TEXTS), fc.string({ unit: 'binary' }));

  it('breaks no line, hides no text and stays bounded', () => {
    fc.assert(
      fc.property(text, text, text, (name, words, tag) => {
        const message = messageFixture({
          event: {
            name,
            message: words,
            tags: [tag, tag],
            condition: words,
            operands: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}${name}`, i])),
          },
        });
        for (const line of [message.title, ...message.lines])
          expect(line).not.toMatch(/\p{Cs}|[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        expect(message.lines.length).toBeLessThan(60);
        expect([message.title, ...message.lines].join('').length).toBeLessThan(20_000);
        expect(message.title.startsWith('[HIGH] USD/JPY 150.123 / 150.126')).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('tells how many operands are left out', () => {
    const operands = Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`ema(${i + 1})@H1`, i]));
    expect(messageFixture({ event: { operands } }).lines).toContain('… and 5 more');
  });
});
