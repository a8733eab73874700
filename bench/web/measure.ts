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

/**
 * Milliseconds from the begin of the navigation to the end of the last long task of the opening: that behind which none began
 * for `quietMs`. A page without any answers when it is seen.
 */
export async function answersAt(page: Page, quietMs: number): Promise<number> {
  for (;;) {
    const [at, now] = await page.evaluate<readonly [number, number]>(
      '[Math.max(bench.seenAt, ...bench.longTasks.map((task) => task.startTime + task.duration)), performance.now()]',
    );
    if (now - at >= quietMs) return at;
    await sleep(quietMs - (now - at));
  }
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/**
 * Milliseconds of processor time that the longest task of a page took while `work` was done. By the clock on the wall, a task
 * is as long as the machine lets it wait.
 */
export async function longestTask(
  context: BrowserContext,
  page: Page,
  work: () => Promise<void>,
): Promise<number> {
  const session = await context.newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])));
  const isComplete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  const traceConfig = { includedCategories: ['toplevel'], excludedCategories: ['*'] };
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
  await work();
  await session.send('Tracing.end');
  await isComplete;
  const isMain = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.filter(({ pid, tid }) => isMain.has(`${pid} ${tid}`));
  if (tasks.length === 0) throw new Error('the trace of the page says nothing of its main thread');
  return tasks.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur), 0) / 1000;
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
