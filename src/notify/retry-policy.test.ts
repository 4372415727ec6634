import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../kernel/random.ts';
import { HOUR_MS, MINUTE_MS, type DurationMs, type EpochMs } from '../kernel/units.ts';
import type { Delivery, SendOutcome } from './delivery.ts';
import { decide, RETRY_POLICIES, scheduledWaitMs, sendsPlain, type RetryPolicy } from './retry-policy.ts';

const CREATED = 1_764_000_000_000 as EpochMs;
const after = (ms: number): EpochMs => (CREATED + ms) as EpochMs;
const exact: RetryPolicy = { ...RETRY_POLICIES.webhook, jitter: 0 };

const delivery = (changes: Partial<Delivery> = {}): Delivery => ({
  id: '1',
  eventId: '1',
  channel: 'desk',
  idempotencyKey: 'msg_1',
  status: 'sending',
  attempts: 0,
  dueAt: CREATED,
  createdAt: CREATED,
  sentAt: null,
  reason: null,
  ...changes,
});
const failed = (result: 'retry' | 'rejected' | 'gone'): SendOutcome => ({
  result,
  reason: 'http-5xx',
  detail: '',
});
const limited = (result: 'retry-after' | 'quota', afterMs: number): SendOutcome => ({
  result,
  reason: 'rate-limited',
  detail: '',
  afterMs: afterMs as DurationMs,
});
const decided = (outcome: SendOutcome, from: Delivery = delivery(), now = CREATED) =>
  decide(from, outcome, exact, { now, random: new Random(1) });

describe('decide', () => {
  it.each(['ok', 'duplicate-ok'] as const)('%s is sent', (result) => {
    expect(decided({ result, reference: null })).toEqual({
      as: { status: 'sent' },
      channelRestsMs: 0,
      disableChannel: false,
    });
  });

  it("rests the channel when a provider's allowance is used up", () => {
    const outcome: SendOutcome = { result: 'ok', reference: null, pauseMs: 1_500 as DurationMs };
    expect(decided(outcome).channelRestsMs).toBe(1_500);
  });

  it('tries a failure again by the schedule', () => {
    const waits = Array.from({ length: 13 }, (_, attempts) => {
      const { as } = decided(failed('retry'), delivery({ attempts }));
      return as.status === 'pending' ? (as.dueAt - CREATED) / 1_000 : null;
    });
    expect(waits).toEqual([
      2, 10, 30, 120, 600, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400, 86_400,
    ]);
  });

  it.each(['retry-after', 'quota'] as const)(
    'honours %s to the millisecond and rests the channel',
    (result) => {
      expect(decided(limited(result, 64_570))).toEqual({
        as: { status: 'pending', dueAt: after(64_570), reason: 'rate-limited' },
        channelRestsMs: 64_570,
        disableChannel: false,
      });
    },
  );

  it('asks a provider again after a day when it names a longer time', () => {
    expect(decided(limited('retry-after', 48 * HOUR_MS)).as).toMatchObject({ dueAt: after(24 * HOUR_MS) });
  });

  it('disables the channel when it is gone', () => {
    expect(decided(failed('gone'))).toEqual({
      as: { status: 'dead', reason: 'http-5xx' },
      channelRestsMs: 0,
      disableChannel: true,
    });
  });

  it('tries a rejected message once more at once, in plain text, and then gives up', () => {
    const { as } = decided(failed('rejected'));
    expect(as).toMatchObject({ status: 'pending', dueAt: CREATED });
    const second = delivery({ attempts: 1, reason: as.status === 'pending' ? as.reason : null });
    expect(sendsPlain(second)).toBe(true);
    expect(decided(failed('rejected'), second).as).toEqual({ status: 'dead', reason: 'http-5xx' });
  });

  it('stays with plain text when the plain try meets a failure of the network', () => {
    const { as } = decided(failed('rejected'));
    const plain = delivery({ attempts: 1, reason: as.status === 'pending' ? as.reason : null });
    const next = decided(failed('retry'), plain).as;
    expect(next.status === 'pending' && sendsPlain(delivery({ reason: next.reason }))).toBe(true);
  });

  it('makes the last try at the maximum age, and none after it', () => {
    const late = decided(failed('retry'), delivery({ attempts: 11 }), after(52 * HOUR_MS));
    expect(late.as).toMatchObject({ status: 'pending', dueAt: after(72 * HOUR_MS) });
    const last = decided(failed('retry'), delivery({ attempts: 12 }), after(72 * HOUR_MS));
    expect(last.as).toEqual({ status: 'dead', reason: 'too-old' });
  });

  it('gives up at once when a provider wants to be asked after the maximum age', () => {
    expect(decided(limited('retry-after', 20 * MINUTE_MS), delivery(), after(72 * HOUR_MS - 1)).as).toEqual({
      status: 'dead',
      reason: 'too-old',
    });
  });

  it('counts the age of a redelivered one from when it was asked for again', () => {
    const again = delivery({ redeliveredAt: after(100 * HOUR_MS) });
    expect(decided(failed('retry'), again, after(100 * HOUR_MS)).as.status).toBe('pending');
  });

  it('does not hold a sent or dead delivery to its age', () => {
    expect(decided({ result: 'ok', reference: null }, delivery(), after(999 * HOUR_MS)).as.status).toBe(
      'sent',
    );
    expect(decided(failed('gone'), delivery(), after(999 * HOUR_MS)).as).toMatchObject({
      reason: 'http-5xx',
    });
  });
});

describe('the schedule', () => {
  it('spreads each wait by a fifth to either side', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 30 }), (seed, attempt) => {
        const policy = RETRY_POLICIES.webhook;
        const wait = scheduledWaitMs(policy, attempt, new Random(seed));
        const middle = scheduledWaitMs(exact, attempt, new Random(seed));
        expect(wait).toBeGreaterThanOrEqual(middle * 0.8);
        expect(wait).toBeLessThanOrEqual(middle * 1.2);
      }),
    );
  });

  it('keeps trying for the promised time: 24 h for chat, 72 h for webhook and e-mail', () => {
    expect(RETRY_POLICIES.discord.maxAgeMs).toBe(24 * HOUR_MS);
    expect(RETRY_POLICIES.webhook.maxAgeMs).toBe(72 * HOUR_MS);
    expect(RETRY_POLICIES.email.maxAgeMs).toBe(72 * HOUR_MS);
  });

  it('every sequence of outcomes ends sent or dead', () => {
    const outcome: fc.Arbitrary<SendOutcome> = fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(failed('retry'), failed('rejected')) },
      fc
        .tuple(fc.constantFrom('retry-after', 'quota'), fc.integer({ min: 0, max: 1e9 }))
        .map(([result, ms]) => limited(result, ms)),
      fc.constantFrom<SendOutcome>({ result: 'ok', reference: null }, failed('gone')),
    );
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 1, maxLength: 60 }), fc.integer(), (outcomes, seed) => {
        const random = new Random(seed);
        let current = delivery();
        let now: EpochMs = CREATED;
        let sent = false;
        for (let i = 0; i < 500 && current.status !== 'dead' && !sent; i++) {
          const next = outcomes[i] ?? failed('retry');
          const { as } = decide(current, next, RETRY_POLICIES.webhook, { now, random });
          sent = as.status === 'sent';
          if (as.status === 'pending') {
            expect(as.dueAt).toBeGreaterThanOrEqual(now);
            now = as.dueAt;
            current = { ...current, attempts: current.attempts + 1, reason: as.reason };
          } else if (as.status === 'dead') {
            current = { ...current, status: 'dead', reason: as.reason };
          }
        }
        expect(sent || current.status === 'dead').toBe(true);
        expect(now - CREATED).toBeLessThanOrEqual(72 * HOUR_MS);
      }),
    );
  });
});
