// Whether a page that is left open stays as it is: the board, and the thread of an agent that talks without a pause, at once.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { endpoints } from '../../src/api/endpoints.ts';
import type { Stage } from '../../test/support/stage.ts';
import { openWindow } from '../../test/support/web/browser.ts';
import { heap, longestTask, processorTime, seen, watch } from './measure.ts';

const looks = 10;
const settleMs = 2000;
const tracedMs = 20_000;

export interface Load {
  readonly seconds: number;
  readonly perSecond: number;
}

/** What the home is configured with: an agent that talks. */
export function talker({ perSecond }: Load): object {
  const program = fileURLToPath(new URL('./talker.ts', import.meta.url));
  return { agents: { talker: { command: [process.execPath, program, `${perSecond}`] } } };
}

/** Lines that say how it went. The stage must have the `talker`. */
export async function underLoad(browser: Browser, stage: Stage, load: Load): Promise<readonly string[]> {
  const client = () => stage.client();
  const { id } = await client().call(endpoints.createTask, {
    body: { project: 'sample', title: 'Talk', prompt: 'Talk.', agent: 'talker', priority: 'urgent' },
  });
  const isRunning = async () =>
    (await client().call(endpoints.showTask, { params: { task: id } })).state === 'running';
  while (!(await isRunning())) await sleep(500);
  const newest = async (): Promise<number> => {
    const query = { task: id, before: Number.MAX_SAFE_INTEGER, limit: 1 };
    return (await client().call(endpoints.events, { query })).events.at(-1)?.seq ?? 0;
  };
  const [from, begin] = [await newest(), performance.now()];
  const open = await Promise.all([
    look(browser, stage, { what: 'board', path: '/', first: '[data-card]' }),
    look(browser, stage, { what: 'thread', path: `/tasks/${id}`, first: '[data-kind]' }),
  ]);
  const pages = await Promise.all(open.map((looked) => watchHeap(looked, load)));
  const tasks: string[] = [];
  for (const { what, window, page } of open) {
    const longest = await longestTask(window, page, async () => sleep(tracedMs));
    tasks.push(
      `${what}: ${longest.toFixed(0)} ms is the longest task of the ${tracedMs / 1000} s after that`,
    );
    await window.close();
  }
  const rate = ((await newest()) - from) / ((performance.now() - begin) / 1000);
  return [`under ${rate.toFixed(0)} events a second for ${load.seconds / 60} minutes:`, ...pages, ...tasks];
}

interface Looked {
  readonly what: string;
  readonly window: BrowserContext;
  readonly page: Page;
}

async function look(
  browser: Browser,
  stage: Stage,
  { what, path, first }: { readonly what: string; readonly path: string; readonly first: string },
): Promise<Looked> {
  const { page, context: window } = await openWindow(browser, stage, { motion: 'no-preference' });
  await watch(page, first);
  await page.goto(new URL(path, page.url()).href);
  await seen(page);
  await sleep(settleMs);
  return { what, window, page };
}

async function watchHeap({ what, window, page }: Looked, { seconds }: Load): Promise<string> {
  const processor = await processorTime(window, page);
  const heaps = [await heap(window, page)];
  for (let part = 0; part < looks; part += 1) {
    await sleep((seconds * 1000) / looks);
    heaps.push(await heap(window, page));
  }
  const share = (await processor.used()) / (seconds * 10);
  const all = heaps.map((one) => one.toFixed(1)).join(' → ');
  return `${what}: heap ${all} MiB; ${share.toFixed(1)} % of a processor`;
}
