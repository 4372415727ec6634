import { describe, it } from 'vitest';
import { expectTimeline } from '../../test/support/timeline.ts';

describe('a range', () => {
  it('is entered from outside and left from inside, edges included', () => {
    expectTimeline(
      { when: 'bid enters 1.39 .. 1.391' },
      `10:00:01  1.38990
       10:00:02  1.39000  fires
       10:00:03  1.39100
       10:00:04  1.39101
       10:00:05  1.39050  fires`,
    );
    expectTimeline(
      { when: 'bid leaves 1.39 .. 1.391' },
      `10:00:01  1.38990
       10:00:02  1.39000
       10:00:03  1.39100
       10:00:04  1.39101  fires`,
    );
  });

  it('is a state with inside and outside', () =>
    expectTimeline(
      { when: 'bid outside 1.39 .. 1.391' },
      `10:00:01  1.39000
       10:00:02  1.38999  fires
       10:00:03  1.39101
       10:00:04  1.39100
       10:00:05  1.39101  fires`,
    ));
});

describe('a move', () => {
  it('is measured from the extreme of the window that ends now', () =>
    expectTimeline(
      { when: 'bid rises by 5 pips in 60s' },
      `10:00:00  1.39000
       10:00:10  1.38990
       10:00:20  1.39039
       10:00:30  1.39040  fires
       10:01:10  1.39060
       10:01:20  1.39088
       10:01:30  1.39089
       10:01:31  1.39090  fires`,
    ));

  it('is measured from what stood in the window, whenever it came', () => {
    expectTimeline(
      { when: 'bid moves by 5 pips in 5s' },
      `10:00:00  1.39000
       10:00:06  1.39050  fires
       10:00:10  1.39060
       10:00:11  1.39060
       10:00:15  1.39100`,
    );
    expectTimeline(
      { when: 'close@M1 rises by 5 pips in 1m' },
      `10:00:30  1.39000
       10:01:30  1.39049
       10:02:30  1.39100
       10:03:00  -         fires
       10:03:30  1.39100
       10:04:00  -`,
    );
  });

  it('falls from the highest, and moves either way', () => {
    expectTimeline(
      { when: 'bid falls by 5 pips in 60s' },
      `10:00:00  1.39000
       10:00:10  1.38950  fires`,
    );
    expectTimeline(
      { when: 'bid moves by 5 pips in 60s' },
      `10:00:00  1.39000
       10:00:10  1.39050  fires
       10:02:00  1.39050
       10:02:01  1.39000  fires`,
    );
  });

  it('counts percent of the extreme', () =>
    expectTimeline(
      { when: 'bid rises by 0.1% in 60s' },
      `10:00:00  1.40000
       10:00:10  1.40139
       10:00:20  1.40140  fires`,
    ));

  it('in candles looks at the last closes, and waits until there are enough', () =>
    expectTimeline(
      { when: 'close@M1 rises by 5 pips in 2 bars' },
      `10:00:30  1.39000
       10:01:30  1.39049
       10:02:30  1.39100
       10:03:30  1.39140  fires 10:03:00
       10:04:00  -`,
    ));
});

describe('a trend', () => {
  it('wants each candle beyond the one before', () =>
    expectTimeline(
      { when: 'close@M1 is rising for 2 bars' },
      `10:00:30  1.39000
       10:01:30  1.38990
       10:02:30  1.38995
       10:03:30  1.38999
       10:04:00  -         fires
       10:04:30  1.38999
       10:05:30  1.39010
       10:06:30  1.39020
       10:07:00  -         fires`,
    ));
});

describe('three values', () => {
  it('an unknown operand keeps a state from firing, and does not make a rise of its end', () =>
    expectTimeline(
      { when: 'close@M1 > sma(2)' },
      `10:00:30  1.39000
       10:01:30  1.39010
       10:02:00  -
       10:02:30  1.39000
       10:03:30  1.39010
       10:04:00  -         fires`,
    ));

  it('false and unknown is false, from which a rise can come; true and unknown is unknown', () =>
    expectTimeline(
      { when: 'bid > 1.39 and close@M1 > 1' },
      `10:00:30  1.38990
       10:00:40  1.39010
       10:01:00  -         fires`,
    ));

  it('true or unknown is true', () =>
    expectTimeline(
      { when: 'bid > 1.39 or close@H4 > 2' },
      `10:00:30  1.38990
       10:00:40  1.39010`,
    ));
});

describe('pulses and states together', () => {
  it('a pulse and a state is a pulse', () =>
    expectTimeline(
      { when: 'bid crosses above 1.39 and spread < 1.5 pips' },
      `10:00:01  1.38990
       10:00:02  1.39010/1.39040
       10:00:03  1.39010/1.39020
       10:00:04  1.38990
       10:00:05  1.39010  fires`,
    ));

  it('a pulse or a state fires on the pulse, and when the state becomes true', () =>
    expectTimeline(
      { when: 'bid crosses above 1.39 or spread > 2 pips' },
      `10:00:01  1.38990
       10:00:02  1.38990/1.39015  fires
       10:00:03  1.38990/1.39016
       10:00:04  1.39010/1.39036  fires
       10:00:05  1.39010/1.39020
       10:00:06  1.39010/1.39036  fires`,
    ));

  it('not turns a state round', () =>
    expectTimeline(
      { when: 'not (bid > 1.39)' },
      `10:00:01  1.39010
       10:00:02  1.39000  fires`,
    ));
});

describe('for', () => {
  it('fires at the very instant, by market time alone', () =>
    expectTimeline(
      { when: 'bid > 1.39 for 30s' },
      `10:00:00  1.38990
       10:00:10  1.39010
       10:00:20  1.39020
       10:00:45  1.39020  fires 10:00:40
       10:01:30  -`,
    ));

  it('begins anew after a break', () =>
    expectTimeline(
      { when: 'bid > 1.39 for 30s' },
      `10:00:00  1.38990
       10:00:10  1.39010
       10:00:30  1.38990
       10:00:35  1.39010
       10:01:00  -
       10:01:05  -         fires`,
    ));

  it('goes on through what is unknown: no candle is forming between a close and the next tick', () =>
    expectTimeline(
      { when: 'close@M1 live > 1.39 for 90s' },
      `10:00:00  1.38990
       10:00:10  1.39010
       10:01:00  -
       10:01:05  1.39010
       10:01:40  -         fires
       10:02:00  -`,
    ));

  it('that is over while the term is unknown is told when it is known again', () =>
    expectTimeline(
      { when: 'close@M1 live > 1.39 for 60s' },
      `10:00:00  1.38990
       10:00:10  1.39010
       10:01:00  -
       10:01:10  -
       10:01:20  1.39010  fires`,
    ));

  it('is looked at when its time is over, known or not: here what stands beside it has become true', () =>
    expectTimeline(
      { when: 'close@M1 live > 1.39 for 90s or (close@M1 > 1.39 then close@M1 > 1.38 within 5m)' },
      `10:00:00  1.38990
       10:00:10  1.39010
       10:01:00  -
       10:01:40  -         fires`,
    ));

  it('sees a break at the instant of its end in time', () =>
    expectTimeline(
      { when: 'close@M1 > 1.39 for 60s' },
      `10:00:30  1.38990
       10:01:30  1.39010
       10:02:30  1.38990
       10:03:00  -
       10:04:00  -`,
    ));
});

describe('within', () => {
  it('makes a state of a pulse that ends by itself', () =>
    expectTimeline(
      { when: 'bid > 1.38 and bid crosses above 1.39 within 10s' },
      `10:00:00  1.38990
       10:00:01  1.39010  fires
       10:00:05  1.38990
       10:00:06  1.39010
       10:00:15  -
       10:00:17  1.38990
       10:00:18  1.39010  fires`,
    ));

  it('keeps what was true until it was no longer', () =>
    expectTimeline(
      { when: 'not (bid > 1.39 within 10s)' },
      `10:00:00  1.39010
       10:00:20  1.38990
       10:00:29  -
       10:00:30  -         fires`,
    ));

  it('in bars counts the closes since', () =>
    expectTimeline(
      { when: 'not (close@M1 > 1.39 within 2 bars)' },
      `10:00:30  1.39010
       10:01:30  1.38990
       10:02:30  1.38990
       10:03:00  -         fires`,
    ));
});

describe('then', () => {
  it('wants the second at a later step, within the time after the first', () =>
    expectTimeline(
      { when: '(bid crosses above 1.39) then (bid crosses below 1.389) within 30s' },
      `10:00:00  1.38950
       10:00:01  1.39010
       10:00:31  1.38890  fires
       10:00:32  1.39010
       10:01:03  1.38890`,
    ));

  it('uses the first up', () =>
    expectTimeline(
      { when: '(bid crosses above 1.39) then (bid crosses below 1.389) within 1h' },
      `10:00:00  1.38950
       10:00:01  1.39010
       10:00:02  1.38890  fires
       10:00:03  1.38950
       10:00:04  1.38890`,
    ));

  it('is cancelled by unless', () =>
    expectTimeline(
      {
        when: '(bid crosses above 1.39) then (bid crosses below 1.389) within 1h unless bid > 1.391',
      },
      `10:00:00  1.38950
       10:00:01  1.39010
       10:00:02  1.39110
       10:00:03  1.38890
       10:00:04  1.39010
       10:00:05  1.38890  fires`,
    ));

  it('does not count what happens at one step as a sequence', () =>
    expectTimeline(
      { when: '(bid crosses above 1.39) then (bid crosses above 1.391) within 1h' },
      `10:00:00  1.38950
       10:00:01  1.39200
       10:00:02  1.39050
       10:00:03  1.39110  fires`,
    ));

  it('whose end is a state stays true with it, and fires once', () =>
    expectTimeline(
      { when: '(bid crosses above 1.39) then (bid > 1.391) within 1h' },
      `10:00:00  1.38950
       10:00:01  1.39010
       10:00:02  1.39110  fires
       10:00:03  1.39120
       10:00:04  1.39090
       10:00:05  1.39110`,
    ));

  it('counts bars from the first', () =>
    expectTimeline(
      { when: '(close@M1 crosses above 1.39) then (close@M1 crosses below 1.39) within 1 bars' },
      `10:00:30  1.38990
       10:01:30  1.39010
       10:02:30  1.38990
       10:03:30  1.39010  fires 10:03:00
       10:04:30  1.39010
       10:05:30  1.38990
       10:06:00  -`,
    ));
});
