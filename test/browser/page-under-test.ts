/**
 * What the browser tests drive: the built page in Chromium, in front of the contract's mock, or of a running product where
 * FXALERT_PAGE_URL and FXALERT_PAGE_KEY name one. Everything a test does is done through the page.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { startMockServer, type MockServer } from '../../web/dev/mock-server.ts';

const BROWSER = process.env['FXALERT_CHROMIUM'] ?? '/usr/bin/chromium';
const BUILT = fileURLToPath(new URL('../../dist/web', import.meta.url));
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Visit {
  readonly language?: 'en' | 'ja';
  readonly theme?: 'dark' | 'light';
  readonly phone?: boolean;
  /** Of the window, where it is no phone. */
  readonly width?: number;
  /** False visits without a key. */
  readonly signedIn?: boolean;
}

export interface PageUnderTest {
  readonly key: string;
  /** Null in front of a real product. */
  readonly mock: MockServer | null;
  /** Opens `path` in a fresh browser profile; the one before is closed. */
  visit(path: string, visit?: Visit): Promise<Page>;
  /** What the console and the page's policy complained of since the last call. */
  complaints(): string[];
  close(): Promise<void>;
}

export async function startPage(): Promise<PageUnderTest> {
  const url = process.env['FXALERT_PAGE_URL'];
  if (url === undefined && !existsSync(`${BUILT}/index.html`))
    throw new Error('dist/web is missing: build the page first with "npm run build"');
  const mock = url === undefined ? await startMockServer({ port: 0, page: BUILT }) : null;
  const base = mock?.url ?? url ?? '';
  const key = mock?.key ?? process.env['FXALERT_PAGE_KEY'] ?? '';
  const browser: Browser = await chromium.launch({ executablePath: BROWSER, args: FLAGS });
  let open: BrowserContext | null = null;
  let complaints: string[] = [];

  return {
    key,
    mock,
    visit: async (
      path,
      { language = 'en', theme = 'dark', phone = false, width = 1440, signedIn = true } = {},
    ) => {
      const context = await browser.newContext({
        viewport: phone ? { width: 390, height: 844 } : { width, height: 900 },
        hasTouch: phone,
        isMobile: phone,
        reducedMotion: 'reduce',
      });
      await open?.close();
      open = context;
      const zone = language === 'ja' ? 'Asia/Tokyo' : 'UTC';
      const settings = { language, theme, colours: language === 'ja' ? 'japanese' : 'western', zone };
      const lines = [`localStorage.setItem('fxalert.settings', '${JSON.stringify(settings)}')`];
      if (signedIn) lines.push(`localStorage.setItem('fxalert.key', '${key}')`);
      // Only on the first load: what the page changes must survive a reload.
      await context.addInitScript(`if (!localStorage.getItem('fxalert.settings')) { ${lines.join(';')} }`);
      const page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(base + path);
      return page;
    },
    complaints: () => {
      const heard = complaints;
      complaints = [];
      return heard;
    },
    close: async () => {
      await browser.close();
      await mock?.close();
    },
  };
}
