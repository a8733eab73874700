// What the server says against a form, by the fields that it is about.
import type { AppError } from '../../src/api/errors.ts';

/** Named as in `cron` or `change.into.1.title`; none where the refusal is about no field. */
export class FieldProblems {
  readonly #problems: ReadonlyMap<string, string>;

  constructor(error: AppError | null) {
    this.#problems = error === null ? new Map() : read(error);
  }

  /** Of the field, or of one of several values in it. */
  at(field: string): string | undefined {
    for (const [name, problem] of this.#problems)
      if (name === field || name.startsWith(`${field}.`)) return problem;
    return undefined;
  }

  /** Whether all that is said is about fields whose names begin so: then nothing of it must be said elsewhere. */
  areAll(beginning: string): boolean {
    return this.#problems.size > 0 && [...this.#problems.keys()].every((name) => name.startsWith(beginning));
  }
}

function read(error: AppError): ReadonlyMap<string, string> {
  const { problems } = error.details;
  if (!Array.isArray(problems)) return new Map();
  return new Map(
    problems.flatMap((problem: unknown) => {
      if (typeof problem !== 'object' || problem === null) return [];
      const { field, message } = problem as { readonly field?: unknown; readonly message?: unknown };
      if (typeof field !== 'string' || field === '' || typeof message !== 'string') return [];
      const next = error.next === undefined || problems.length > 1 ? '' : ` ${error.next}`;
      return [[field, `${message}${next}`] as const];
    }),
  );
}
