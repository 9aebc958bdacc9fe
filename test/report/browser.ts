import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** Where Chromium or Chrome usually is; `CHROMIUM` of the environment goes before. */
const PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser without a window; undefined where none is installed. */
export async function openBrowser(): Promise<Browser | undefined> {
  const executablePath = PLACES.find((place) => place !== undefined && existsSync(place));
  return executablePath === undefined
    ? undefined
    : chromium.launch({ executablePath, headless: true, args: ARGUMENTS });
}

/** A page that shows a text, and all that it did which it should not do. */
export interface Shown {
  readonly page: Page;
  /** Requests for anything but the page itself, errors on the console, dialogs. */
  readonly faults: string[];
}

const ADDRESS = 'http://report.test/';

/** Shows a page as a server would send it; whatever else it asks for is refused and noted. */
export async function show(
  browser: Browser,
  body: string,
  options: BrowserContextOptions = {},
  contentType = 'text/html; charset=utf-8'
): Promise<Shown> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  // What tsx makes of a function refers to a helper of its own.
  await context.addInitScript('globalThis.__name ??= (one) => one');
  const page = await context.newPage();
  const faults: string[] = [];
  await context.route('**/*', async (route) => {
    if (route.request().url() === ADDRESS) return route.fulfill({ contentType, body });
    faults.push(`request ${route.request().url()}`);
    return route.abort();
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`error ${error.message}`));
  page.on('dialog', (dialog) => {
    faults.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(ADDRESS);
  return { page, faults };
}
