import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageFixture, POISON_TEXTS } from '../../../test/support/event-fixtures.ts';
import { FakeWebhook, type WebhookStep } from '../../../test/support/fake-webhook.ts';
import { senderPorts } from '../../../test/support/way-out.ts';
import { durationMs } from '../../kernel/units.ts';
import type { Message, Sender } from '../../notify/channel.ts';
import { createSender } from '../senders.ts';
import { newWebhookSecret, signWebhook } from './signature.ts';
import { PAYLOAD_LIMIT_BYTES, webhookPayload } from './webhook-payload.ts';
import { parseWebhookSettings } from './webhook-settings.ts';
import { allowing } from '../../../test/support/way-out.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

describe('signatures', () => {
  it.each([
    ['{"test": 2432232314}', 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='],
    [
      '{"type":"alert.fired","timestamp":"2026-11-23T22:00:00Z","data":{"pair":"USD_JPY","price":"156.412"}}',
      'v1,ngnDmFqQmBy9vFoliFIKMDsUS/52lViBF+Xab4CaZ0k=',
    ],
  ])('agree with the published vectors: %s', (body, signature) => {
    expect(signWebhook(SECRET, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, body)).toBe(signature);
  });

  it("verify with the standard's library under a new secret, and fail when a byte changes", () => {
    const secret = newWebhookSecret();
    const seconds = Math.floor(Date.now() / 1000);
    const body = '{"名前":"ロンドン"}';
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(seconds),
      'webhook-signature': signWebhook(secret, 'msg_1', seconds, body),
    };
    expect(new Webhook(secret).verify(body, headers)).toEqual({ 名前: 'ロンドン' });
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow('No matching signature');
  });
});

describe('a webhook sender', () => {
  let fake: FakeWebhook;
  let sender: Sender;
  beforeEach(async () => {
    fake = await FakeWebhook.start(SECRET);
    sender = senderTo(`${fake.url}?key=hidden-query`);
  });
  afterEach(() => fake.close());

  function senderTo(url: string): Sender {
    const made = createSender(
      { type: 'webhook', settings: { url, secret: SECRET } },
      senderPorts([fake.target]),
    );
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    return made.value;
  }
  const send = (message: Message = messageFixture()) => sender.send(message, durationMs(400));

  it('posts a signed event with its idempotency key as id', async () => {
    expect(await send()).toEqual({ result: 'ok', reference: 'HTTP 204' });
    const [received] = fake.received;
    expect(received).toMatchObject({ id: 'msg_1', verified: true });
    expect(received!.payload).toMatchObject({
      type: 'alert.fired',
      timestamp: '2026-11-24T00:15:03.000Z',
      data: {
        idempotencyKey: 'msg_1',
        simulated: false,
        alert: 'a1',
        instrument: 'USDJPY',
        bid: 150.123,
        operands: { 'close@H1': 150.1 },
        at: '2026-11-24T00:15:03.000Z',
      },
    });
  });

  it('signs each attempt anew under the same id', async () => {
    fake.script({ status: 500 });
    await send();
    await send(messageFixture({ attempt: 2 }));
    expect(fake.received.map(({ id, verified }) => [id, verified])).toEqual([
      ['msg_1', true],
      ['msg_1', true],
    ]);
  });

  it.each<[WebhookStep, object]>([
    [{ status: 200, body: 'ok' }, { result: 'ok' }],
    [
      { status: 410, body: 'moved out' },
      { result: 'gone', reason: 'not-found' },
    ],
    [{ status: 400 }, { result: 'rejected', reason: 'http-4xx' }],
    [{ status: 422 }, { result: 'rejected', reason: 'http-4xx' }],
    [{ status: 401 }, { result: 'retry', reason: 'unauthorized' }],
    [{ status: 404 }, { result: 'retry', reason: 'not-found' }],
    [{ status: 429 }, { result: 'retry', reason: 'rate-limited' }],
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { result: 'retry-after', reason: 'rate-limited', afterMs: 7_000 },
    ],
    [
      { status: 503, headers: { 'retry-after': '120' } },
      { result: 'retry-after', reason: 'http-5xx', afterMs: 120_000 },
    ],
    [
      { status: 500, body: 'boom' },
      { result: 'retry', reason: 'http-5xx', detail: 'HTTP 500: boom' },
    ],
    ['reset', { result: 'retry', reason: 'network' }],
    ['hang', { result: 'retry', reason: 'timeout' }],
    ['accept-then-hang', { result: 'retry', reason: 'timeout' }],
    ['header-then-hang', { result: 'ok' }],
    ['endless', { result: 'ok' }],
  ])('takes %j as %j', async (step, outcome) => {
    fake.script(step);
    const began = performance.now();
    expect(await send()).toMatchObject(outcome);
    expect(performance.now() - began).toBeLessThan(1_500);
  });

  it('reads a Retry-After that is a date', async () => {
    const date = new Date(Date.now() + 90_000).toUTCString();
    fake.script({ status: 503, headers: { 'retry-after': date } });
    const outcome = await send();
    expect('afterMs' in outcome && outcome.afterMs).toBeGreaterThan(87_000);
    expect('afterMs' in outcome && outcome.afterMs).toBeLessThanOrEqual(90_000);
  });

  it('does not follow a redirect', async () => {
    const elsewhere = await FakeWebhook.start(SECRET);
    try {
      fake.script({ status: 307, headers: { location: elsewhere.url } });
      expect(await send()).toMatchObject({ result: 'retry', reason: 'http-3xx' });
      expect(elsewhere.received).toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });

  it('keeps its secret and the query of its URL out of the attempt log', async () => {
    fake.script({ status: 500, body: `you sent ${SECRET} to /hook?key=hidden-query` });
    const outcome = await send();
    expect(JSON.stringify(outcome)).not.toMatch(/hidden-query|MfKQ9r8G/);
    expect(outcome).toMatchObject({ detail: 'HTTP 500: you sent ••• to /hook?•••' });
  });

  it('says that an address is blocked, and tries again later', async () => {
    const guarded = createSender(
      { type: 'webhook', settings: { url: 'https://localhost.example/', secret: SECRET } },
      senderPorts([]),
    );
    expect(guarded.ok).toBe(true);
    const loopback = senderPorts(['127.0.0.1:1']);
    const sneaky = createSender(
      { type: 'webhook', settings: { url: fake.url, secret: SECRET } },
      { ...loopback, allow: allowing(fake.target) },
    );
    const outcome = await (sneaky.ok && sneaky.value.send(messageFixture(), durationMs(400)));
    expect(outcome).toMatchObject({ result: 'retry', reason: 'blocked-address' });
    expect(fake.received).toEqual([]);
  });

  it.each(POISON_TEXTS.map((text) => [text.slice(0, 30), text]))('delivers poison: %j…', async (_, text) => {
    const operands = Object.fromEntries(
      Array.from({ length: 600 }, (__, i) => [`${i} ${text.slice(0, 90)}`, i]),
    );
    const message = messageFixture({
      event: { name: text, message: text, condition: text, tags: [text], operands },
    });
    expect(await send(message)).toMatchObject({ result: 'ok' });
    const [{ body, verified, payload }] = fake.received as [(typeof fake.received)[0]];
    expect(verified).toBe(true);
    expect(Buffer.byteLength(body)).toBeLessThan(PAYLOAD_LIMIT_BYTES);
    expect(body).not.toMatch(/\\u0000|\\ud[89a-f]/i);
    expect(payload.data).toMatchObject({ idempotencyKey: 'msg_1', alert: 'a1', bid: 150.123 });
  });
});

describe('the payload', () => {
  const dataOf = (message: Message) => (JSON.parse(webhookPayload(message)) as { data: object }).data;

  it('is bare after a rejection and marked when simulated or a test', () => {
    expect(dataOf(messageFixture({ plain: true }))).not.toHaveProperty('title');
    expect(dataOf(messageFixture({ plain: true }))).toMatchObject({ name: 'London breakout', bid: 150.123 });
    expect(dataOf(messageFixture({ event: { simulated: true } }))).toMatchObject({ simulated: true });
    expect(webhookPayload(messageFixture({ test: true }))).toContain('"type":"test"');
    expect(webhookPayload(messageFixture({ event: { kind: 'expired' } }))).toContain(
      '"type":"alert.expired"',
    );
  });
});

describe('a payload that would be too large', () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`ema(${i})@H1 ${'x'.repeat(60)}`, i]));

  it.each([
    [10, undefined],
    [235, ['lines']],
    [600, ['lines', 'operands']],
  ])('with %i operands names what it leaves out: %j', (count, omitted) => {
    const payload = webhookPayload(messageFixture({ event: { operands: many(count) } }));
    expect(Buffer.byteLength(payload)).toBeLessThan(PAYLOAD_LIMIT_BYTES);
    expect((JSON.parse(payload) as { data: { omitted?: unknown } }).data.omitted).toEqual(omitted);
  });
});

describe('webhook settings', () => {
  const url = 'https://example.com/hook';
  it.each([
    [{ secret: SECRET }, '/url', 'the URL to call is missing'],
    [{ url }, '/secret', 'the signing secret is missing'],
    [{ url, secret: 'whsec_short' }, '/secret', 'must be "whsec_" and 24 to 64 bytes in base64'],
    [{ url, secret: SECRET, colour: 1 }, '/colour', 'unknown field "colour"'],
    [{ url: 'http://example.com', secret: SECRET }, '/url', '"example.com" over http is not allowed'],
  ])('%j: at %s, %s', (settings, path, message) => {
    const parsed = parseWebhookSettings(settings, allowing());
    expect(parsed.ok ? [] : parsed.error).toEqual([
      { path, message: expect.stringContaining(message) as string },
    ]);
  });
});
