// Which way of testing suits a queue, by how its last entries ended; docs/merge-queue.md has the measurements.
import type { Strategy } from './decide.ts';

/** How many of the last outcomes count. */
export const remembered = 20;
const fewest = 6;
/** Above this share of red entries the window needs fewer rounds than the search (docs/merge-queue.md). */
const mostRed = 0.15;

/** `reds`: of the entries that were decided last, oldest first, whether their checks failed. */
export function strategyFor(reds: readonly boolean[]): Strategy {
  const last = reds.slice(-remembered);
  const share = last.filter(Boolean).length / Math.max(1, last.length);
  return last.length >= fewest && share > mostRed ? 'window' : 'prefix';
}
