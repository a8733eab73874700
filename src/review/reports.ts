// The JUnit XML files that a check writes. They lie in a tree that an agent wrote: only files that this very run made or
// changed count, none that a link leads out to, and none that is larger than a report can be.
import { glob, lstat, readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { messageOf } from '../domain/errors.ts';
import type { TestCounts, TestFailure } from '../domain/evidence.ts';
import { readJunit } from './results/junit.ts';
import { maxFailures } from './results/results.ts';
import type { Results } from './results/results.ts';

const maxFiles = 500;
const maxBytes = 20 * 1024 * 1024;

/** Which of the files there are: path → a mark that any write changes. */
export type ReportFiles = ReadonlyMap<string, string>;

export interface FoundReports {
  /** Null: no file was written that could be read. */
  readonly results: Results | null;
  /** In whole sentences. */
  readonly notes: readonly string[];
}

/** The reports as they are now. `patterns` are globs below `cwd`. */
export async function listReports(cwd: string, patterns: readonly string[]): Promise<ReportFiles> {
  const files = new Map<string, string>();
  for (const pattern of patterns) {
    for await (const path of glob(pattern, { cwd })) {
      if (files.size >= maxFiles) return files;
      const stat = await lstat(join(cwd, path)).catch(() => undefined);
      if (stat?.isFile() === true)
        files.set(path, `${stat.ino} ${stat.mtimeMs} ${stat.ctimeMs} ${stat.size}`);
    }
  }
  return files;
}

/** What the files say that are not as they were `before`. */
export async function readReports(
  cwd: string,
  patterns: readonly string[],
  before: ReportFiles,
): Promise<FoundReports> {
  const now = await listReports(cwd, patterns);
  const fresh = [...now].filter(([path, mark]) => before.get(path) !== mark).map(([path]) => path);
  if (fresh.length === 0) return { results: null, notes: [nothingWritten(patterns, now.size)] };
  const read: Results[] = [];
  const notes: string[] = [];
  const top = await realpath(cwd);
  for (const path of fresh.toSorted()) {
    try {
      read.push(readJunit(await contentOf(top, path)));
    } catch (error) {
      notes.push(`The report ${path} was not read: ${messageOf(error)}`);
    }
  }
  return { results: read.length === 0 ? null : together(read), notes };
}

async function contentOf(top: string, path: string): Promise<string> {
  const real = await realpath(join(top, path));
  if (!real.startsWith(`${top}${sep}`)) throw new Error('it leads out of the copy.');
  const { size } = await lstat(real);
  if (size > maxBytes) throw new Error(`it has ${size} bytes; ${maxBytes} are the most.`);
  return readFile(real, 'utf8');
}

function nothingWritten(patterns: readonly string[], old: number): string {
  const also = old === 0 ? '' : ` (${old} older ones do not count)`;
  return `It wrote no report at ${patterns.join(', ')}${also}; its output was read instead.`;
}

function together(all: readonly Results[]): Results {
  const sum = (key: keyof TestCounts): number =>
    all.reduce((total, one) => total + (one.counts?.[key] ?? 0), 0);
  const failures: readonly TestFailure[] = all.flatMap((one) => one.failures);
  return {
    counts: { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') },
    failures: failures.slice(0, maxFailures),
    from: 'JUnit XML',
  };
}
