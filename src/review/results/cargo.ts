// `cargo test` prints one result line per binary: they are added up. A section `---- name stdout ----` is a failure.
import { distinct, failure } from './results.ts';
import type { Output, Results } from './results.ts';

export function cargo({ text, isWhole }: Output): Results | null {
  const lines = [...text.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm)];
  if (lines.length === 0) return null;
  const sum = (group: number): number => lines.reduce((total, line) => total + Number(line[group]), 0);
  return {
    counts: isWhole ? { passed: sum(1), failed: sum(2), skipped: sum(3) } : null,
    failures: failuresIn(text),
    from: 'cargo test',
  };
}

function failuresIn(text: string): Results['failures'] {
  const sections = text.matchAll(
    /^---- (.+?) stdout ----\n((?:(?!---- .+ ----$|failures:$|test result: ).*\n)*)/gm,
  );
  return distinct(
    [...sections].map(([, name = '', detail = '']) => {
      const [, file, message] = /panicked at (\S+?):?\n(.*)/.exec(detail) ?? [];
      return failure({ name, message, detail, file });
    }),
  );
}
