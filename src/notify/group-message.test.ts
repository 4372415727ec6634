import { describe, expect, it } from 'vitest';
import { eventFixture, messagePorts, NOON, POISON_TEXTS } from '../../test/support/event-fixtures.ts';
import type { AlertEvent } from '../alerts/event.ts';
import { discordBody } from '../channels/discord/discord-body.ts';
import { instrumentId } from '../kernel/units.ts';
import { composeGroupMessage } from './group-message.ts';

function group(events: readonly Partial<AlertEvent>[], language: 'en' | 'ja' = 'en', lateMs = 0) {
  return composeGroupMessage(
    {
      events: events.map((changes) => ({ event: eventFixture(changes), lateMs })),
      idempotencyKey: 'msg_g',
      attempt: 1,
      recordedAt: NOON,
    },
    { language, zone: 'Asia/Tokyo' },
    messagePorts,
  );
}

describe('a group message', () => {
  it('counts its events, names their instruments and has a line for each', () => {
    const euro = { instrument: instrumentId('EURUSD'), bid: 1.08123, ask: 1.08125, name: 'Euro' };
    const message = group([{ severity: 'low' }, { ...euro, severity: 'critical' }, { severity: 'high' }]);
    expect(message).toMatchObject({ grouped: 3, idempotencyKey: 'msg_g', event: { name: 'Euro' } });
    expect(message.title).toBe('[CRITICAL] 3 alerts · USD/JPY, EUR/USD');
    expect(message.lines).toEqual([
      '2026-11-24 (Tue) 09:15:03 JST [LOW] USD/JPY 150.123 / 150.126 · London breakout',
      '2026-11-24 (Tue) 09:15:03 JST [CRITICAL] EUR/USD 1.08123 / 1.08125 · Euro',
      '2026-11-24 (Tue) 09:15:03 JST [HIGH] USD/JPY 150.123 / 150.126 · London breakout',
    ]);
  });

  it('says the same in Japanese, how late it is, and that prices are simulated', () => {
    const message = group([{}, { simulated: true }], 'ja', 185_000);
    expect(message.title).toBe('【シミュレーション】【3分遅れ】【高】アラート2件 USD/JPY');
    expect(message.lines[0]).toContain('実際の市場ではありません');
    expect(message.lines[2]).toContain('【シミュレーション】【3分遅れ】【高】');
  });

  it('names five instruments and says that there are more', () => {
    const ids = ['USDJPY', 'EURUSD', 'GBPUSD', 'AUDUSD', 'NZDUSD', 'USDCAD'];
    const message = group(ids.map((id) => ({ instrument: instrumentId(id) })));
    expect(message.title).toContain('USD/JPY, EUR/USD, GBPUSD, AUDUSD, NZDUSD, …');
  });

  it('keeps every line on its line, whatever was typed', () => {
    const message = group(POISON_TEXTS.map((name) => ({ name })));
    expect(message.lines).toHaveLength(POISON_TEXTS.length);
    for (const line of message.lines) expect([...line].filter((c) => '\n\r\0\u202e'.includes(c))).toEqual([]);
  });

  it('has every event in a full message to Discord, however long the names and however much is escaped', () => {
    const message = group(Array.from({ length: 30 }, (_, i) => ({ name: `${i} ${'*'.repeat(119)}` })));
    const body = JSON.parse(discordBody(message, { url: '' })) as { embeds: { description: string }[] };
    const description = body.embeds[0]?.description ?? '';
    expect(description.length).toBeLessThanOrEqual(4_096);
    const lines = description.split('\n');
    expect(lines).toHaveLength(30);
    for (const [i, line] of lines.entries()) expect(line).toContain(`150.126 · ${i} `);
  });
});
