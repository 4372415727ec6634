import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageFixture, POISON_TEXTS } from '../../../test/support/event-fixtures.ts';
import { FakeSmtp, type SmtpRefusal } from '../../../test/support/fake-smtp.ts';
import { durationMs } from '../../kernel/units.ts';
import type { Message } from '../../notify/channel.ts';
import { createEmailSender, createMailServer, type MailServer } from './email-sender.ts';
import { parseEmailSettings } from './email-settings.ts';
import { parseSmtpUrl } from './smtp-options.ts';

const FROM = 'FX Alerts <alerts@example.com>';

let smtp: FakeSmtp;
let server: MailServer;
beforeEach(async () => {
  smtp = await FakeSmtp.start();
  server = connect(`smtp://127.0.0.1:${smtp.port}?tls=none`);
});
afterEach(async () => {
  server.transport.close();
  await smtp.close();
});

function connect(url: string): MailServer {
  const options = parseSmtpUrl(url, FROM);
  if (!options.ok) throw new Error(options.error);
  return createMailServer(options.value);
}
const send = (message: Message = messageFixture(), to = ['trader@example.com'], over = server) =>
  createEmailSender({ to }, over).send(message, durationMs(2_000));

function header(raw: string, name: string): string | null {
  const head = raw.split('\r\n\r\n')[0]!.replace(/\r\n[ \t]+/g, ' ');
  return new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? null;
}

describe('an e-mail sender', () => {
  it('sends text and HTML with a Message-ID made from the idempotency key', async () => {
    expect(await send()).toEqual({ result: 'ok', reference: '<msg_1@example.com>' });
    const [mail] = smtp.mails;
    expect(mail).toMatchObject({ from: 'alerts@example.com', to: ['trader@example.com'] });
    expect(header(mail!.raw, 'Message-ID')).toBe('<msg_1@example.com>');
    expect(header(mail!.raw, 'Auto-Submitted')).toBe('auto-generated');
    expect(header(mail!.raw, 'X-Priority')).toBeNull();
    expect(mail!.raw).toContain('text/plain');
    expect(mail!.raw).toContain('text/html');
  });

  it('keeps the Message-ID in every attempt', async () => {
    await send();
    await send(messageFixture({ attempt: 2 }));
    expect(new Set(smtp.mails.map(({ raw }) => header(raw, 'Message-ID'))).size).toBe(1);
  });

  it('is text only after a rejection, and urgent only when critical', async () => {
    await send(messageFixture({ plain: true, event: { severity: 'critical' } }));
    expect(smtp.mails[0]!.raw).not.toContain('text/html');
    expect(header(smtp.mails[0]!.raw, 'X-Priority')).toMatch(/^1/);
  });

  it('carries Japanese subjects', async () => {
    await send(messageFixture({}, 'ja'));
    expect(header(smtp.mails[0]!.raw, 'Subject')).toMatch(/^=\?UTF-8\?/);
  });

  it.each(POISON_TEXTS.map((text) => [text.slice(0, 30), text]))(
    'cannot be made to say more than it should: %j…',
    async (_, text) => {
      expect(await send(messageFixture({ event: { name: text, message: text } }))).toMatchObject({
        result: 'ok',
      });
      const { raw, to } = smtp.mails[0]!;
      expect(to).toEqual(['trader@example.com']);
      const head = raw.split('\r\n\r\n')[0]!;
      expect(head).not.toMatch(/^bcc:/im);
      expect(raw.slice(raw.indexOf('text/html'))).not.toMatch(/<script|<\/script/);
      expect(raw.length).toBeLessThan(30_000);
    },
  );

  it.each<[SmtpRefusal, object]>([
    [
      { at: 'rcpt', code: 550 },
      { result: 'gone', reason: 'smtp-5xx' },
    ],
    [
      { at: 'rcpt', code: 450 },
      { result: 'retry', reason: 'smtp-4xx' },
    ],
    [
      { at: 'rcpt', code: 552 },
      { result: 'rejected', reason: 'smtp-5xx' },
    ],
    [
      { at: 'data', code: 554 },
      { result: 'rejected', reason: 'smtp-5xx' },
    ],
    [
      { at: 'data', code: 550 },
      { result: 'rejected', reason: 'smtp-5xx' },
    ],
    [
      { at: 'data', code: 451 },
      { result: 'retry', reason: 'smtp-4xx' },
    ],
    [
      { at: 'mail', code: 421 },
      { result: 'retry', reason: 'smtp-4xx' },
    ],
  ])('takes a refusal %j as %j', async (refusal, outcome) => {
    smtp.refusal = refusal;
    expect(await send()).toMatchObject(outcome);
  });

  it('is sent when one of two addresses takes it, and names the other', async () => {
    smtp.refusal = { at: 'rcpt', code: 550, address: 'gone@example.com' };
    expect(await send(messageFixture(), ['gone@example.com', 'trader@example.com'])).toEqual({
      result: 'ok',
      reference: '<msg_1@example.com> (refused: gone@example.com)',
    });
  });

  it('takes a refused log-in as the operator’s to mend, and never shows the password', async () => {
    const strict = await FakeSmtp.start({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => callback(new Error('Invalid username or password')),
    });
    const denied = connect(`smtp://robot:pass-word-1@127.0.0.1:${strict.port}?tls=none`);
    try {
      const outcome = await send(messageFixture(), undefined, denied);
      expect(outcome).toMatchObject({ result: 'retry', reason: 'unauthorized' });
      expect(JSON.stringify(outcome)).not.toContain('pass-word-1');
    } finally {
      denied.transport.close();
      await strict.close();
    }
  });

  it('tries again when there is no server, or it says nothing', async () => {
    const nobody = connect('smtp://127.0.0.1:1?tls=none');
    expect(await send(messageFixture(), undefined, nobody)).toMatchObject({
      result: 'retry',
      reason: 'network',
    });
    nobody.transport.close();
    const mute = await FakeSmtp.start({ onMailFrom: () => undefined });
    const waiting = connect(`smtp://127.0.0.1:${mute.port}?tls=none`);
    const outcome = await createEmailSender({ to: ['a@example.com'] }, waiting).send(
      messageFixture(),
      durationMs(200),
    );
    expect(outcome).toMatchObject({ result: 'retry', reason: 'timeout' });
    waiting.transport.close();
    await mute.close();
  });

  it('does not speak to a server without STARTTLS unless told so', async () => {
    const careful = connect(`smtp://127.0.0.1:${smtp.port}`);
    expect(await send(messageFixture(), undefined, careful)).toMatchObject({ result: 'retry' });
    expect(smtp.mails).toEqual([]);
    careful.transport.close();
  });
});

describe('e-mail settings', () => {
  it.each([
    [{ to: ['trader@example.com'] }, null],
    [{}, 'the list of addresses is missing'],
    [{ to: [] }, 'at least one address'],
    [{ to: ['nobody'] }, '"nobody" is no e-mail address'],
    [{ to: ['a@example.com, b@example.com'] }, 'is no e-mail address'],
    [{ to: ['a@example.com\r\nBcc: b@example.com'] }, 'is no e-mail address'],
    [{ to: ['a@example.com'], cc: [] }, 'unknown field "cc"'],
  ])('%j: %s', (settings, problem) => {
    const parsed = parseEmailSettings(settings);
    expect(parsed.ok ? null : parsed.error[0]?.message).toEqual(
      problem === null ? null : expect.stringContaining(problem),
    );
  });
});

describe('parseSmtpUrl', () => {
  it('reads the three kinds of security, with their ports', () => {
    const read = (url: string) => {
      const parsed = parseSmtpUrl(url, FROM);
      return parsed.ok ? [parsed.value.security, parsed.value.port, parsed.value.user] : parsed.error;
    };
    expect(read('smtps://us%40er:pw@mail.example.com')).toEqual(['tls', 465, 'us@er']);
    expect(read('smtp://mail.example.com')).toEqual(['starttls', 587, null]);
    expect(read('smtp://mail.example.com:25?tls=none')).toEqual(['none', 25, null]);
  });

  it('refuses what it does not know without showing the password', () => {
    for (const url of ['https://u:secret@x', 'smtp://', 'u:secret@x', 'smtp://u:secret@x?tls=maybe']) {
      const parsed = parseSmtpUrl(url, FROM);
      expect(parsed.ok).toBe(false);
      expect(JSON.stringify(parsed)).not.toContain('secret');
    }
    expect(parseSmtpUrl('smtp://x', 'me\r\nBcc: you@example.com').ok).toBe(false);
  });
});
