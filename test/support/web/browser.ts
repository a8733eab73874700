// Debian's Chromium on a real daemon's page, signed in as a person is: by the link of `tasklane open`.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Stage } from '../stage.ts';

const needs = spawnSync(
  process.execPath,
  [fileURLToPath(new URL('../../../scripts/test-needs.mjs', import.meta.url)), 'chromium'],
  { encoding: 'utf8' },
);

/** Why the tests of the page cannot run here; false when they can. For `skip` of a test. */
export const noBrowser: string | false = needs.status === 0 ? false : needs.stderr.trim();

export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page wrote to its console as an error, and what it threw. */
  readonly problems: readonly string[];
}

/** Ends with the test. */
export async function openBrowser(context: Pick<TestContext, 'after'>): Promise<Browser> {
  assert.equal(noBrowser, false);
  const browser = await chromium.launch({
    executablePath: needs.stdout.trim(),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  context.after(() => browser.close());
  return browser;
}

export interface WindowOptions {
  readonly size?: { readonly width: number; readonly height: number };
  readonly theme?: 'light' | 'dark';
  readonly scale?: number;
  /** Tests and pictures are without movement. */
  readonly motion?: 'reduce' | 'no-preference';
}

/** A new person's browser, signed in. */
export async function openWindow(
  browser: Browser,
  stage: Pick<Stage, 'run'>,
  { size = { width: 1280, height: 800 }, theme = 'light', scale = 1, motion = 'reduce' }: WindowOptions = {},
): Promise<Window> {
  const context = await browser.newContext({
    viewport: size,
    colorScheme: theme,
    deviceScaleFactor: scale,
    reducedMotion: motion,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  const link = await stage.run('open');
  assert.equal(link.code, 0, link.stderr);
  await page.goto(link.stdout.trim());
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  return { page, context, problems };
}
