// What a person feels of a page, measured inside of it: when something is seen, how long frames take while it is scrolled, how
// long it does not answer, and how much memory stays.
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { inPage } from './in-page.ts';

export interface Frames {
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly longest: number;
}

/** Before a page is opened: notes long tasks, and when `selector` is first painted. */
export async function watch(page: Page, selector: string): Promise<void> {
  await page.addInitScript({ content: `${inPage}\nbench.watch(${JSON.stringify(selector)});` });
}

/** Milliseconds from the begin of the navigation. */
export async function seen(page: Page): Promise<number> {
  for (;;) {
    // The page's policy forbids what Playwright would wait with; what is asked for each time is allowed.
    const at = await page.evaluate<number | null>('bench.seenAt');
    if (at !== null) return at;
    await sleep(100);
  }
}

/** The long tasks since the last time. */
export async function longTasks(page: Page): Promise<readonly number[]> {
  return page.evaluate<readonly number[]>('bench.longTasks.splice(0)');
}

/** Scrolls the first of them that can be: so many pixels in each of so many frames, there and back. */
export async function scroll(page: Page, selector: string, by = 300, count = 120): Promise<Frames> {
  const times = await page.evaluate<readonly number[]>(
    `bench.scroll(${JSON.stringify(selector)}, ${by}, ${count})`,
  );
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), longest: at(1) };
}

/** Milliseconds of processor time that the page's main thread has taken since the last question. */
export async function processorTime(
  context: BrowserContext,
  page: Page,
): Promise<{ readonly used: () => Promise<number> }> {
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  };
  let last = await read();
  return {
    used: async () => {
      const now = await read();
      const used = now - last;
      last = now;
      return used;
    },
  };
}

/** MiB on the heap after a collection. */
export async function heap(context: BrowserContext, page: Page): Promise<number> {
  const session = await context.newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 2 ** 20;
}

export async function nodes(page: Page): Promise<number> {
  return page.evaluate<number>("document.querySelectorAll('*').length");
}
