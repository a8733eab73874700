// `npm run screenshots`: the pictures in docs/images, of a board that real agents have worked on. With a folder as argument they
// go there.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { createStage } from '../stage.ts';
import type { Stage } from '../stage.ts';
import { openBrowser, openWindow } from './browser.ts';
import type { WindowOptions } from './browser.ts';
import { makePlan } from './planning-pictures.ts';
import { fillBoard, sampleFiles, sampleScripts } from './sample-board.ts';
import type { Sample } from './sample-board.ts';
import { pictureFiles, pictureScripts } from './sample-plan.ts';

const target = process.argv[2] ?? fileURLToPath(new URL('../../../docs/images', import.meta.url));
const desk = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

const split = async (page: Page): Promise<void> => {
  await seeDiff(page);
  await page.getByRole('button', { name: 'Split' }).click();
};

/** Two lines chosen by keyboard, and a comment on them. */
const comment = async (page: Page): Promise<void> => {
  await seeDiff(page);
  await page
    .getByRole('button', { name: /search\.js/ })
    .first()
    .click();
  for (const key of ['j', 'j', 'j', 'j', 'j', 'j', 'Shift+J', 'c']) await page.keyboard.press(key);
  await page
    .getByRole('textbox', { name: /^Comment on/ })
    .fill('An empty query finds everything. Is that wanted? If not, say so in a test.');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('article', { name: /^Comment of/ }).waitFor();
  for (const key of ['j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'c']) await page.keyboard.press(key);
  await page.getByRole('textbox', { name: /^Comment on/ }).fill('Newest first needs a test, too.');
};

interface Picture<Sample> {
  readonly name: string;
  readonly path: (sample: Sample) => string;
  readonly options: WindowOptions;
  readonly before?: (page: Page) => Promise<void>;
}

const board = (): string => '/';
const thread = (sample: Sample): string => `/tasks/${sample.ready.id}`;
const review = (sample: Sample): string => `/tasks/${sample.ready.id}?view=review`;
const seeDiff = async (page: Page): Promise<void> => page.getByText('normalize').first().waitFor();

const pictures: readonly Picture<Sample>[] = [
  { name: 'board', path: board, options: { size: desk } },
  { name: 'board-dark', path: board, options: { size: desk, theme: 'dark' } },
  { name: 'board-phone', path: board, options: { size: phone, scale: 1.5 } },
  { name: 'thread', path: thread, options: { size: desk } },
  { name: 'failed', path: ({ failed }) => `/tasks/${failed.id}`, options: { size: desk } },
  { name: 'review', path: review, options: { size: desk }, before: seeDiff },
  { name: 'review-comments', path: review, options: { size: desk }, before: comment },
  { name: 'review-dark', path: review, options: { size: desk, theme: 'dark' }, before: split },
  { name: 'review-phone', path: review, options: { size: phone, scale: 1.5 }, before: seeDiff },
  { name: 'inbox', path: () => '/inbox', options: { size: desk } },
];

const ends: (() => unknown)[] = [];
const context = {
  after: (work: () => unknown) => void ends.push(work),
  diagnostic: () => undefined,
  passed: true,
} as unknown as TestContext;
const planning: readonly Picture<string>[] = [
  { name: 'planning', path: () => '/planning', options: { size: desk } },
  { name: 'plan', path: (plan) => `/planning/${plan}`, options: { size: desk } },
  { name: 'plan-dark', path: (plan) => `/planning/${plan}`, options: { size: desk, theme: 'dark' } },
  { name: 'plan-phone', path: (plan) => `/planning/${plan}`, options: { size: phone, scale: 1.5 } },
  {
    name: 'settings',
    path: () => '/settings/templates',
    options: { size: desk },
    before: (page) => page.getByRole('button', { name: /^Tasks/ }).click(),
  },
];

async function take<Sample>(stage: Stage, sample: Sample, all: readonly Picture<Sample>[]): Promise<void> {
  const browser = await openBrowser(context);
  for (const { name, path, options, before } of all) {
    const { page, problems, context: window } = await openWindow(browser, stage, options);
    await page.goto(new URL(path(sample), page.url()).href);
    await page.getByRole('main').waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await before?.(page);
    // What it pressed is not to look as if it were chosen.
    await page.mouse.move(0, 0);
    await page.waitForTimeout(600);
    await page.screenshot({ path: join(target, `${name}.png`) });
    process.stdout.write(`${name}${problems.length === 0 ? '' : `: ${problems.join(' | ')}`}\n`);
    await window.close();
  }
}

try {
  mkdirSync(target, { recursive: true });
  const stage = await createStage(context, { files: sampleFiles, scripts: sampleScripts });
  await stage.run('project', 'add');
  await take(stage, await fillBoard(stage), pictures);
  const files = { ...sampleFiles, ...pictureFiles };
  const planned = await createStage(context, { files, scripts: pictureScripts });
  await planned.run('project', 'add');
  await take(planned, await makePlan(planned), planning);
} finally {
  for (const end of ends) await end();
}
