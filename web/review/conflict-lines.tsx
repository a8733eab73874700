// Lines of a conflict, side by side; below each other where there is no room.
import type { ReactNode } from 'react';
import { plainText } from '../ui/plain-text.ts';

export function Sides({ sides }: { sides: readonly (readonly [title: string, body: ReactNode])[] }) {
  return (
    <div className={`grid gap-2 ${sides.length === 3 ? 'md:grid-cols-3' : 'md:grid-cols-2'}`}>
      {sides.map(([title, body]) => (
        <figure key={title} className="min-w-0">
          <figcaption className="text-faint mb-1 text-xs font-medium">{title}</figcaption>
          {body}
        </figure>
      ))}
    </div>
  );
}

/** A whole file with markers may be long; what is around a conflict is enough to judge it. */
const around = 3;

export function Marked({ text }: { text: string }) {
  const lines = plainText(text).split('\n');
  const shown = linesAround(lines);
  return (
    <pre
      tabIndex={0}
      className="bg-sunken border-line max-h-[50vh] overflow-auto rounded-lg border px-2.5 py-1.5 font-mono text-xs leading-relaxed"
    >
      {shown.length === 0 && <span className="text-faint">(nothing)</span>}
      {shown.map(({ line, index, look }) => (
        <span key={index} className={`block ${look}`}>
          {line === '' ? ' ' : line}
        </span>
      ))}
    </pre>
  );
}

interface ShownLine {
  readonly index: number;
  readonly line: string;
  readonly look: string;
}

const marker = /^(<{7}|\|{7}|={7}|>{7})(?: |$)/;

function linesAround(lines: readonly string[]): readonly ShownLine[] {
  const isMarked = lines.some((line) => marker.test(line));
  if (!isMarked) return lines.length === 1 && lines[0] === '' ? [] : lines.map(plainLine);
  const wanted = new Set<number>();
  let isInside = false;
  lines.forEach((line, index) => {
    const mark = marker.exec(line)?.[1]?.[0];
    if (mark === '<') isInside = true;
    if (isInside) for (let near = index - around; near <= index + around; near += 1) wanted.add(near);
    if (mark === '>') isInside = false;
  });
  return lines.flatMap((line, index) =>
    wanted.has(index)
      ? [marker.test(line) ? { line, index, look: 'text-warn font-semibold' } : plainLine(line, index)]
      : [],
  );
}

function plainLine(line: string, index: number): ShownLine {
  return { line, index, look: 'whitespace-pre-wrap' };
}
