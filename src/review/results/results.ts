// What a run of tests came to, and what every reader of a runner's words shares. A reader answers null for words that are
// not its runner's: a made-up number would be worse than none.
import type { TestCounts, TestFailure } from '../../domain/evidence.ts';

export interface Results {
  /** Null: the runner says which tests failed and not how many passed. */
  readonly counts: TestCounts | null;
  /** The first of them, cut to what a person reads. */
  readonly failures: readonly TestFailure[];
  /** Whose words these are, for people: `pytest`, `JUnit XML`. */
  readonly from: string;
}

export interface Output {
  /** Without colour codes, with \n line ends. */
  readonly text: string;
  /** False when its beginning was not kept: then lines that stand for one test each must not be counted. */
  readonly isWhole: boolean;
}

export type Reader = (output: Output) => Results | null;

/** Evidence is kept in the log for good: so many failures are enough to see what is wrong; the rest is in the check's log. */
export const maxFailures = 20;
const maxName = 300;
const maxMessage = 500;
const maxDetail = 2000;

/** A failure as it is kept: trimmed and cut. Without a message it is the first line of the detail. */
export function failure(given: {
  readonly name: string;
  readonly message?: string | undefined;
  readonly detail?: string | undefined;
  readonly file?: string | null | undefined;
}): TestFailure {
  const detail = dedent(given.detail ?? '').trimEnd();
  const message = (given.message ?? '').trim();
  const firstLine = detail.split('\n').find((line) => line.trim() !== '') ?? '';
  const file = (given.file ?? '').trim();
  return {
    name: cut(given.name.trim().replaceAll(/\s+/g, ' '), maxName),
    message: cut(message === '' ? firstLine.trim() : message, maxMessage),
    detail: cut(detail, maxDetail),
    file: file === '' ? null : file,
  };
}

/** Each once, by name and place: some runners tell of a failure again at the end. */
export function distinct(failures: readonly TestFailure[]): readonly TestFailure[] {
  const seen = new Map(failures.map((each) => [`${each.file ?? ''}\n${each.name}`, each]));
  return [...seen.values()].slice(0, maxFailures);
}

/** The last number that the pattern's first group finds; null without a match. The pattern has the flag g. */
export function lastNumber(text: string, pattern: RegExp): number | null {
  const match = [...text.matchAll(pattern)].at(-1)?.[1];
  return match === undefined ? null : Number(match);
}

/** The number before a word (`3 passed`), or 0. */
export function named(text: string, word: string): number {
  return Number(new RegExp(`(\\d+) ${word}\\b`).exec(text)?.[1] ?? 0);
}

export function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}

/** Without the indentation that all lines have. */
export function dedent(text: string): string {
  const lines = text.replaceAll(/^[ \t]*\n|\s+$/g, '').split('\n');
  const depths = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const depth = Math.min(...depths);
  return Number.isFinite(depth) ? lines.map((line) => line.slice(depth)).join('\n') : '';
}
