// What is wrong with a queue that somebody wants to register: everything at once, each with the line where it stands.
import { AppError } from './errors.ts';

export interface PhaseProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** Throws `invalid_input` with all problems, in the order of their lines, unless there are none. */
export function refuseProblems(problems: readonly PhaseProblem[]): void {
  if (problems.length === 0) return;
  const sorted = [...problems].sort((a, b) => a.line - b.line);
  const count = sorted.length === 1 ? 'one problem' : `${sorted.length} problems`;
  const listed = sorted.map(({ line, message }) => `  line ${line}: ${message}`);
  throw new AppError('invalid_input', [`The queue has ${count}:`, ...listed].join('\n'), {
    next: 'Correct it, then register it again. Nothing was changed.',
    details: { problems: sorted },
  });
}
