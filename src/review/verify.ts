// Runs a task's checks on one exact tree and writes down what happened. The system runs them, not the agent.
import { mkdir } from 'node:fs/promises';
import { matchesGlob } from 'node:path';
import type { Check, Evidence, ToolVersion } from '../domain/evidence.ts';
import { stepsOf } from '../domain/check-steps.ts';
import type { PlacedCheck } from '../domain/check-steps.ts';
import type { Oid } from '../domain/ids.ts';
import type { Mask } from '../domain/template/mask.ts';
import { runCheck } from './run-check.ts';

export interface VerifyInput {
  readonly checks: readonly Check[];
  /** The folder that holds exactly `tree`. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly tree: Oid;
  readonly base: Oid;
  readonly on: Evidence['on'];
  /** How often a check is run again that failed, to see whether that was chance. */
  readonly reruns: number;
  /** Where the full outputs are written, and how their names begin. */
  readonly logDir: string;
  readonly logPrefix: string;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Sees each check begin, and its output as it comes. */
  readonly onOutput: (check: string, text: string) => void;
  /** Takes out what must not be kept. */
  readonly mask: Mask;
  /** Makes the files in `cwd` those of `tree` again; returns those that were not. `made`: removes new ones too. */
  readonly restore: (what: { readonly made: boolean }) => Promise<readonly string[]>;
  /** The versions of the programs that a command names. Does not reject. */
  readonly versions: (
    command: string,
    cwd: string,
    env: Readonly<Record<string, string>>,
  ) => Promise<readonly ToolVersion[]>;
}

const maxNamed = 50;

/**
 * Runs the checks in order, those of one group at once, and stops behind the first step in which one does not pass. Every
 * step finds the files of `tree`, whatever the one before it did to them. Rejects only when the signal aborts, or when the
 * files cannot be looked at.
 */
export async function verify(input: VerifyInput): Promise<readonly Evidence[]> {
  await mkdir(input.logDir, { recursive: true });
  try {
    return await runSteps(input);
  } finally {
    // What checks made is no work of the agent: it must not be in its next commit, nor in that of a run that is stopped.
    await input.restore({ made: true });
  }
}

async function runSteps(input: VerifyInput): Promise<readonly Evidence[]> {
  const all: Evidence[] = [];
  for (const step of stepsOf(input.checks)) {
    const ran = await Promise.all(step.map(async ({ check, index }) => runCheck(input, check, index)));
    // What a step makes, such as a build, is there for the next one; what it changes is not.
    const changed = await input.restore({ made: false });
    const rewrote = changed.filter((path) => !isReport(step, path));
    all.push(...ran.map((evidence) => withRewritten(evidence, rewrote, step.length)));
    if (ran.some((evidence) => evidence.outcome !== 'passed')) break;
  }
  return all;
}

/** A report is made to be written anew, also where it is part of the tree. */
function isReport(step: readonly PlacedCheck[], path: string): boolean {
  return step.some(({ check }) => check.reports?.some((glob) => matchesGlob(path, glob)) === true);
}

function withRewritten(evidence: Evidence, paths: readonly string[], together: number): Evidence {
  if (paths.length === 0) return evidence;
  const who = together === 1 ? 'It' : 'It, or one that ran beside it,';
  const files = paths.length === 1 ? 'a file' : `${paths.length} files`;
  const note = `${who} changed ${files} of the tree. They were put back: the verdict is about the work as the agent left it.`;
  return { ...evidence, rewrote: paths.slice(0, maxNamed), notes: [...(evidence.notes ?? []), note] };
}
