/** The chart goes back as far as candles are recorded. What it shows is read as a trader reads it: from the candle under the pointer. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { MockServer } from '../../web/dev/mock-server.ts';
import { startPage, type PageUnderTest, type Visit } from './page-under-test.ts';

let under: PageUnderTest;
let mock: MockServer;
beforeAll(async () => {
  // The history of the mock has a beginning that is known, and its answers can be held back.
  delete process.env['FXALERT_PAGE_URL'];
  under = await startPage();
  if (under.mock === null) throw new Error('the tests of the chart need the mock');
  mock = under.mock;
});
afterAll(() => under.close());
afterEach(() => expect(under.complaints()).toEqual([]));

const OLDER = '**/candles?*before=*';

async function visitChart(search: string, visit?: Visit) {
  const page = await under.visit(`/?${search}`, visit);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('before=')) asked.push(request.url());
  });
  await page.locator('.chart-canvas canvas').first().waitFor();
  await expect.poll(() => candleAt(page, 0.5), { timeout: 15_000 }).toMatch(/\d/);
  return { page, asked };
}

/** The legend with the pointer at a part of the chart's width. */
async function candleAt(page: Page, part: number): Promise<string> {
  const box = await page.locator('.chart-canvas').boundingBox();
  if (box === null) throw new Error('the chart has no place on the page');
  await page.mouse.move(box.x + box.width * part - 1, box.y + 100);
  await page.mouse.move(box.x + box.width * part, box.y + 100);
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
  const legend = page.locator('.chart-legend p');
  return (await legend.count()) === 0 ? '' : ((await legend.textContent()) ?? '');
}

describe('scrolled back', () => {
  test('it goes on with older candles, asked for one page at a time, and what is in sight stays', async () => {
    const { page, asked } = await visitChart('instrument=EURUSD&timeframe=M5');
    expect(asked).toEqual([]);
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route(OLDER, async (route) => {
      await held;
      await route.continue();
    });
    await page.keyboard.press('Home');
    await page.getByText('Loading older candles').waitFor();
    const before = await candleAt(page, 0.3);
    await page.keyboard.press('Home');
    expect(asked).toHaveLength(1);
    answer();
    await page.getByText('Loading older candles').waitFor({ state: 'detached' });
    expect(await candleAt(page, 0.3)).toBe(before);
    // The page is there: what was the oldest has candles before it.
    await page.keyboard.press('ArrowLeft');
    expect(await candleAt(page, 0.02)).not.toBe('');
  });

  test('it says where the recorded history begins, and another timeframe starts at its newest', async () => {
    const { page, asked } = await visitChart('instrument=EURUSD&timeframe=D1');
    const begins = page.getByText('The recorded history begins here');
    await expect
      .poll(
        async () => {
          await page.keyboard.press('Home');
          return begins.isVisible();
        },
        { timeout: 15_000 },
      )
      .toBe(true);
    const count = asked.length;
    await page.keyboard.press('Home');
    await page.getByRole('button', { name: 'H1', exact: true }).click();
    await begins.waitFor({ state: 'detached' });
    await page.waitForTimeout(500);
    expect(asked).toHaveLength(count);
    expect(await page.getByRole('button', { name: 'Newest' }).count()).toBe(0);
  });

  test('it says so where the server does not answer, and asks again only when told to', async () => {
    const { page, asked } = await visitChart('instrument=EURUSD&timeframe=M15');
    await page.route(OLDER, (route) => route.abort());
    await page.keyboard.press('Home');
    await page.getByText('The older candles did not come').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Home');
    expect(asked).toHaveLength(1);
    await page.unroute(OLDER);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The older candles did not come').waitFor({ state: 'detached' });
    expect(asked).toHaveLength(2);
    // The browser itself reports the refused request.
    expect(under.complaints().filter((text) => !text.includes('ERR_FAILED'))).toEqual([]);
  });

  test('it marks what fired then', async () => {
    const alert = mock.product.createAlert(
      { name: 'Old', instruments: ['AUDJPY'], when: 'bid crosses 1.5', channels: [] },
      Date.now(),
    );
    const newestFirst = Array.from({ length: 450 }, (_, i) => Date.now() - (i + 1) * 3_600_000);
    for (const at of newestFirst.toReversed()) mock.product.fire(alert, { at, instrument: 'AUDJPY' });
    const { page } = await visitChart('instrument=AUDJPY&timeframe=M15');
    const pages: string[] = [];
    page.on('request', (request) => {
      if (/events\?.*instrument=AUDJPY.*cursor=/.test(request.url())) pages.push(request.url());
    });
    await page.waitForTimeout(500);
    expect(pages).toEqual([]);
    await page.keyboard.press('Home');
    await expect.poll(() => pages.length, { timeout: 15_000 }).toBeGreaterThan(0);
  });

  test('a thumb does it, too', async () => {
    const { page, asked } = await visitChart('instrument=EURUSD&timeframe=M5', { phone: true });
    const box = await page.locator('.chart-canvas').boundingBox();
    if (box === null) throw new Error('the chart has no place on the page');
    const touch = await page.context().newCDPSession(page);
    const y = box.y + 200;
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number) =>
      touch.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
    for (let swipe = 0; swipe < 30 && asked.length === 0; swipe++) {
      await send('touchStart', box.x + 20);
      for (let x = 40; x <= 280; x += 40) await send('touchMove', box.x + x);
      await send('touchEnd', box.x + 280);
    }
    await expect.poll(() => asked.length).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Newest' }).tap();
    await page.getByRole('button', { name: 'Newest' }).waitFor({ state: 'detached' });
  });
});

describe('keys', () => {
  test('scroll, zoom, and lead back to the newest candle', async () => {
    const { page } = await visitChart('instrument=GBPUSD&timeframe=H1');
    const newest = page.getByRole('button', { name: 'Newest' });
    const start = await candleAt(page, 0.5);
    await page.keyboard.press('ArrowLeft');
    expect(await candleAt(page, 0.5)).not.toBe(start);
    await page.keyboard.press('ArrowRight');
    expect(await candleAt(page, 0.5)).toBe(start);
    await page.keyboard.press('-');
    expect(await candleAt(page, 0.5)).not.toBe(start);
    await page.keyboard.press('+');
    expect(await candleAt(page, 0.5)).toBe(start);
    // Faster than frames are drawn, every one counts.
    await page.evaluate(`for (const key of ['-', '-', '-', '+', '+', '+', 'ArrowLeft', 'ArrowLeft', 'ArrowRight', 'ArrowRight'])
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))`);
    expect(await candleAt(page, 0.5)).toBe(start);
    await page.evaluate(`for (const key of ['-', '-', '-'])
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))`);
    const far = await candleAt(page, 0.5);
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    expect(await candleAt(page, 0.5)).not.toBe(start);
    await page.keyboard.press('+');
    expect(await candleAt(page, 0.5)).toBe(start);
    expect(far).not.toBe(start);
    for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowLeft');
    await newest.waitFor();
    await page.keyboard.press('End');
    await newest.waitFor({ state: 'detached' });
    expect(await candleAt(page, 0.5)).toBe(start);
  });

  test('are left to the field or the list that has the focus', async () => {
    const { page } = await visitChart('instrument=GBPUSD&timeframe=H1&alert=new');
    const start = await candleAt(page, 0.5);
    await page.getByRole('textbox', { name: 'Condition' }).click();
    await page.keyboard.type('bid > 1');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    expect(await candleAt(page, 0.5)).toBe(start);
  });
});

describe('indicators', () => {
  const legend = (page: Page) => page.getByRole('list', { name: 'Indicators on the chart' });
  const add = async (page: Page, text: string) => {
    await page.getByRole('button', { name: '+ Indicator' }).click();
    await page.getByRole('textbox', { name: 'Indicator to draw' }).fill(text);
    await page.keyboard.press('Enter');
  };
  const panes = (page: Page) => page.locator('.chart-canvas tr:has(canvas)').count();

  test('that armed alerts read on these candles are there without asking, with their values under the pointer', async () => {
    const { page } = await visitChart('instrument=EURJPY&timeframe=H1');
    const rows = legend(page).getByRole('listitem');
    await expect.poll(() => rows.allTextContents()).toHaveLength(2);
    await candleAt(page, 0.5);
    const [fast, slow] = await rows.allTextContents();
    expect(fast).toMatch(/^ema\(20\) *\d+\.\d{3}×$/);
    expect(slow).toMatch(/^ema\(50\) *\d+\.\d{3}×$/);
    await candleAt(page, 0.4);
    expect(await rows.first().textContent()).not.toBe(fast);
    await page.getByRole('button', { name: 'M5', exact: true }).click();
    await legend(page).waitFor({ state: 'detached' });
  });

  test('are added by their text and stay until removed; an oscillator has a pane of its own, where no alert is set', async () => {
    const { page } = await visitChart('instrument=EURUSD&timeframe=H1');
    const alone = await panes(page);
    await add(page, 'rsl(14)');
    await page.getByRole('alert').getByText('unknown indicator "rsl" — did you mean "rsi"?').waitFor();
    await page.getByRole('textbox', { name: 'Indicator to draw' }).fill('rsi()');
    await page.keyboard.press('Enter');
    const row = legend(page).getByText('rsi(14)');
    await row.waitFor();
    await expect.poll(() => panes(page)).toBeGreaterThan(alone);
    await page.reload();
    await row.waitFor();
    await expect.poll(() => candleAt(page, 0.5), { timeout: 15_000 }).toMatch(/\d/);
    await expect.poll(() => legend(page).textContent()).toMatch(/\d\d\.\d\d/);
    const box = await page.locator('.chart-canvas').boundingBox();
    if (box === null) throw new Error('the chart has no place on the page');
    const form = page.getByRole('form', { name: 'New alert at this price' });
    await page.mouse.click(box.x + 200, box.y + box.height - 80, { button: 'right' });
    expect(await form.count()).toBe(0);
    await page.mouse.click(box.x + 200, box.y + box.height / 2, { button: 'right' });
    await form.waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Remove rsi(14) from the chart' }).click();
    await expect.poll(() => panes(page)).toBe(alone);
    // The browser itself reports the refused text.
    expect(under.complaints().filter((text) => !text.includes('422'))).toEqual([]);
  });

  test('go back with the candles, and have no value before they are warm', async () => {
    const { page } = await visitChart('instrument=EURUSD&timeframe=D1');
    await add(page, 'sma(20)');
    const begins = page.getByText('The recorded history begins here');
    const goBack = async () => {
      await page.keyboard.press('Home');
      return begins.isVisible();
    };
    await expect.poll(goBack, { timeout: 15_000 }).toBe(true);
    const valueAt = async (part: number) => {
      await candleAt(page, part);
      return legend(page).textContent();
    };
    await expect.poll(() => valueAt(0.9)).toMatch(/^sma\(20\) *\d\.\d{5}×$/);
    expect(await valueAt(0.05)).toMatch(/^sma\(20\) *–×$/);
  });

  test('have a new value when a candle closes', async () => {
    const { page } = await visitChart('instrument=EURUSD&timeframe=M5');
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/indicators?')) asked.push(request.url());
    });
    await add(page, 'ema(9)');
    await expect.poll(() => legend(page).textContent()).toMatch(/\d\.\d{5}/);
    const before = asked.length;
    mock.product.closeCandle({ instrument: 'EURUSD', timeframe: 'M15', price: 'bid' }, Date.now());
    mock.product.closeCandle({ instrument: 'EURUSD', timeframe: 'M5', price: 'bid' }, Date.now());
    await expect.poll(() => asked.length).toBe(before + 1);
  });

  test('are six at most, on a phone and in Japanese as well; what is wrong is said in Japanese', async () => {
    const visit: Visit = { phone: true, language: 'ja', theme: 'light' };
    const { page } = await visitChart('instrument=EURUSD&timeframe=H1', visit);
    const open = page.getByRole('button', { name: '+ インジケーター' });
    const field = page.getByRole('textbox', { name: '表示するインジケーター' });
    await open.tap();
    await field.fill('sma(0)');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('alert').first().textContent()).toMatch(/[ぁ-ん]/);
    await page.getByRole('button', { name: 'キャンセル' }).tap();
    for (const text of ['sma(20)', 'bb(20, 2)', 'ema(50)', 'rsi(14)', 'macd()', 'atr(14)']) {
      await open.tap();
      await field.fill(text);
      await page.keyboard.press('Enter');
      await field.waitFor({ state: 'detached' });
    }
    await page.getByText('同時に表示できるのは 6 個までです').waitFor();
    expect(await open.count()).toBe(0);
    await page.getByRole('button', { name: 'macd(12, 26, 9) をチャートから外す' }).tap();
    await open.waitFor();
    expect(under.complaints().filter((text) => !text.includes('422'))).toEqual([]);
  });
});
