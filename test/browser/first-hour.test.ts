/** The things a trader tries first, through the page as it is shipped. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startPage, type PageUnderTest } from './page-under-test.ts';

let under: PageUnderTest;
beforeAll(async () => {
  under = await startPage();
});
afterAll(() => under.close());
afterEach(() => expect(under.complaints()).toEqual([]));

describe('signing in', () => {
  test('an address with the key signs in and keeps the key out of the address bar', async () => {
    const page = await under.visit(`/#key=${under.key}`, { signedIn: false });
    await page.getByRole('table').first().waitFor();
    expect(page.url()).not.toContain(under.key);
  });

  test('a wrong key is refused with a sentence, the right one opens the cockpit', async () => {
    const page = await under.visit('/', { signedIn: false });
    await page.getByLabel('API key').fill('fxa_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The server does not know this key').waitFor();
    await page.getByLabel('API key').fill(under.key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('table').first().waitFor();
    // The browser itself reports the refused request.
    expect(under.complaints().every((text) => text.includes('401'))).toBe(true);
  });
});

describe('the cockpit', () => {
  test('quotes move, and simulated ones say so', async () => {
    const page = await under.visit('/');
    const bid = page.locator('.watchlist tbody tr').first().locator('.price-text').first();
    const before = await bid.textContent();
    await expect.poll(() => bid.textContent(), { timeout: 15_000 }).not.toBe(before);
    await page.getByText('SIMULATED').first().waitFor();
  });

  test('what the feed says is told in the language of the page, and changes with it', async () => {
    const page = await under.visit('/', { language: 'ja' });
    const line = page.locator('.status-line');
    await line.getByText('架空のレートによるシミュレーションです。').waitFor();
    expect(await line.innerText()).not.toMatch(/invented|simulated-/);
    await page.goto(new URL('/settings', page.url()).href);
    await page.getByText('English', { exact: true }).click();
    await line.getByText('Prices are invented.').waitFor();
  });

  test('a spread that widens moves no price beside it', async () => {
    const page = await under.visit('/');
    const row = page.locator('.watchlist tbody tr').first();
    await row.locator('.price-text').first().waitFor();
    const places = async () => [
      await row.locator('td').nth(1).boundingBox(),
      await row.locator('td').nth(2).boundingBox(),
    ];
    const before = await places();
    await page.evaluate(
      `document.querySelector('.watchlist tbody tr').querySelectorAll('td')[3].textContent = '1234.5'`,
    );
    expect(await places()).toEqual(before);
  });

  test('shows prices, chart and alerts beside one another on a small laptop', async () => {
    const page = await under.visit('/', { width: 1024 });
    await page.locator('.watchlist .price-text').first().waitFor();
    await page.locator('.chart-canvas canvas').first().waitFor();
    expect(await page.locator('.cockpit-alerts').isVisible()).toBe(true);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  });

  test('keys choose instruments and open pages, and the address follows', async () => {
    const page = await under.visit('/');
    await page.locator('.watchlist tbody tr').nth(1).waitFor();
    await page.keyboard.press('j');
    await expect.poll(() => page.url()).toContain('instrument=');
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByRole('heading', { name: 'Alerts' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/alerts');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  });

  test('on a phone the columns are tabs and nothing is wider than the screen', async () => {
    for (const language of ['en', 'ja'] as const) {
      const page = await under.visit('/', { phone: true, language });
      const tabs = page.locator('.cockpit-tabs .segments button');
      await tabs.nth(3).waitFor();
      for (let tab = 0; tab < 4; tab++) {
        await tabs.nth(tab).click();
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(overflow).toBe(0);
      }
    }
  });
});

describe('an alert', () => {
  test('is armed from a point on the chart with Enter, and drawn', async () => {
    const page = await under.visit('/?instrument=EURUSD&timeframe=M1');
    const chart = page.locator('.chart-canvas');
    await chart.locator('canvas').first().waitFor();
    await page.waitForTimeout(1_000);
    await chart.click({ button: 'right', position: { x: 200, y: 200 } });
    const level = await page.getByLabel('Level').inputValue();
    expect(level).toMatch(/^\d\.\d{5}$/);
    await page.keyboard.press('Enter');
    await page.getByText(`Armed: EURUSD bid crosses ${level}`).waitFor();
    await page.locator('.cockpit-alerts').getByText(`EURUSD bid crosses ${level}`).first().waitFor();

    // Dragged, the line edits the number in its condition; the notice leads back.
    const box = await chart.boundingBox();
    if (box === null) throw new Error('the chart has no place on the page');
    await page.mouse.move(box.x + 200, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + 250, { steps: 5 });
    await page.mouse.up();
    const moved = page.getByText(`EURUSD bid crosses ${level}: ${level} →`);
    await moved.waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('.cockpit-alerts code').getByText(`bid crosses ${level}`).first().waitFor();
  });

  test('keeps its level where a move is refused or given up', async () => {
    const page = await under.visit('/?instrument=GBPUSD&timeframe=M1');
    const chart = page.locator('.chart-canvas');
    await chart.locator('canvas').first().waitFor();
    await page.waitForTimeout(1_000);
    await chart.click({ button: 'right', position: { x: 200, y: 300 } });
    const level = await page.getByLabel('Level').inputValue();
    await page.keyboard.press('Enter');
    await page.locator('.cockpit-alerts').getByText(`GBPUSD bid crosses ${level}`).first().waitFor();
    const box = await chart.boundingBox();
    if (box === null) throw new Error('the chart has no place on the page');
    // Each drag starts at the first place: it only moves the line if the line is there again.
    const drag = async (end: () => Promise<void>): Promise<void> => {
      await page.mouse.move(box.x + 200, box.y + 300);
      await page.mouse.down();
      await page.mouse.move(box.x + 200, box.y + 350, { steps: 5 });
      await end();
      await page.mouse.up();
    };
    await page.route('**/api/v1/alerts/*', (route) => route.abort());
    await drag(() => Promise.resolve());
    await page.getByText('The server cannot be reached').waitFor();
    await page.unroute('**/api/v1/alerts/*');
    await drag(() => page.keyboard.press('Escape'));
    await drag(() => Promise.resolve());
    await page.getByText(`GBPUSD bid crosses ${level}: ${level} →`).waitFor();
    // The browser itself reports the refused request.
    expect(under.complaints().every((text) => text.includes('ERR_FAILED'))).toBe(true);
  });

  test('is written in the editor with its past beside it, mended by a click, armed by key', async () => {
    const page = await under.visit('/?instrument=USDJPY&alert=new');
    const editor = page.getByRole('textbox', { name: 'Condition' });
    await editor.click();
    await page.keyboard.type('rsl(14)@M15 < 30');
    await page.getByText('unknown indicator "rsl"').first().waitFor();
    await page.getByRole('button', { name: 'Use “rsi”' }).click();
    await page.locator('.dry-run-count b').waitFor();
    await page.getByText('rsi(14)@M15', { exact: true }).waitFor();
    await editor.click();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Armed: USDJPY rsi(14)@M15 < 30').waitFor();
  });

  test('is refused in Japanese where the page is Japanese, and in English after a change of language', async () => {
    const page = await under.visit('/?instrument=USDJPY&alert=new', { language: 'ja' });
    await page.getByRole('textbox', { name: '条件' }).click();
    await page.keyboard.type('rsl(14)@M15 < 30');
    const problem = page.locator('.condition-problem');
    await problem.getByText('「rsl」という指標はありません。「rsi」ではありませんか？').waitFor();
    expect(await problem.innerText()).not.toMatch(/unknown|did you mean/);
    await page.goto(new URL('/settings', page.url()).href);
    await page.getByText('English', { exact: true }).click();
    await page.goto(new URL('/?instrument=USDJPY&alert=new', page.url()).href);
    await page.getByRole('textbox', { name: 'Condition' }).click();
    await page.keyboard.type('rsl(14)@M15 < 30');
    await problem.getByText('unknown indicator "rsl" — did you mean "rsi"?').waitFor();
  });

  test('that was left by Esc can be gone on with', async () => {
    const page = await under.visit('/?instrument=USDJPY&alert=new');
    await page.getByRole('textbox', { name: 'Condition' }).click();
    await page.keyboard.type('rsi(14)@M15 < 30');
    await page.locator('.dry-run-count b').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Not armed: rsi(14)@M15 < 30').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('textbox', { name: 'Condition' }).getByText('rsi').waitFor();
  });

  test('offers only words the language takes', async () => {
    const page = await under.visit('/?instrument=USDJPY&alert=new');
    await page.locator('.cm-content').click();
    await page.keyboard.type('close@H1 cro');
    const options = page.locator('.cm-completionLabel');
    await options.first().waitFor();
    const offered = await options.allTextContents();
    expect(offered.every((text) => text.startsWith('crosses'))).toBe(true);
  });

  test('is paused and armed again from the list', async () => {
    const page = await under.visit('/alerts');
    const row = page.locator('.alert-row').first();
    const pause = row.getByRole('button', { name: /^Pause/ });
    await pause.click();
    await row.getByText('Paused').waitFor();
    await row.getByRole('button', { name: /^Arm/ }).click();
    await row.getByText('Armed').waitFor();
  });
});

describe('many alerts', () => {
  test('are selected by key and paused at once', async () => {
    const page = await under.visit('/?instrument=EURUSD&timeframe=M1');
    await page.locator('.watchlist tbody tr').nth(1).waitFor();
    for (const level of ['1.90001', '1.90002']) {
      await page.keyboard.press('a');
      await page.getByRole('textbox', { name: 'Condition' }).click();
      await page.keyboard.type(`bid > ${level}`);
      await page.locator('.dry-run-count, .dry-run p').first().waitFor();
      await page.getByRole('button', { name: /^Arm/ }).click();
      await page.getByText(`Armed: EURUSD bid > ${level}`).waitFor();
    }
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    // The cockpit has rows of alerts, too.
    await page.locator('.alerts-page .alert-row').nth(1).waitFor();
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    await page.getByRole('heading', { name: '2 selected' }).waitFor();
    await page.keyboard.press('p');
    const rows = page.locator('.alert-row');
    await rows.nth(0).getByText('Paused').waitFor();
    await rows.nth(1).getByText('Paused').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Alerts' }).waitFor();
  });
});

describe('keys', () => {
  test('Enter presses the button that has the focus, also where a list is open', async () => {
    const page = await under.visit('/alerts');
    const pause = page
      .locator('.alert-row')
      .first()
      .getByRole('button', { name: /^(Pause|Arm)/ });
    const before = await pause.textContent();
    await pause.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => pause.textContent()).not.toBe(before);
  });

  test('Esc closes what is on top, and what lies behind does not hear the keys', async () => {
    const page = await under.visit('/?instrument=USDJPY&alert=new');
    await page.getByRole('textbox', { name: 'Condition' }).waitFor();
    await page.getByRole('button', { name: 'Keyboard' }).click();
    const help = page.getByRole('dialog', { name: 'Keyboard' });
    await help.waitFor();
    const address = page.url();
    await page.keyboard.press('j');
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    expect(page.url()).toBe(address);
    await page.getByRole('form', { name: 'New alert' }).waitFor();
  });
});

describe('a new webhook', () => {
  test('shows the secret that was made for it, once', async () => {
    const page = await under.visit('/channels');
    await page.getByRole('button', { name: 'Add channel' }).first().click();
    await page.getByLabel('Name').fill(`hook-${Date.now()}`);
    await page.getByLabel('Address (https)').fill('https://example.com/hooks/fx');
    await page.getByRole('button', { name: 'Save' }).click();
    await page
      .locator('.made-secret-text')
      .getByText(/^whsec_/)
      .waitFor();
    await page.getByRole('button', { name: 'I have kept it' }).click();
    expect(await page.getByText('whsec_').count()).toBe(0);
  });
});

describe('settings', () => {
  test('language and theme change at once and stay', async () => {
    const page = await under.visit('/settings');
    await page.getByRole('button', { name: '日本語' }).click();
    await page.getByRole('heading', { name: '設定' }).waitFor();
    await page.getByRole('button', { name: 'ライト' }).click();
    await page.reload();
    await page.getByRole('heading', { name: '設定' }).waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
    expect(await page.locator('html').getAttribute('lang')).toBe('ja');
  });
});
