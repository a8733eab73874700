// The test runner of Node.js, with its reporter `spec`: totals behind `ℹ`, and at the end every failing test again.
import { distinct, failure, lastNumber } from './results.ts';
import type { Output, Results } from './results.ts';

/** `test at FILE:LINE:COLUMN`, the name with its time, then the error, indented. */
const block = /^test at (.+)\n✖ (.*?)(?: \([\d.]+m?s\))?\n((?:[ \t].*\n|\n(?=[ \t]))*)/gm;

export function nodeTest({ text }: Output): Results | null {
  const passed = lastNumber(text, /^ℹ pass (\d+)$/gm);
  const failed = lastNumber(text, /^ℹ fail (\d+)$/gm);
  if (passed === null || failed === null) return null;
  const cancelled = lastNumber(text, /^ℹ cancelled (\d+)$/gm) ?? 0;
  const skipped = lastNumber(text, /^ℹ skipped (\d+)$/gm) ?? 0;
  return {
    counts: { passed, failed: failed + cancelled, skipped },
    failures: failuresIn(text),
    from: 'node:test',
  };
}

function failuresIn(text: string): Results['failures'] {
  const from = text.lastIndexOf('✖ failing tests:');
  if (from === -1) return [];
  return distinct(
    [...`${text.slice(from)}\n`.matchAll(block)].map(([, file, name = '', detail]) =>
      failure({ name, detail, file }),
    ),
  );
}
