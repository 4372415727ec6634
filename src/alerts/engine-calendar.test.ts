/** The calendar in the engine: what fires by time alone, what sessions leave behind, and that a restart changes nothing. */
import { describe, expect, it } from 'vitest';
import { throughText } from '../../test/support/snapshot.ts';
import { arm, clock, expectTimeline, newEngine, tick } from '../../test/support/timeline.ts';
import { INSTRUMENTS } from '../../test/support/timeline.ts';
import type { EpochMs } from '../kernel/units.ts';
import { Engine } from './engine.ts';

const at = (iso: string) => Date.parse(iso) as EpochMs;
const HOUR = 3_600_000;
const FIRING = { frequency: 'every', onArm: 'wait' } as const;

/** When an alert fires while time alone goes by, an hour a beat. */
function firingsOf(when: string, from: string, to: string, engine = newEngine()): string[] {
  const first = at(from);
  const events = [...arm(engine, { ...FIRING, when }, first).events];
  for (let time = first; time <= at(to); time = (time + HOUR) as EpochMs)
    events.push(...engine.step({ type: 'beat', at: time }).events);
  return events.map((event) => new Date(event.at).toISOString().slice(0, 16));
}

describe('by time alone', () => {
  it('a session fires at its opening, to the millisecond, however rare the beats', () => {
    expect(firingsOf('session(london)', '2026-03-26T12:30Z', '2026-03-31T12:30Z')).toEqual([
      '2026-03-27T08:00',
      // British summer time began on the 29th.
      '2026-03-30T07:00',
      '2026-03-31T07:00',
    ]);
  });

  it('opens and closes fire at each end, and the week has its own', () => {
    expect(firingsOf('opens(tokyo) or closes(tokyo)', '2026-06-01T03:00Z', '2026-06-03T01:00Z')).toEqual([
      '2026-06-01T09:00',
      '2026-06-02T00:00',
      '2026-06-02T09:00',
      '2026-06-03T00:00',
    ]);
    expect(firingsOf('opens(week) or closes(week)', '2026-06-01T00:00Z', '2026-06-15T00:00Z')).toEqual([
      '2026-06-05T21:00',
      '2026-06-07T21:00',
      '2026-06-12T21:00',
      '2026-06-14T21:00',
    ]);
  });

  it('the Tokyo fix is announced on gotobi alone', () => {
    expect(firingsOf('gotobi and fix(tokyo, 5m, before)', '2026-09-01T00:00Z', '2026-09-30T10:00Z')).toEqual(
      ['04', '10', '15', '18', '25', '30'].map((day) => `2026-09-${day}T00:50`),
    );
  });

  it('the weeks between two changes of clocks begin with the market', () => {
    expect(firingsOf('dst_mismatch', '2026-01-05T00:00Z', '2026-12-20T00:00Z')).toEqual([
      '2026-03-08T21:00',
      '2026-03-15T21:00',
      '2026-03-22T21:00',
      '2026-10-25T21:00',
    ]);
  });

  it('a condition that holds at arming waits for the next time, or fires at once when asked', () => {
    const engine = newEngine();
    expect(arm(engine, { ...FIRING, when: 'session(london)' }, at('2026-06-01T12:00Z')).events).toEqual([]);
    const asked = { frequency: 'every', onArm: 'fire', when: 'session(london)' } as const;
    expect(arm(newEngine(), asked, at('2026-06-01T12:00Z')).events).toHaveLength(1);
  });

  it('a hold counts from the opening', () => {
    expect(firingsOf('session(newyork) for 90m', '2026-06-01T00:00Z', '2026-06-01T20:00Z')).toEqual([
      '2026-06-01T13:30',
    ]);
  });
});

describe('with prices', () => {
  it('a crossing counts inside of the session only', () => {
    expectTimeline(
      { ...FIRING, when: 'bid crosses above 1.39 and session(london)' },
      `
      06:59:50 1.3899
      06:59:59 1.3901
      07:00:00 1.3899
      07:00:01 1.3901  fires
      15:59:00 1.3899
      15:59:59 1.3901  fires
      16:00:00 1.3899
      16:00:01 1.3901
      `,
    );
  });

  it('a state behind a level becomes true when the session opens, without a tick', () => {
    expectTimeline(
      { ...FIRING, when: 'bid > 1.39 and session(london)' },
      `
      06:00:00 1.3899
      06:30:00 1.3901
      07:10:00 -       fires 07:00:00
      16:10:00 -
      `,
    );
  });

  it('holidays are dates of their own centre', () => {
    // Monday 5 May 2014: a holiday in London, over at 23:00 UTC, and in Tokyo, where the 6th is one, too.
    expectTimeline(
      { ...FIRING, when: 'bid crosses 1.39 and holiday(GBP) and holiday(JPY)' },
      `
      22:59:58 1.3899
      22:59:59 1.3901  fires
      23:00:00 1.3899
      23:00:01 1.3901
      `,
    );
  });
});

describe('prices of a session', () => {
  const TOKYO = `
      00:00:00 1.3880
      03:00:00 1.3895
      06:00:00 1.3870
      08:59:59 1.3885
  `;

  it('are known when it has closed, from the ticks between its ends', () => {
    expectTimeline(
      { ...FIRING, when: 'bid crosses above session_high(tokyo) or bid crosses below session_low(tokyo)' },
      `${TOKYO}
      08:59:59.900 1.3890
      09:00:00 1.3896  fires
      09:10:00 1.3894
      09:20:00 1.3897  fires
      09:30:00 1.3869  fires
      `,
    );
  });

  it('leave its range at one step, whichever way', () => {
    expectTimeline(
      { ...FIRING, when: 'mid leaves session_range(tokyo) and session(london)' },
      `${TOKYO}
      09:00:01 1.3884
      09:20:00 1.3899  fires
      09:30:00 1.3884
      09:40:00 1.3860  fires
      `,
    );
  });

  it('so far change with every tick, and are unknown between two sessions', () => {
    const engine = newEngine();
    arm(engine, { ...FIRING, when: 'session_high(tokyo) live - session_low(tokyo) live > 20 pips' });
    const id = 'a1';
    const values = (time: string, price: string) => {
      engine.step({ type: 'tick', tick: tick(time, price) });
      return Object.values(engine.explanations(id)[0]?.operands ?? {});
    };
    const next = (text: string) => `${24 + Number(text.slice(0, 2))}${text.slice(2)}`;
    expect(values(next('00:00:00'), '1.3880')).toEqual([1.388, 1.388]);
    expect(values(next('03:00:00'), '1.3895')).toEqual([1.3895, 1.388]);
    expect(values(next('09:00:00'), '1.4000')).toEqual([null, null]);
  });

  it('have hours of one’s own, [n] further back', () => {
    const engine = newEngine();
    arm(
      engine,
      { ...FIRING, when: 'bid > session_close(tokyo, 09:00, 11:00)[1] + 100 pips' },
      clock('00:00'),
    );
    const day = (days: number, time: string) => `${24 * days + Number(time.slice(0, 2))}${time.slice(2)}`;
    engine.step({ type: 'tick', tick: tick(day(0, '01:59:59'), '1.3800') });
    engine.step({ type: 'tick', tick: tick(day(0, '02:00:00'), '1.3850') });
    engine.step({ type: 'tick', tick: tick(day(1, '01:00:00'), '1.3900') });
    engine.step({ type: 'tick', tick: tick(day(1, '03:00:00'), '1.3890') });
    expect(Object.values(engine.explanations('a1')[0]?.operands ?? {})).toEqual([1.389, 1.38]);
  });
});

describe('a restart in the middle', () => {
  it('of a session and of a day changes no event', () => {
    const when =
      '(bid crosses session_high(tokyo) live[1]) or opens(london) or (fix(ecb) and bid > 1) or session(newyork) for 20m';
    const prices = Array.from({ length: 400 }, (_, i) =>
      tick(
        ((clock('00:00') as number) + i * 540_000) as EpochMs,
        (1.388 + Math.round(60 * Math.sin(i / 7)) / 1e5).toFixed(5),
      ),
    );
    const straight = newEngine();
    arm(straight, { ...FIRING, when }, clock('00:00'));
    let broken = newEngine();
    arm(broken, { ...FIRING, when }, clock('00:00'));
    let events = 0;
    prices.forEach((one, i) => {
      if (i % 37 === 5) broken = Engine.restore(throughText(broken.snapshot()), { instruments: INSTRUMENTS });
      const expected = straight.step({ type: 'tick', tick: one });
      expect(broken.step({ type: 'tick', tick: one })).toEqual(expected);
      events += expected.events.length;
    });
    expect(events).toBeGreaterThan(5);
  });
});

describe('the weekend gap', () => {
  const week = (engine: Engine, iso: string, price: number) =>
    engine
      .step({ type: 'tick', tick: tick(at(iso), price) })
      .events.map((event) => `${event.alert} ${new Date(event.at).toISOString().slice(0, 16)}`);

  it('opens at the first tick of the week and is filled at the close before, every week anew', () => {
    const engine = newEngine();
    const start = at('2026-06-05T12:00Z');
    arm(engine, { ...FIRING, id: 'opened', when: 'gap_opened(20 pips, higher)' }, start);
    arm(engine, { ...FIRING, id: 'filled', when: 'gap_filled(20 pips)' }, start);
    const told = [
      ['2026-06-05T12:00Z', 1.15],
      ['2026-06-05T20:59Z', 1.16],
      ['2026-06-07T21:00Z', 1.1625],
      ['2026-06-08T09:00Z', 1.1601],
      ['2026-06-08T10:00Z', 1.16],
      ['2026-06-08T11:00Z', 1.159],
      ['2026-06-12T20:00Z', 1.161],
      // 19.9 pips are no gap of 20.
      ['2026-06-14T21:10Z', 1.16299],
      ['2026-06-19T20:00Z', 1.163],
      ['2026-06-21T21:05Z', 1.166],
      ['2026-06-21T21:06Z', 1.162],
    ] as const;
    expect(told.flatMap(([iso, price]) => week(engine, iso, price))).toEqual([
      'opened 2026-06-07T21:00',
      'filled 2026-06-08T10:00',
      'opened 2026-06-21T21:05',
      'filled 2026-06-21T21:06',
    ]);
  });
});

describe('round prices', () => {
  it('are near from either side', () => {
    expectTimeline(
      { ...FIRING, when: 'round_distance(bid, 100 pips) <= 2 pips' },
      `
      10:00:00 1.3896
      10:00:01 1.3898  fires
      10:00:02 1.3905
      10:00:03 1.3902  fires
      10:00:04 1.3950
      `,
    );
  });
});

describe('an alert on a session armed late', () => {
  const play = (engine: Engine, from: number, to: number) => {
    for (let minute = from; minute < to; minute += 7)
      engine.step({
        type: 'tick',
        tick: tick(
          (clock('00:00') + minute * 60_000) as EpochMs,
          (1.388 + Math.round(40 * Math.sin(minute / 50)) / 1e5).toFixed(5),
        ),
      });
  };
  const when =
    'session_high(tokyo) > 1 or session_low(tokyo) live > 1 or session_high(london, 08:30, 17:00) > 1';
  const shown = (engine: Engine) => engine.explanations('a1')[0]?.operands;

  it('knows the sessions of before, the one in progress as well, as if it had been there', () => {
    for (const minutes of [500, 1_000, 2_000]) {
      const early = newEngine();
      arm(early, { ...FIRING, when }, clock('00:00'));
      play(early, 0, minutes);
      const late = newEngine();
      play(late, 0, minutes);
      arm(late, { ...FIRING, when }, (clock('00:00') + minutes * 60_000) as EpochMs);
      early.step({ type: 'beat', at: (clock('00:00') + minutes * 60_000) as EpochMs });
      expect(shown(late)).toEqual(shown(early));
    }
  });

  it('knows nothing of a session whose beginning is not known', () => {
    const engine = newEngine();
    play(engine, 0, 60 * 32);
    const day = clock('00:00') + 86_400_000;
    arm(
      engine,
      { ...FIRING, when: 'session_high(tokyo, 09:07, 20:00) live > 1' },
      (day + 8 * HOUR) as EpochMs,
    );
    expect(Object.values(shown(engine) ?? {})).toEqual([null]);
  });
});
