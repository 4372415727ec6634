import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageFixture, POISON_TEXTS } from '../../../test/support/event-fixtures.ts';
import { FakeDiscord } from '../../../test/support/fake-discord.ts';
import { allowing, senderPorts } from '../../../test/support/way-out.ts';
import { durationMs } from '../../kernel/units.ts';
import type { Message, Sender } from '../../notify/channel.ts';
import type { SendOutcome } from '../../notify/delivery.ts';
import { createSender } from '../senders.ts';
import { escapeMarkdown } from './discord-body.ts';
import { parseDiscordSettings } from './discord-settings.ts';

let fake: FakeDiscord;
beforeEach(async () => {
  fake = await FakeDiscord.start();
});
afterEach(() => fake.close());

function senderTo(url: string, settings: object = {}): Sender {
  const made = createSender({ type: 'discord', settings: { url, ...settings } }, senderPorts([fake.target]));
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value;
}
const send = (message: Message = messageFixture(), settings: object = {}): Promise<SendOutcome> =>
  senderTo(fake.url, settings).send(message, durationMs(1_000));

function answers(status: number, body: string, headers: Record<string, string> = {}): void {
  fake.intercept = (response) => {
    response.writeHead(status, headers).end(body);
    return true;
  };
}

describe('a Discord sender', () => {
  it('posts one embed, waits for it to be saved and gives its id', async () => {
    expect(await send()).toEqual({ result: 'ok', reference: '9000' });
    const [posted] = fake.posted;
    expect(posted?.body.embeds?.[0]).toMatchObject({
      title: '[HIGH] USD/JPY 150.123 / 150.126 · London breakout'.replace(/[[\]]/g, '\\$&'),
      footer: { text: 'msg\\_1'.replace('\\', '') },
      timestamp: '2026-11-24T00:15:03.000Z',
      color: 0xe67e22,
    });
    expect(posted?.body.allowed_mentions).toEqual({ parse: [] });
  });

  it('posts plain content after a rejection', async () => {
    await send(messageFixture({ plain: true }));
    expect(fake.posted[0]?.body.embeds).toBeUndefined();
    expect(fake.posted[0]?.body.content).toContain('London breakout');
  });

  it('posts under a name and into a thread', async () => {
    await send(messageFixture(), { username: 'FX', threadId: '42' });
    expect(fake.posted[0]).toMatchObject({ threadId: '42', body: { username: 'FX' } });
  });

  it('rests when the allowance is used up, and reads how long from a 429', async () => {
    const outcomes: SendOutcome[] = [];
    for (let i = 0; i < 6; i++) outcomes.push(await send());
    expect(outcomes.map(({ result }) => result)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'retry-after']);
    const [fifth, sixth] = outcomes.slice(-2) as [SendOutcome, SendOutcome];
    const pauseMs = 'pauseMs' in fifth ? fifth.pauseMs : 0;
    expect(pauseMs).toBeGreaterThan(1_000);
    expect(pauseMs).toBeLessThanOrEqual(2_000);
    const afterMs = 'afterMs' in sixth ? sixth.afterMs : 0;
    expect(afterMs).toBeGreaterThan(1_000);
    expect(afterMs).toBeLessThanOrEqual(2_000);
  });

  it.each([
    ['a float of seconds', '{"message":"…","retry_after":64.5701,"global":true}', {}, 64_571],
    ['the HTML of Cloudflare', '<html>1015</html>', { 'retry-after': '30' }, 30_000],
    ['HTML that does not say how long', '<html>1015</html>', {}, 60_000],
  ])('429 with %s', async (_, body, headers, afterMs) => {
    answers(429, body, headers);
    expect(await send()).toMatchObject({ result: 'retry-after', reason: 'rate-limited', afterMs });
  });

  it.each([
    [401, '{"message":"Invalid Webhook Token","code":50027}', { result: 'gone', reason: 'unauthorized' }],
    [404, '{"message":"Unknown Webhook","code":10015}', { result: 'gone', reason: 'not-found' }],
    [403, '{"message":"Missing Permissions","code":50013}', { result: 'gone', reason: 'unauthorized' }],
    [403, '<html>blocked</html>', { result: 'retry', reason: 'unauthorized' }],
    [400, '{"message":"Invalid Form Body","code":50035}', { result: 'rejected', reason: 'http-4xx' }],
    [500, '', { result: 'retry', reason: 'http-5xx' }],
    [502, '<html>bad gateway</html>', { result: 'retry', reason: 'http-5xx' }],
    [302, '', { result: 'retry', reason: 'http-3xx' }],
    [204, '', { result: 'ok', reference: null }],
    [200, 'not json', { result: 'ok', reference: null }],
  ])('%i %s', async (status, body, outcome) => {
    answers(status, body);
    expect(await send()).toMatchObject(outcome);
  });

  it('is gone when the webhook was deleted or the token is wrong', async () => {
    const gone = senderTo(fake.url.replace('1234567890', '999'));
    expect(await gone.send(messageFixture(), durationMs(1_000))).toMatchObject({ result: 'gone' });
    const wrong = senderTo(`${fake.url}x`);
    expect(await wrong.send(messageFixture(), durationMs(1_000))).toMatchObject({ result: 'gone' });
  });

  it('keeps its token out of the attempt log', async () => {
    answers(500, `failed: ${fake.url}`);
    expect(JSON.stringify(await send())).not.toContain(fake.token);
  });

  it.each(POISON_TEXTS.map((text) => [text.slice(0, 30), text]))(
    'posts poison within the limits: %j…',
    async (_, text) => {
      const event = { name: text, message: text, condition: text, tags: Array<string>(20).fill(text) };
      expect(await send(messageFixture({ event }))).toMatchObject({ result: 'ok' });
      expect(await send(messageFixture({ event, plain: true }))).toMatchObject({ result: 'ok' });
      for (const { body } of fake.posted) {
        expect(body.allowed_mentions).toEqual({ parse: [] });
        const shown = JSON.stringify([body.content, body.embeds]);
        expect(shown).not.toMatch(/@everyone|(?<!\\\\)<@|(?<!\\\\)\[text\]|\\ud[89a-f]/i);
      }
    },
  );
});

describe('escapeMarkdown', () => {
  it('leaves prices, times and conditions readable', () => {
    expect(escapeMarkdown('Bid 150.123 · 2026-11-24 09:15:03 JST')).toBe(
      'Bid 150.123 · 2026-11-24 09:15:03 JST',
    );
    expect(escapeMarkdown('rsi(14)@M15 < 30')).toBe('rsi(14)@M15 \\< 30');
  });

  it('turns markup into text', () => {
    expect(escapeMarkdown('# big\n- list\n**b** ||s|| `c`')).toBe(
      '\\# big\n\\- list\n\\*\\*b\\*\\* \\|\\|s\\|\\| \\`c\\`',
    );
    expect(escapeMarkdown('@everyone @here')).toBe('@\u200beveryone @\u200bhere');
  });
});

describe('Discord settings', () => {
  it.each([
    ['https://discord.com/api/webhooks/123/tok-en_1', true],
    ['https://discord.com/api/v10/webhooks/123/token', true],
    ['https://canary.discord.com/api/webhooks/123/token', true],
    ['https://discordapp.com/api/webhooks/123/token', true],
    ['https://discord.com.example.org/api/webhooks/123/token', false],
    ['https://discord.com/channels/1/2', false],
    ['http://discord.com/api/webhooks/123/token', false],
    ['https://discord.com@127.0.0.1/api/webhooks/123/token', false],
  ])('%s is taken: %s', (url, taken) => {
    expect(parseDiscordSettings({ url }, allowing()).ok).toBe(taken);
  });
});
