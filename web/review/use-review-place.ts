// Where an address leads in a review: to a file, to one of its lines, or to a check.
import { useEffect, useRef } from 'react';
import type { LineChoice, Point } from '../diff/lines.ts';

export interface ReviewPlace {
  readonly file?: string | undefined;
  /** `new:12`, `old:12`. */
  readonly line?: string | undefined;
  readonly check?: string | undefined;
}

/** Goes there once, when the review is there, and again when the address is another one. */
export function useReviewPlace(
  { file, line }: ReviewPlace,
  show: (path: string, at?: Point) => void,
  select: (choice: LineChoice) => void,
): void {
  const now = useRef({ show, select });
  now.current = { show, select };
  useEffect(() => {
    if (file === undefined) return;
    const at = pointOf(line);
    if (at === null) return now.current.show(file);
    now.current.select({ path: file, side: at.side, start: at.line, end: at.line });
    now.current.show(file, at);
  }, [file, line]);
}

function pointOf(text: string | undefined): Point | null {
  const [, side, number] = /^(old|new):(\d+)$/.exec(text ?? '') ?? [];
  return side === undefined ? null : { side: side === 'old' ? 'old' : 'new', line: Number(number) };
}
