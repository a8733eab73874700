// RSpec: `4 examples, 2 failures, 1 pending`, and each failure with a number and its place.
import { distinct, failure, named } from './results.ts';
import type { Output, Results } from './results.ts';

export function rspec({ text }: Output): Results | null {
  const line = [...text.matchAll(/^(\d+) examples?, \d+ failures?.*$/gm)].at(-1);
  if (line === undefined) return null;
  const [words, total] = line;
  const outside = Number(/(\d+) errors? occurred outside/.exec(words)?.[1] ?? 0);
  const [failed, skipped] = [named(words, 'failures?'), named(words, 'pending')];
  return {
    counts: { passed: Number(total) - failed - skipped, failed: failed + outside, skipped },
    failures: failuresIn(text),
    from: 'RSpec',
  };
}

function failuresIn(text: string): Results['failures'] {
  const from = text.search(/^Failures:$/m);
  if (from === -1) return [];
  const end = text.slice(from).search(/^Finished in /m);
  const parts = text
    .slice(from, end === -1 ? undefined : from + end)
    .split(/^ {2}\d+\) /m)
    .slice(1);
  return distinct(
    parts.map((part) => {
      const [name = '', ...rest] = part.split('\n');
      const detail = rest.join('\n');
      const message = detail
        .replace(/^[ \t]*Failure\/Error:.*\n/m, '')
        .split('\n')
        .find((each) => each.trim() !== '');
      return failure({ name, message, detail, file: /^[ \t]*# (\.\/\S+:\d+)/m.exec(detail)?.[1] });
    }),
  );
}
