// Of the output of something that failed, the few lines that say why: the first that looks like an error, because what
// follows is often only its consequence, and the last ones, where programs sum up.
import { fit } from './text.ts';

const all = 8;
const last = 4;
const afterError = 2;
/** Of one line: a bundler may print a whole file in one. */
const maxColumns = 200;

const looksBad =
  /error|fail|exception|traceback|\bpanic|\bfatal\b|\bnot ok\b|✖|✗|×|not found|no such|cannot|can't|denied|refused|expected/i;
// A test that passed is often named after the error that it expects, and a sum may have none.
const looksGood = /^\s*(?:ok\b|✓|✔|√|pass)|\b(?:0|no) (?:error|fail)|\bfail(?:ed|ures?)?:? +0\b/i;

export function tellingLines(output: string): string[] {
  return chosen(output.split('\n').filter((line) => line.trim() !== '')).map((line) =>
    fit(line.trimEnd(), maxColumns),
  );
}

function chosen(lines: readonly string[]): readonly string[] {
  if (lines.length <= all) return lines;
  const ending = lines.length - last;
  const error = lines.findIndex((line) => looksBad.test(line) && !looksGood.test(line));
  if (error === -1 || error >= ending) return ['…', ...lines.slice(ending)];
  const until = Math.min(error + 1 + afterError, ending);
  return [
    ...(error === 0 ? [] : ['…']),
    ...lines.slice(error, until),
    ...(until === ending ? [] : ['…']),
    ...lines.slice(ending),
  ];
}
