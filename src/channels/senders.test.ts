import { PassThrough, Writable } from 'node:stream';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { channelFixture, messageFixture, messagePorts } from '../../test/support/event-fixtures.ts';
import { SENT } from '../../test/support/dispatch-harness.ts';
import { systemClock } from '../../test/support/system-clock.ts';
import { senderPorts } from '../../test/support/way-out.ts';
import { durationMs } from '../kernel/units.ts';
import { ok } from '../kernel/result.ts';
import type { Message } from '../notify/channel.ts';
import { maskSettings, unmaskSettings } from './mask-settings.ts';
import { completeSettings, createSender, settingsProblems } from './senders.ts';
import { sendTest } from './test-send.ts';

const WEBHOOK = {
  type: 'webhook' as const,
  settings: {
    url: 'https://example.com/hooks/0123456789abcdef',
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  },
};

describe('settings', () => {
  it('get a signing secret of their own when none is given, and keep one that is', () => {
    const { secret } = completeSettings('webhook', { url: WEBHOOK.settings.url });
    expect(() => new Webhook(secret as string)).not.toThrow();
    expect(
      settingsProblems({ type: 'webhook', settings: { ...WEBHOOK.settings, secret } }, senderPorts([])),
    ).toEqual([]);
    expect(completeSettings('webhook', WEBHOOK.settings)).toEqual(WEBHOOK.settings);
    expect(completeSettings('console', {})).toEqual({});
  });

  it('name the unknown field of any channel', () => {
    expect(settingsProblems({ type: 'console', settings: { colour: 'red' } }, senderPorts([]))).toEqual([
      { path: '/colour', message: 'unknown field "colour"' },
    ]);
  });

  it('say that no mail server is configured', () => {
    const problems = settingsProblems(
      { type: 'email', settings: { to: ['a@example.com'] } },
      senderPorts([]),
    );
    expect(problems[0]?.message).toContain('set SMTP_URL');
  });
});

describe('masked settings', () => {
  it('show four characters of a secret at most, and no path of a webhook', () => {
    expect(maskSettings(WEBHOOK)).toEqual({ url: 'https://example.com/••••cdef', secret: '••••LaSw' });
    const url = 'https://discord.com/api/webhooks/123/a-secret-token';
    expect(maskSettings({ type: 'discord', settings: { url, username: 'FX' } })).toEqual({
      url: 'https://discord.com/••••oken',
      username: 'FX',
    });
    expect(maskSettings({ type: 'email', settings: { to: ['a@example.com'] } })).toEqual({
      to: ['a@example.com'],
    });
    expect(maskSettings({ type: 'webhook', settings: { secret: 'short' } })).toEqual({ secret: '••••' });
  });

  it('sent back mean "as it was", and a changed value is taken', () => {
    const masked = maskSettings(WEBHOOK);
    expect(unmaskSettings(masked, WEBHOOK)).toEqual(WEBHOOK.settings);
    expect(unmaskSettings({ ...masked, url: 'https://new.example.com/' }, WEBHOOK)).toEqual({
      ...WEBHOOK.settings,
      url: 'https://new.example.com/',
    });
  });
});

describe('the console', () => {
  it('gets one line for each message', async () => {
    const stream = new PassThrough();
    const sender = createSender({ type: 'console', settings: {} }, senderPorts([], { console: stream }));
    const message = messageFixture({ event: { message: 'one\ntwo' } });
    expect(await (sender.ok && sender.value.send(message, durationMs(100)))).toEqual(SENT);
    const text = (stream.read() as Buffer).toString();
    expect(text).toMatch(/^\[HIGH\] USD\/JPY .* \| one \| two \| .* \| msg_1\n$/);
    expect(text.match(/\n/g)).toHaveLength(1);
  });

  it('that is closed or takes nothing is tried again', async () => {
    const broken = new Writable({ write: (_chunk, _encoding, callback) => callback(new Error('EPIPE')) });
    broken.on('error', () => undefined);
    const stuck = new Writable({ write: () => undefined });
    const outcomes = [];
    for (const stream of [broken, stuck]) {
      const sender = createSender({ type: 'console', settings: {} }, senderPorts([], { console: stream }));
      outcomes.push(await (sender.ok && sender.value.send(messageFixture(), durationMs(50))));
    }
    expect(outcomes).toMatchObject([
      { result: 'retry', reason: 'network' },
      { result: 'retry', reason: 'timeout' },
    ]);
  });
});

describe('a test of a channel', () => {
  it('sends one message that says it is a test and simulated, also while the channel is disabled', async () => {
    const sent: Message[] = [];
    const send = (message: Message) => {
      sent.push(message);
      return Promise.resolve(SENT);
    };
    const { outcome } = await sendTest(
      channelFixture({ enabled: false, language: 'ja', zone: 'Asia/Tokyo' }),
      {
        createSender: () => ok({ send, close: () => Promise.resolve() }),
        message: messagePorts,
        clock: systemClock,
      },
    );
    expect(outcome).toEqual(SENT);
    expect(sent[0]).toMatchObject({ test: true });
    expect(sent[0]!.title).toMatch(/^【シミュレーション】【テスト】/);
  });

  it('says what is wrong with the settings', async () => {
    const { outcome } = await sendTest(channelFixture({ type: 'email', settings: {} }), {
      createSender: (channel) => createSender(channel, senderPorts([])),
      message: messagePorts,
      clock: systemClock,
    });
    expect(outcome).toMatchObject({
      result: 'rejected',
      detail: 'settings/to: the list of addresses is missing',
    });
  });
});
