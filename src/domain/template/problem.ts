// What is wrong with a template that somebody wants to push: everything at once, each with the place where it stands.
import { AppError } from '../errors.ts';

export interface TemplateProblem {
  readonly file: string;
  /** From 1; null where the file as a whole is meant. */
  readonly line: number | null;
  /** As `parameters[0].type`; empty for the whole file. */
  readonly key: string;
  readonly message: string;
}

/** Throws `invalid_input` with all problems, in the order of their places, unless there are none. */
export function refuseTemplateProblems(problems: readonly TemplateProblem[]): void {
  if (problems.length === 0) return;
  const sorted = problems.toSorted(
    (a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)) || (a.line ?? 0) - (b.line ?? 0),
  );
  const count = sorted.length === 1 ? 'one problem' : `${sorted.length} problems`;
  throw new AppError(
    'invalid_input',
    [`The template has ${count}:`, ...sorted.map((one) => `  ${inWords(one)}`)].join('\n'),
    {
      next: 'Correct it, then push it again. Nothing was stored.',
      details: { problems: sorted },
    },
  );
}

function inWords({ file, line, key, message }: TemplateProblem): string {
  const place = [line === null ? file : `${file} line ${line}`, ...(key === '' ? [] : [key])].join(', ');
  return `${place}: ${message}`;
}
