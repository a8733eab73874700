// One page with much in it, measured from its opening to its scrolling.
import type { BrowserContext, Page } from 'playwright-core';
import { table } from '../start/figures.ts';
import { answersAt, heap, longestTask, nodes, processorTime, scroll, seen, watch } from './measure.ts';
import type { Frames } from './measure.ts';

const restMs = 1500;
const stepPx = 300;
const frameCount = 120;

export interface Place {
  readonly what: string;
  readonly url: string;
  /** What is seen first, and what is scrolled. */
  readonly first: string;
  readonly scroller: string;
}

export interface Row extends Frames {
  readonly what: string;
  readonly seenMs: number;
  /** When it answers: the end of the last long task of its opening. */
  readonly answersMs: number;
  /** Processor time of the page's main thread, milliseconds: until it is at rest, its longest task, and a frame of the scrolling. */
  readonly openMs: number;
  readonly openTaskMs: number;
  readonly frameMs: number;
  readonly nodes: number;
  readonly heapMiB: number;
}

export async function measure(window: BrowserContext, page: Page, place: Place): Promise<Row> {
  await watch(page, place.first);
  const processor = await processorTime(window, page);
  let [seenMs, answersMs] = [Number.NaN, Number.NaN];
  const openTaskMs = await longestTask(window, page, async () => {
    await page.goto(place.url);
    seenMs = await seen(page);
    answersMs = await answersAt(page, restMs);
  });
  const openMs = await processor.used();
  const frames = await scroll(page, place.scroller, stepPx, frameCount);
  const frameMs = (await processor.used()) / frameCount;
  return {
    what: place.what,
    seenMs,
    answersMs,
    openMs,
    openTaskMs,
    ...frames,
    frameMs,
    nodes: await nodes(page),
    heapMiB: await heap(window, page),
  };
}

export function linesOf(rows: readonly Row[]): readonly string[] {
  const header = [
    '',
    'seen',
    'answers',
    'cpu',
    'its longest task',
    'frame p50',
    'p95',
    'longest',
    'cpu',
    'elements',
    'heap',
  ];
  const of = (row: Row): readonly string[] => [
    row.what,
    ...[row.seenMs, row.answersMs, row.openMs, row.openTaskMs].map((ms) => `${ms.toFixed(0)} ms`),
    ...[row.p50, row.p95, row.longest, row.frameMs].map((ms) => `${ms.toFixed(1)} ms`),
    `${row.nodes}`,
    `${row.heapMiB.toFixed(1)} MiB`,
  ];
  return table([header, ...rows.map(of)]);
}
