/** The dispatcher with real senders over loopback: every promise checked against the receiver's own ledger. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DispatchHarness } from '../support/dispatch-harness.ts';
import { FakeDiscord } from '../support/fake-discord.ts';
import { FakeSmtp } from '../support/fake-smtp.ts';
import { FakeWebhook } from '../support/fake-webhook.ts';
import { senderPorts } from '../support/way-out.ts';
import { durationMs } from '../../src/kernel/units.ts';
import { createMailServer } from '../../src/channels/email/email-sender.ts';
import { createSender } from '../../src/channels/senders.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function run(h: DispatchHarness): void {
  closing.push(() => h.dispatcher.stop(1_000));
  h.dispatcher.start();
}

/** The firings that the fake was told of, in the order of its messages and of their lines. */
function toldBy(fake: FakeDiscord): readonly number[] {
  return fake.posted.flatMap(({ body }) => {
    const { title = '', description = '' } = body.embeds?.[0] ?? {};
    return [...`${title}\n${description}`.matchAll(/firing (\d+)/g)].map(([, firing]) => Number(firing));
  });
}

const ended = (h: DispatchHarness, timeout: number) =>
  vi.waitFor(
    async () => {
      const { pending, sending } = await h.deliveries.counts();
      expect(pending + sending).toBe(0);
    },
    { timeout, interval: 20 },
  );

describe('a webhook', () => {
  it('has every delivery in its ledger once for each id, after failures of every kind', async () => {
    const fake = await FakeWebhook.start(SECRET);
    closing.push(() => fake.close());
    fake.script(
      { status: 429, headers: { 'retry-after': '1' } },
      'reset',
      { status: 503 },
      'accept-then-hang',
      { status: 400 },
    );
    const ports = senderPorts([fake.target]);
    const h = new DispatchHarness({
      channels: [{ name: 'hook', type: 'webhook', settings: { url: fake.url, secret: SECRET } }],
      createSender: (channel) => createSender(channel, ports),
      options: { sendTimeoutMs: durationMs(300) },
    });
    for (let i = 0; i < 40; i++) h.fire(`a${i % 10}`, ['hook']);
    run(h);
    await ended(h, 15_000);
    expect(await h.deliveries.counts()).toEqual({ pending: 0, sending: 0, sent: 40, dead: 0 });
    expect(fake.received.every(({ verified }) => verified)).toBe(true);
    expect(fake.ledger().size).toBe(40);
    const twice = [...fake.ledger().values()].filter((received) => received.length > 1);
    expect(twice).toHaveLength(1);
  }, 20_000);

  it('gets the first attempt within milliseconds of the hint', async () => {
    const fake = await FakeWebhook.start(SECRET);
    closing.push(() => fake.close());
    const ports = senderPorts([fake.target]);
    const h = new DispatchHarness({
      channels: [{ name: 'hook', type: 'webhook', settings: { url: fake.url, secret: SECRET } }],
      createSender: (channel) => createSender(channel, ports),
    });
    run(h);
    h.fire('warm', ['hook']);
    h.dispatcher.wake();
    await ended(h, 2_000);
    const began = performance.now();
    h.fire('a', ['hook']);
    h.dispatcher.wake();
    await vi.waitFor(() => expect(fake.received).toHaveLength(2), { interval: 2 });
    expect(performance.now() - began).toBeLessThan(150);
  });
});

describe('Discord', () => {
  it('never has to say 429, and gets everything in order', async () => {
    const fake = await FakeDiscord.start();
    closing.push(() => fake.close());
    const ports = senderPorts([fake.target]);
    const h = new DispatchHarness({
      channels: [{ name: 'chat', type: 'discord', settings: { url: fake.url } }],
      createSender: (channel) => createSender(channel, ports),
    });
    for (let i = 0; i < 12; i++) h.fire(`a${i % 4}`, ['chat'], { name: `alert ${i % 4}, firing ${i}` });
    run(h);
    await ended(h, 15_000);
    expect(new Set(fake.statuses)).toEqual(new Set([200]));
    const told = toldBy(fake);
    for (let alert = 0; alert < 4; alert++)
      expect(told.filter((firing) => firing % 4 === alert)).toEqual([alert, alert + 4, alert + 8]);
  }, 20_000);

  it('gets 500 events of one second in a few messages, every one of them named once, and never says 429', async () => {
    const fake = await FakeDiscord.start();
    closing.push(() => fake.close());
    const ports = senderPorts([fake.target]);
    const h = new DispatchHarness({
      channels: [{ name: 'chat', type: 'discord', settings: { url: fake.url } }],
      createSender: (channel) => createSender(channel, ports),
    });
    run(h);
    for (let i = 0; i < 500; i++) {
      h.fire(`a${i % 100}`, ['chat'], { name: `alert ${i % 100}, firing ${i}` });
      h.dispatcher.wake();
      if (i % 25 === 24) await sleep(50);
    }
    await ended(h, 90_000);
    expect(new Set(fake.statuses)).toEqual(new Set([200]));
    expect(fake.posted.length).toBeLessThan(30);
    const told = toldBy(fake);
    expect([...told].sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, i) => i));
    for (let alert = 0; alert < 100; alert++) {
      const firings = told.filter((firing) => firing % 100 === alert);
      expect(firings).toEqual([...firings].sort((a, b) => a - b));
    }
  }, 100_000);

  it('waits out a 429 it could not foresee, and loses nothing', async () => {
    const fake = await FakeDiscord.start();
    closing.push(() => fake.close());
    let storms = 3;
    fake.intercept = (response) => {
      if (storms-- <= 0) return false;
      const body = JSON.stringify({
        message: 'You are being rate limited.',
        retry_after: 0.4,
        global: false,
      });
      response.writeHead(429, { 'content-type': 'application/json' }).end(body);
      return true;
    };
    const ports = senderPorts([fake.target]);
    const h = new DispatchHarness({
      channels: [{ name: 'chat', type: 'discord', settings: { url: fake.url } }],
      createSender: (channel) => createSender(channel, ports),
    });
    for (let i = 0; i < 4; i++) h.fire(`a${i}`, ['chat'], { name: `firing ${i}` });
    run(h);
    await ended(h, 15_000);
    expect([...toldBy(fake)].sort()).toEqual([0, 1, 2, 3]);
    expect((await h.deliveries.counts()).sent).toBe(4);
  }, 20_000);
});

describe('e-mail', () => {
  it('arrives at a real SMTP server, once for each Message-ID', async () => {
    const smtp = await FakeSmtp.start();
    const mail = createMailServer({
      host: '127.0.0.1',
      port: smtp.port,
      security: 'none',
      user: null,
      password: null,
      from: 'alerts@example.com',
    });
    closing.push(
      () => smtp.close(),
      () => Promise.resolve(mail.transport.close()),
    );
    const ports = senderPorts([], { mail });
    const h = new DispatchHarness({
      channels: [{ name: 'mail', type: 'email', settings: { to: ['trader@example.com'] }, language: 'ja' }],
      createSender: (channel) => createSender(channel, ports),
    });
    for (let i = 0; i < 5; i++) h.fire(`a${i}`, ['mail']);
    run(h);
    await ended(h, 5_000);
    const ids = smtp.mails.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1]);
    expect(new Set(ids).size).toBe(5);
    expect((await h.deliveries.counts()).sent).toBe(5);
  });
});
