// What a judge says and what it points at to prove it. We hold each against what the system measured: a judge that cites what
// is not there is told so, and what stays unproven is shown as that.
import type { CheckOutcome, TestCounts } from '../evidence.ts';

/** What is counted of a variant; all of these are told to the judge in the same words. */
export const countNames = [
  'files',
  'additions',
  'deletions',
  'checks_passed',
  'checks_failed',
  'tests_passed',
  'tests_failed',
  'tests_skipped',
  'input_tokens',
  'output_tokens',
  'cost',
  'duration_ms',
] as const;
export type CountName = (typeof countNames)[number];

/** `variant` is the number of the task that it is about, which need not be the one that is ranked. */
export type Citation =
  | {
      readonly kind: 'check';
      readonly variant: number;
      readonly name: string;
      readonly outcome: CheckOutcome;
    }
  | {
      readonly kind: 'line';
      readonly variant: number;
      readonly path: string;
      readonly side: 'old' | 'new';
      /** Of the file on that side, from 1. */
      readonly line: number;
      /** What stands there, or a part of it. */
      readonly text: string;
    }
  | {
      readonly kind: 'count';
      readonly variant: number;
      readonly what: CountName;
      readonly value: number;
    };

/** By its number, for one side of a file. */
export type Lines = ReadonlyMap<number, string>;

/** What the system knows of one variant, and all that may be cited. */
export interface VariantFacts {
  /** Of its task. */
  readonly number: number;
  readonly checks: readonly {
    readonly name: string;
    readonly outcome: CheckOutcome;
    readonly counts: TestCounts | null;
  }[];
  /** Null: it is not known. */
  readonly counts: Readonly<Record<CountName, number | null>>;
  /** The lines that its diff shows, by path; null for a file that is told without its lines. */
  readonly files: ReadonlyMap<string, { readonly old: Lines; readonly new: Lines } | null>;
}

/** In a whole sentence what is wrong with it; null when it holds. */
export function problemOf(citation: Citation, all: readonly VariantFacts[]): string | null {
  const facts = all.find(({ number }) => number === citation.variant);
  if (facts === undefined) return `There is no variant #${citation.variant} to be compared.`;
  switch (citation.kind) {
    case 'check':
      return checkProblem(citation, facts);
    case 'line':
      return lineProblem(citation, facts);
    case 'count':
      return countProblem(citation, facts);
  }
}

function checkProblem(
  { name, outcome }: Extract<Citation, { kind: 'check' }>,
  { number, checks }: VariantFacts,
): string | null {
  const found = checks.find((check) => check.name === name);
  if (found === undefined) return `#${number} has no check “${shown(name)}”.`;
  return found.outcome === outcome
    ? null
    : `The check “${shown(name)}” of #${number} is ${found.outcome}, not ${outcome}.`;
}

function countProblem(
  { what, value }: Extract<Citation, { kind: 'count' }>,
  { number, counts }: VariantFacts,
): string | null {
  const known = counts[what];
  if (known === null) return `${what} of #${number} is not known.`;
  return known === value ? null : `${what} of #${number} is ${known}, not ${value}.`;
}

function lineProblem(
  { path, side, line, text }: Extract<Citation, { kind: 'line' }>,
  { number, files }: VariantFacts,
): string | null {
  const file = files.get(path);
  if (file === undefined) return `#${number} did not change “${shown(path)}”.`;
  if (file === null)
    return `The lines of “${shown(path)}” of #${number} are not shown, so they prove nothing.`;
  const place = `Line ${line} of “${shown(path)}” (${side}) of #${number}`;
  const there = file[side].get(line);
  if (there === undefined) return `${place} is not in its diff.`;
  const wanted = text.trim();
  // Nothing is a part of everything.
  if (wanted === '') return `${place} is cited without what stands there.`;
  return there.includes(wanted) ? null : `${place} is “${shown(there.trim())}”, not “${shown(wanted)}”.`;
}

function shown(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
