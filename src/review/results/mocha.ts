// Mocha: `3 passing`, `1 failing`, `2 pending`, and at the end each failure with a number, its title over several lines.
import { distinct, failure, lastNumber } from './results.ts';
import type { Output, Results } from './results.ts';

export function mocha({ text }: Output): Results | null {
  const passed = lastNumber(text, /^[ \t]*(\d+) passing\b/gm);
  if (passed === null) return null;
  return {
    counts: {
      passed,
      failed: lastNumber(text, /^[ \t]*(\d+) failing\b/gm) ?? 0,
      skipped: lastNumber(text, /^[ \t]*(\d+) pending\b/gm) ?? 0,
    },
    failures: failuresIn(text),
    from: 'Mocha',
  };
}

function failuresIn(text: string): Results['failures'] {
  const from = text.search(/^[ \t]*\d+ failing\b/m);
  if (from === -1) return [];
  const parts = text
    .slice(from)
    .split(/^ {2}\d+\) /m)
    .slice(1);
  return distinct(
    parts.map((part) => {
      const lines = part.split('\n');
      const end = lines.findIndex((line) => line.endsWith(':'));
      const title = lines.slice(0, end + 1).map((line) => line.trim().replace(/:$/, ''));
      const detail = lines.slice(end + 1).join('\n');
      return failure({ name: title.join(' › '), detail, file: /\(([^()\s]+:\d+):\d+\)/.exec(detail)?.[1] });
    }),
  );
}
