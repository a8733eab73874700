// Brings an item of a virtual list into sight. Rows that were never drawn have guessed heights, so the first try may miss by as
// much as all of them are wrong; tried again, frame by frame, until the row stands where it should.
import type { Virtualizer } from '@tanstack/react-virtual';

export type Rows = Virtualizer<HTMLDivElement, Element>;

const mostFrames = 60;
/** What is measured late moves the rows once more. */
const steadyFrames = 3;

/** `indexOf` is asked anew for each try: rows that come before it change its place. -1 gives up. */
export function goTo(rows: Rows, indexOf: () => number, align: 'start' | 'center'): void {
  let frames = 0;
  let steady = 0;
  const step = (): void => {
    const index = indexOf();
    if (index === -1 || frames > mostFrames || steady >= steadyFrames) return;
    frames += 1;
    if (isInSight(rows, index)) steady += 1;
    else {
      steady = 0;
      rows.scrollToIndex(index, { align });
    }
    requestAnimationFrame(step);
  };
  rows.scrollToIndex(indexOf(), { align });
  requestAnimationFrame(step);
}

function isInSight(rows: Rows, index: number): boolean {
  const row = rows.getVirtualItems().find((one) => one.index === index);
  const top = rows.scrollElement?.scrollTop ?? 0;
  const height = rows.scrollElement?.clientHeight ?? 0;
  return row !== undefined && row.start >= top - 4 && row.start < top + height;
}
