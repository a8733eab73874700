// What the system measured of a variant, as far as a judge may cite it.
import type { Usage } from '../attempt.ts';
import type { FileEntry, Hunk } from '../file-diff.ts';
import type { Task } from '../task.ts';
import type { Lines, VariantFacts } from './citation.ts';
import { sizeOf } from '../variant.ts';

export interface FileDiff {
  readonly entry: FileEntry;
  readonly hunks: readonly Hunk[];
  /** Why it is told without its lines; null = they are here. */
  readonly omitted: string | null;
}

export interface Measured {
  readonly task: Pick<Task, 'number' | 'result'>;
  readonly files: readonly FileDiff[];
  readonly usage: Usage | null;
  readonly durationMs: number | null;
}

export function factsOf({ task, files, usage, durationMs }: Measured): VariantFacts {
  const checks = (task.result?.checks ?? []).filter(({ on }) => on === 'task');
  const size = sizeOf(task.result ?? { files: [] });
  const tests = checks.flatMap(({ counts }) => counts ?? []);
  const sum = (of: 'passed' | 'failed' | 'skipped'): number | null =>
    tests.length === 0 ? null : tests.reduce((total, counts) => total + counts[of], 0);
  const passed = checks.filter(({ outcome }) => outcome === 'passed').length;
  return {
    number: task.number,
    checks: checks.map(({ name, outcome, counts }) => ({ name, outcome, counts })),
    counts: {
      files: size.files.length,
      additions: size.additions,
      deletions: size.deletions,
      checks_passed: passed,
      checks_failed: checks.length - passed,
      tests_passed: sum('passed'),
      tests_failed: sum('failed'),
      tests_skipped: sum('skipped'),
      input_tokens: usage?.inputTokens ?? null,
      output_tokens: usage?.outputTokens ?? null,
      // As it is written to the judge: what is compared must be what was said.
      cost: usage?.cost == null ? null : Math.round(usage.cost * 10_000) / 10_000,
      duration_ms: durationMs,
    },
    files: new Map(files.map((file) => [file.entry.path, linesOf(file)])),
  };
}

function linesOf({ hunks, omitted }: FileDiff): { readonly old: Lines; readonly new: Lines } | null {
  if (omitted !== null) return null;
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const side = (of: 'old' | 'new'): Lines =>
    new Map(lines.flatMap((line) => (line[of] === null ? [] : [[line[of], line.text] as const])));
  return { old: side('old'), new: side('new') };
}
