// The page with much in it, in Chromium on a real daemon: how much it loads, when the first card is seen, and how it scrolls, with a
// board of 10,000 tasks, a thread of 100,000 events and a diff of 50,000 changed lines; and whether memory stays flat under
// 50 events a second. Beside the same cards as plain HTML. `--quick` is a small run that only proves that all of it is shown.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { endpoints } from '../src/api/endpoints.ts';
import { createStage, promptOf } from '../test/support/stage.ts';
import type { Stage } from '../test/support/stage.ts';
import { openBrowser, openWindow } from '../test/support/web/browser.ts';
import { table } from './start/figures.ts';
import { heap, longTasks, nodes, processorTime, scroll, seen, watch } from './web/measure.ts';
import { servePlain } from './web/plain.ts';
import { seed } from './web/seed.ts';

const isQuick = process.argv.includes('--quick');
const amounts = isQuick
  ? { tasks: 300, events: 2000, files: 10, seconds: 5 }
  : { tasks: 10_000, events: 100_000, files: 250, seconds: 120 };
const linesOfFile = 100;
const perSecond = 50;
const size = { width: 1440, height: 900 };
const restMs = 1500;
const stepPx = 300;
const frameCount = 120;

interface Row {
  readonly what: string;
  readonly seenMs: number;
  readonly p50: number;
  readonly p95: number;
  readonly longest: number;
  readonly blockedMs: number;
  /** Processor time of the page's main thread, milliseconds: until it is at rest, and for each frame of the scrolling. */
  readonly openMs: number;
  readonly frameMs: number;
  readonly nodes: number;
  readonly heapMiB: number;
}

const ends: (() => unknown)[] = [];
const context = {
  after: (work: () => unknown) => void ends.unshift(work),
  diagnostic: () => undefined,
  passed: true,
} as unknown as TestContext;

async function main(): Promise<void> {
  console.log(`initial JavaScript: ${(initialBytes() / 1000).toFixed(1)} kB gzipped`);
  const files = Object.fromEntries(
    Array.from({ length: amounts.files }, (_, file) => [`src/part-${file}.js`, lines(file)]),
  );
  const stage = await createStage(context, {
    files,
    scripts: {
      change: [{ do: [{ shell: { command: "sed -i 's/value/amount/' src/*.js" } }] }, { say: 'Renamed.' }],
      talk: [{ say: words(amounts.seconds * perSecond), wordDelayMs: 1000 / perSecond }, { say: 'The end.' }],
    },
  });
  await stage.run('project', 'add');
  const changed = await stage.client().call(endpoints.createTask, {
    body: { project: 'sample', title: 'Rename', prompt: promptOf('change') },
  });
  await stage.until(changed.id, 'ready');
  await stage.killDaemon();
  const long = await seed({ file: join(stage.home, 'tasklane.db'), ...amounts });
  await stage.run('project', 'list');

  const browser = await openBrowser(context);
  const rows = [
    await look(browser, stage, {
      what: `board, ${amounts.tasks} tasks`,
      url: '/',
      first: '[data-card]',
      scroller: '[data-column] div',
    }),
    await lookAtPlain(browser, stage),
    await look(browser, stage, {
      what: `thread, ${amounts.events} events`,
      url: `/tasks/${long.id}`,
      first: '[data-kind]',
      scroller: '[role=log], [role=log] *',
    }),
    await look(browser, stage, {
      what: `diff, ${amounts.files * linesOfFile * 2} changed lines`,
      url: `/tasks/${changed.id}?view=review`,
      first: 'diffs-container',
      scroller: 'main *',
    }),
  ];
  print(rows);
  await underLoad(browser, stage);
}

interface Place {
  readonly what: string;
  readonly url: string;
  /** What is seen first, and what is scrolled. */
  readonly first: string;
  readonly scroller: string;
}

async function look(browser: Browser, stage: Stage, place: Place): Promise<Row> {
  const { page, context: window } = await openWindow(browser, stage, { size });
  try {
    return await measure(window, page, { ...place, url: new URL(place.url, page.url()).href });
  } finally {
    await window.close();
  }
}

async function lookAtPlain(browser: Browser, stage: Stage): Promise<Row> {
  const { cards } = await stage.client().call(endpoints.board);
  const plain = await servePlain(cards);
  const window = await browser.newContext({ viewport: size });
  try {
    const place = { what: 'the same cards as plain HTML', url: plain.url, first: '.card', scroller: 'ul' };
    return await measure(window, await window.newPage(), place);
  } finally {
    await window.close();
    await plain.close();
  }
}

async function measure(
  window: BrowserContext,
  page: Page,
  { what, url, first, scroller }: Place,
): Promise<Row> {
  await watch(page, first);
  const processor = await processorTime(window, page);
  await page.goto(url);
  const seenMs = await seen(page);
  await page.waitForTimeout(restMs);
  const openMs = await processor.used();
  const blocked = await longTasks(page);
  await processor.used();
  const frames = await scroll(page, scroller, stepPx, frameCount);
  const frameMs = (await processor.used()) / frameCount;
  return {
    what,
    seenMs,
    openMs,
    ...frames,
    frameMs,
    blockedMs: Math.max(0, ...blocked),
    nodes: await nodes(page),
    heapMiB: await heap(window, page),
  };
}

/** The board, and the thread of an agent that talks without a pause. */
async function underLoad(browser: Browser, stage: Stage): Promise<void> {
  const task = await stage.client().call(endpoints.createTask, {
    body: { project: 'sample', title: 'Talk', prompt: promptOf('talk'), priority: 'urgent' },
  });
  while ((await stage.client().call(endpoints.showTask, { params: { task: task.id } })).state !== 'running')
    await sleep(500);
  for (const [what, path] of [
    ['board', '/'],
    ['thread', `/tasks/${task.id}`],
  ] as const) {
    const { page, context: window } = await openWindow(browser, stage);
    await watch(page, what === 'board' ? '[data-card]' : '[data-kind]');
    await page.goto(new URL(path, page.url()).href);
    await seen(page);
    await page.waitForTimeout(2000);
    await longTasks(page);
    const heaps = [await heap(window, page)];
    for (let quarter = 0; quarter < 4; quarter += 1) {
      await page.waitForTimeout((amounts.seconds * 1000) / 2 / 4 - 500);
      heaps.push(await heap(window, page));
    }
    const blocked = await longTasks(page);
    console.log(
      `${what} under ${perSecond} events a second for ${amounts.seconds / 2} s: heap ${heaps.map((one) => one.toFixed(1)).join(' → ')} MiB; ` +
        `${blocked.length} long tasks, the longest ${Math.max(0, ...blocked).toFixed(0)} ms`,
    );
    await window.close();
  }
}

function print(rows: readonly Row[]): void {
  console.log(`load ${loadavg()[0]?.toFixed(1)}`);
  const header = [
    '',
    'seen',
    'cpu',
    'frame p50',
    'p95',
    'longest',
    'cpu',
    'longest task',
    'elements',
    'heap',
  ];
  const of = (row: Row): readonly string[] => [
    row.what,
    `${row.seenMs.toFixed(0)} ms`,
    `${row.openMs.toFixed(0)} ms`,
    ...[row.p50, row.p95, row.longest].map((ms) => `${ms.toFixed(1)} ms`),
    `${row.frameMs.toFixed(1)} ms`,
    `${row.blockedMs.toFixed(0)} ms`,
    `${row.nodes}`,
    `${row.heapMiB.toFixed(1)} MiB`,
  ];
  for (const line of table([header, ...rows.map(of)])) console.log(line);
}

function initialBytes(): number {
  const dir = fileURLToPath(new URL('../dist/web/', import.meta.url));
  const scripts = readFileSync(join(dir, 'index.html'), 'utf8').match(/assets\/[^"]+\.js/g) ?? [];
  const bytes = (name: string): number =>
    statSync(join(dir, `${name}.gz`), { throwIfNoEntry: false })?.size ?? statSync(join(dir, name)).size;
  return scripts.reduce((sum, name) => sum + bytes(name), 0);
}

function lines(file: number): string {
  return Array.from(
    { length: linesOfFile },
    (_, line) => `export const value${line} = part(${file}, ${line});\n`,
  ).join('');
}

function words(count: number): string {
  return Array.from({ length: count }, (_, index) => `w${index}`).join(' ');
}

try {
  await main();
} finally {
  for (const end of ends) await end();
}
