// Breaks lines at words, so that a terminal does not break them anywhere. Colours in them count for nothing.
import { stripAnsi } from '../lib/text.ts';
import type { Output } from './context.ts';
import { widthOf } from './text.ts';

/** The width to wrap at: that of a terminal. Nothing is wrapped for a pipe or a file: their readers do it themselves. */
export function widthFor(stream: Output): number | undefined {
  return stream.isTTY === true ? stream.columns : undefined;
}

/** Below this, a line broken at words is not easier to read than one broken anywhere. */
const least = 20;

/** No line wider than `width`, except where one word is. What goes on stands under the text, not under its mark. */
export function wrap(text: string, width: number | undefined): string {
  if (width === undefined || width < least) return text;
  return text
    .split('\n')
    .flatMap((line) => (shownWidth(line) <= width ? [line] : broken(line, width)))
    .join('\n');
}

function broken(line: string, width: number): string[] {
  const before = hangOf(line, width);
  const lines: string[] = [];
  let current = '';
  for (const [word] of line.matchAll(/\s*\S+/g)) {
    const longer = current + word;
    // The first word may be a colour alone.
    const isFirst = lines.length === 0 && stripAnsi(current).trim() === '';
    if (isFirst || shownWidth(longer) <= width) current = longer;
    else {
      lines.push(current);
      current = before + word.trimStart();
    }
  }
  return [...lines, current];
}

// An indentation, and then perhaps what marks an item (`• `, `- `, `1. `) or a quotation (`│ `, which goes on too).
function hangOf(line: string, width: number): string {
  const [start = ''] = /^\s*(?:(?:[^\w\s`'"(“[{<./\\@#$]|\d{1,2}\.)\s+)?/u.exec(stripAnsi(line)) ?? [];
  const kept = start.replaceAll(/[^│\s]/gu, ' ');
  return shownWidth(kept) < width / 2 ? kept : '';
}

function shownWidth(text: string): number {
  return widthOf(stripAnsi(text));
}
