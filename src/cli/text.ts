// Text on a terminal: how wide it is, and what must not get there. Agents and programs wrote most of what we show.
import { stripAnsi } from '../lib/text.ts';

// Made when it is needed: it costs 24 ms, and most of what is shown is plain ASCII.
let segmenter: Intl.Segmenter | undefined;
function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(text);
}

const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

const wide =
  /^(?:\p{Emoji_Presentation}|.\uFE0F|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{20000}-\u{3FFFD}])/u;

/** Columns it takes on a terminal. It must hold no control characters. */
export function widthOf(text: string): number {
  if (isPlain(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemesOf(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/** At most `width` columns of it, with … where something is missing. */
export function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (isPlain(text)) return `${text.slice(0, Math.max(0, width - 1))}…`;
  let kept = '';
  let used = 1;
  for (const { segment } of graphemesOf(text)) {
    used += widthOf(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** The last `width` columns of it, with … where something is missing. */
export function fitEnd(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (isPlain(text)) return `…${width > 1 ? text.slice(1 - width) : ''}`;
  const segments = [...graphemesOf(text)].map(({ segment }) => segment);
  let used = 1;
  let first = segments.length;
  while (first > 0 && used + widthOf(segments[first - 1] ?? '') <= width) {
    first -= 1;
    used += widthOf(segments[first] ?? '');
  }
  return `…${segments.slice(first).join('')}`;
}

/** Without anything that a terminal would act on; line breaks and tabs stay. */
export function clean(text: string): string {
  return (
    stripAnsi(text)
      .replace(/\r\n/g, '\n')
      // Control characters, and the marks that reorder what is written around them.
      // oxlint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '')
  );
}

/** The first line that says anything, on one line. */
export function oneLine(text: string): string {
  const [first = ''] = clean(text).trim().split('\n', 1);
  return first.replace(/\s+/g, ' ').trim();
}

export function indent(text: string, by: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : by + line))
    .join('\n');
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
