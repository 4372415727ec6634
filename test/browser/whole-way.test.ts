/** The first hour for real: an alert made in the page of the running product fires, and reaches a signed webhook and Discord. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeDiscord } from '../support/fake-discord.ts';
import { FakeWebhook } from '../support/fake-webhook.ts';
import { ProductProcess } from '../support/product-process.ts';
import { type PageUnderTest, startPage } from './page-under-test.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

let folder: string;
let webhook: FakeWebhook;
let discord: FakeDiscord;
let product: ProductProcess;
let under: PageUnderTest;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whole-way-'));
  webhook = await FakeWebhook.start(SECRET);
  discord = await FakeDiscord.start();
  product = new ProductProcess({
    DATA_DIR: join(folder, 'data'),
    FEED: 'simulated',
    WEBHOOK_ALLOW: `${webhook.target},${discord.target}`,
  });
  await product.ready();
  product.key = product.readKey();
  const channel = (name: string, type: string, settings: object) =>
    product.api('POST', '/channels', { name, type, settings });
  await channel('hook', 'webhook', { url: webhook.url, secret: SECRET });
  await channel('chat', 'discord', { url: discord.url });
  process.env['FXALERT_PAGE_URL'] = product.url;
  process.env['FXALERT_PAGE_KEY'] = product.key ?? '';
  under = await startPage();
});
afterAll(async () => {
  delete process.env['FXALERT_PAGE_URL'];
  delete process.env['FXALERT_PAGE_KEY'];
  await under.close();
  await product.kill();
  await webhook.close();
  await discord.close();
  await rm(folder, { recursive: true, force: true });
});

test('quotes move, and an alert made in the page is delivered to both channels', async () => {
  const page = await under.visit('/?instrument=EURUSD&alert=new');
  const quotes = page.locator('.watchlist tbody');
  const before = await quotes.innerText();
  await expect.poll(() => quotes.innerText(), { timeout: 20_000 }).not.toBe(before);
  const editor = page.getByRole('textbox', { name: 'Condition' });
  await editor.click();
  await page.keyboard.type('bid moves by 0.1 pips in 1m');
  await page.locator('.cm-tooltip-autocomplete').waitFor({ state: 'detached' });
  for (const name of ['hook', 'chat']) {
    const chip = page.getByRole('group', { name: 'Tells' }).getByRole('button', { name });
    if ((await chip.getAttribute('aria-pressed')) !== 'true') await chip.click();
  }
  // Nothing stands over the text once it is whole, whatever the market does meanwhile.
  await editor.click({ timeout: 8_000 });
  await page.locator('.dry-run-count b').waitFor();
  await page.getByRole('button', { name: /^Arm/ }).click({ timeout: 8_000 });
  await page.getByText(/^Armed: /).waitFor();
  await product.poll(
    'both deliveries',
    () => Promise.resolve(webhook.received.length > 0 && discord.posted.length > 0 ? true : null),
    60_000,
  );
  expect(webhook.received.every(({ verified }) => verified)).toBe(true);
});
