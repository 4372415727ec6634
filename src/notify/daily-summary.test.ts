import { describe, expect, it } from 'vitest';
import { T0 } from '../../test/support/samples.ts';
import { webhookPayload } from '../channels/webhook/webhook-payload.ts';
import { composeSummary, type DayFigures } from './daily-summary.ts';

const NONE = { sent: 0, late: 0, dead: 0, open: 0 };
const QUIET: DayFigures = { firings: 0, alerts: 0, byAlert: [], byChannel: [] };
const BUSY: DayFigures = {
  firings: 9,
  alerts: 17,
  byAlert: [
    { ...NONE, name: 'USDJPY above 150\nfake line', firings: 8, sent: 15, late: 1 },
    { ...NONE, name: 'Spread', firings: 1, dead: 1 },
  ],
  byChannel: [{ ...NONE, channel: 'desk', sent: 15, late: 1, dead: 1 }],
};
const summary = (figures: DayFigures, language: 'en' | 'ja') =>
  composeSummary({
    ...{ date: '2014-05-05', span: '… – …', endedAt: T0, channel: 'desk', language, figures },
  });

describe('the daily summary', () => {
  it('lists alerts and channels with what became of their messages, and how many more there are', () => {
    const { title, lines, idempotencyKey } = summary(BUSY, 'en');
    expect(title).toBe('Daily summary 2014-05-05 · 9 firings of 17 alerts');
    expect(lines).toEqual([
      '… – …',
      '8 × USDJPY above 150 fake line · 15 delivered (1 late), 0 dead, 0 on their way',
      '1 × Spread · 0 delivered (0 late), 1 dead, 0 on their way',
      '… and 15 more alerts',
      'desk: 15 delivered (1 late), 1 dead, 0 on their way',
    ]);
    expect(idempotencyKey).toBe('msg_summary_2014-05-05_desk');
  });

  it('says so when nothing fired, in both languages', () => {
    expect(summary(QUIET, 'en')).toMatchObject({
      title: 'Daily summary 2014-05-05 · no alert fired',
      lines: ['… – …', 'No alert fired in this time.'],
    });
    expect(summary(QUIET, 'ja')).toMatchObject({
      title: '日次まとめ 2014-05-05 発火なし',
      lines: ['… – …', 'この期間に発火したアラートはありません。'],
    });
    expect(summary(BUSY, 'ja').title).toBe('日次まとめ 2014-05-05 アラート17件が9回発火');
  });

  it('gives a webhook the figures by name, and is no alert', () => {
    const body = JSON.parse(webhookPayload(summary(BUSY, 'en'))) as { type: string; data: object };
    expect(body.type).toBe('summary.daily');
    expect(body.data).toMatchObject({
      date: '2014-05-05',
      firings: 9,
      byChannel: [{ channel: 'desk', dead: 1 }],
    });
    expect(body.data).not.toHaveProperty('alert');
  });
});
