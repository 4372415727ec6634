import { describe, expect, it } from 'vitest';
import { epochMs } from '../kernel/units.ts';
import { dailySummaryJob, dayBefore } from './daily-summary.ts';

const TOKYO = { time: '07:00', zone: 'Asia/Tokyo' };
const at = (iso: string) => epochMs(Date.parse(iso));

describe('the day that is summed up', () => {
  it('is the last one that ended at the local time', () => {
    expect(dayBefore(at('2026-11-25T22:00:00Z'), TOKYO)).toEqual({
      date: '2026-11-26',
      span: '2026-11-25 07:00 – 2026-11-26 07:00 Asia/Tokyo',
      from: at('2026-11-24T22:00:00Z'),
      to: at('2026-11-25T22:00:00Z'),
    });
    expect(dayBefore(at('2026-11-25T21:59:59Z'), TOKYO).date).toBe('2026-11-25');
  });

  it('has 23 and 25 hours where clocks change', () => {
    const hours = (iso: string) => {
      const { from, to } = dayBefore(at(iso), { time: '17:00', zone: 'America/New_York' });
      return (to - from) / 3_600_000;
    };
    expect([hours('2026-03-08T23:00:00Z'), hours('2026-11-01T23:00:00Z')]).toEqual([23, 25]);
  });
});

describe('the job', () => {
  function setUp() {
    const state = { last: null as string | null, sent: [] as string[], away: false };
    const job = dailySummaryJob({
      ...TOKYO,
      now: () => at('2026-11-25T22:00:05Z'),
      lastDate: () => Promise.resolve(state.last),
      saveDate: (date) => Promise.resolve(void (state.last = date)),
      send: ({ date }) => {
        if (state.away) return Promise.reject(new Error('away'));
        state.sent.push(date);
        return Promise.resolve('sent');
      },
    });
    return { state, job, run: () => job.run(AbortSignal.timeout(1_000)) };
  }

  it('sums up a day once, at the local time', async () => {
    const { state, job, run } = setUp();
    expect([job.cron, job.zone]).toEqual(['0 7 * * *', 'Asia/Tokyo']);
    expect([await run(), await run()]).toEqual(['sent', null]);
    expect(state.sent).toEqual(['2026-11-26']);
  });

  it('is tried again when the channel was away', async () => {
    const { state, job, run } = setUp();
    state.away = true;
    await expect(run()).rejects.toThrow('away');
    state.away = false;
    expect(await run()).toBe('sent');
    expect(job.retries!.times * job.retries!.afterSeconds).toBe(3_600);
  });
});
