/** From an empty folder to a delivered alert, and what the operator is told when the product cannot start. */
import { chmod, mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AlertDraft } from '../../src/api/contract/alerts.ts';
import type { ChannelDraft } from '../../src/api/contract/events.ts';
import type { QuoteView } from '../../src/api/contract/market.ts';
import { FakeDiscord } from '../support/fake-discord.ts';
import { FakeWebhook } from '../support/fake-webhook.ts';
import { listen } from '../support/http-server.ts';
import { ProductProcess, runCommand, type Settings } from '../support/product-process.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const KEY = /fxa_[0-9a-f]+_[\w-]+/g;

let folder: string;
let webhook: FakeWebhook;
let discord: FakeDiscord;
let settings: Settings;
let product: ProductProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'first-start-'));
  webhook = await FakeWebhook.start(SECRET);
  discord = await FakeDiscord.start();
  settings = {
    DATA_DIR: join(folder, 'data'),
    FEED: 'simulated',
    WEBHOOK_ALLOW: `${webhook.target},${discord.target}`,
  };
  product = await ProductProcess.start(settings);
});
afterAll(async () => {
  await product.kill();
  await webhook.close();
  await discord.close();
  await rm(folder, { recursive: true, force: true });
});

test('the first start is ready within a minute and shows one admin key', async () => {
  expect(new Set(product.stderr.match(KEY))).toEqual(new Set([product.key]));
  expect(product.stderr).toContain('SIMULATED, not a real market');
  expect((await product.fetch('/health/ready')).status).toBe(200);
});

test('the page is there and quotes move on the stream', async () => {
  const page = await product.fetch('/');
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  const bids = new Set<number | null>();
  for await (const quotes of streamedQuotes()) {
    for (const { instrument, bid } of quotes) if (instrument === 'EURUSD') bids.add(bid);
    if (bids.size >= 3) break;
  }
  expect(bids.size).toBeGreaterThanOrEqual(3);
});

test('an alert made over the API fires and reaches a signed webhook and Discord', async () => {
  const channels: readonly ChannelDraft[] = [
    { name: 'hook', type: 'webhook', settings: { url: webhook.url, secret: SECRET } },
    { name: 'room', type: 'discord', settings: { url: discord.url } },
  ];
  for (const channel of channels) await product.api('POST', '/channels', channel);
  const alert: AlertDraft = {
    name: 'there is a spread',
    instruments: ['EURUSD'],
    when: 'spread > 0 pips',
    onArm: 'fire',
    frequency: 'once',
    channels: ['hook', 'room'],
  };
  const { id } = await product.api<{ id: string }>('POST', '/alerts', alert);
  await product.poll('delivered to both', () =>
    Promise.resolve(webhook.received.length > 0 && discord.posted.length > 0 ? true : null),
  );
  expect(webhook.received).toHaveLength(1);
  expect(webhook.received[0]).toMatchObject({
    verified: true,
    payload: { type: 'alert.fired', data: { alert: id, instrument: 'EURUSD', simulated: true } },
  });
  const [message] = discord.posted;
  expect(JSON.stringify(message?.body)).toContain('there is a spread');
  expect(JSON.stringify(message?.body)).toMatch(/simulated/i);
});

test('a second product on the same folder is refused while the first one runs', async () => {
  await expectRefused({}, /in use|another process|runs already/);
});

test('a port in use is refused', async () => {
  const taken = await listen((_request, response) => response.end());
  await expectRefused(
    { DATA_DIR: join(folder, 'other'), FEED: 'push', PORT: String(taken.port) },
    new RegExp(`port ${taken.port} on 127\\.0\\.0\\.1 is in use`),
  );
  await taken.close();
});

test('a data folder that cannot be written is refused', async () => {
  const path = join(folder, 'closed');
  // Nothing is closed to root: there, a file in the folder's place.
  if (process.getuid?.() === 0) await writeFile(path, '');
  else await mkdir(path).then(() => chmod(path, 0o500));
  await expectRefused({ DATA_DIR: path }, new RegExp(path));
});

test('a database that does not answer is refused, its password kept', async () => {
  const free = await listen(() => undefined);
  await free.close();
  const url = `postgres://trader:hidden-word@127.0.0.1:${free.port}/fx`;
  const stderr = await expectRefused({ DATABASE_URL: url }, new RegExp(`127\\.0\\.0\\.1:${free.port}`));
  expect(stderr).not.toContain('hidden-word');
});

test('tick files that are not there are refused', async () => {
  const data = { DATA_DIR: join(folder, 'replayed'), FEED: 'replay' };
  await expectRefused({ ...data, REPLAY_FILES: join(folder, 'absent.csv') }, /absent\.csv cannot be read/);
});

test('wrong settings are refused all at once', async () => {
  const stderr = await expectRefused({ FEED: 'bloomberg', PORT: '99999' }, /FEED="bloomberg" is refused/);
  expect(stderr).toContain('PORT="99999" is refused');
});

test('SIGTERM ends it within ten seconds with 0, and the next start shows no key', async () => {
  const began = performance.now();
  expect((await product.stop()).code).toBe(0);
  expect(performance.now() - began).toBeLessThan(10_000);

  product = await ProductProcess.start(settings, product.key);
  expect(product.stderr).not.toMatch(KEY);
  expect(product.stderr).toContain('Ready: http://');
  expect(await product.all('/events')).toHaveLength(1);
});

/** One start that must fail: status 2 and a sentence, no stack. */
async function expectRefused(changed: Settings, sentence: RegExp): Promise<string> {
  const start = { NODE_ENV: 'production', LOG_LEVEL: 'warn', PORT: '0', ...settings, ...changed };
  const { code, stderr } = await runCommand(['up'], start);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr).not.toMatch(KEY);
  expect(code).toBe(2);
  return stderr;
}

async function* streamedQuotes(): AsyncGenerator<readonly QuoteView[]> {
  const response = await product.fetch('/api/v1/stream');
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const messages = text.split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const data = /^event: quotes\n(?:id: .*\n)?data: (.*)$/m.exec(message)?.[1];
      if (data !== undefined) yield JSON.parse(data) as readonly QuoteView[];
    }
  }
}
