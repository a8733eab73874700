// From a failed check to one of the failure kinds of spec/lifecycle.md. The output decides, never the agent's words.
import type { Evidence } from '../domain/evidence.ts';
import type { Failure, FailureKind } from '../domain/failure.ts';

/** What compilers and parsers print when code is not even well-formed. */
const compileSigns = [
  /\bSyntaxError\b/,
  /\berror TS\d+:/,
  /^error(\[E\d+\])?: /m,
  /\bIndentationError\b/,
  /\bcompilation (?:failed|error)/i,
  /\bcannot find symbol\b/,
  /\bBUILD FAILED\b/,
  /: error: /,
];
const missingFileSigns = [
  /\bENOENT: no such file or directory\b/,
  /\bFileNotFoundError\b/,
  /\bERR_MODULE_NOT_FOUND\b/,
  /\bCannot find module\b/,
];

/** The failure that a check's evidence amounts to. */
export function failureOf(evidence: Evidence): Failure {
  const name = `Check “${evidence.name}” (${evidence.command})`;
  if (evidence.outcome === 'timed_out')
    return {
      kind: 'timeout',
      message: `${name} did not end within its time limit; it was stopped after ${seconds(evidence.durationMs)}.`,
      detail: evidence.tail,
      next: 'Look for something that never ends in its log, or raise checkTimeoutMs; then retry.',
    };
  if (evidence.outcome === 'not_started')
    return {
      kind: 'other',
      message: `${name} could not be started: ${evidence.tail}`,
      detail: evidence.tail,
      next: 'Correct the check command, then retry.',
    };
  if (evidence.exitCode === 127)
    return {
      kind: 'other',
      message: `${name} does not exist here: the shell found no such command.`,
      detail: evidence.tail,
      next: 'Correct the check command, or install what it needs in the setup command; then retry.',
    };
  const kind = kindOf(evidence);
  return {
    kind,
    message: `${name} failed with exit code ${evidence.exitCode ?? 'none (killed by a signal)'}${countsOf(evidence)}.`,
    detail: evidence.tail,
    next: nextFor[kind] ?? 'Read the log of the check, then retry: the next attempt is told what failed.',
  };
}

const nextFor: Partial<Record<FailureKind, string>> = {
  compile: 'The code does not compile; retry: the next attempt is told what the compiler said.',
  test: 'Read the failing tests, then retry: the next attempt is told which failed.',
  file_not_found: 'A file it needs is missing or was moved; name the right one in the task, then retry.',
};

function kindOf(evidence: Evidence): FailureKind {
  if ((evidence.counts?.failed ?? 0) > 0 && (evidence.counts?.passed ?? 0) > 0) return 'test';
  if (compileSigns.some((sign) => sign.test(evidence.tail))) return 'compile';
  if (missingFileSigns.some((sign) => sign.test(evidence.tail))) return 'file_not_found';
  return 'test';
}

function countsOf(evidence: Evidence): string {
  if (evidence.counts === null) return '';
  return ` (${evidence.counts.failed} failed, ${evidence.counts.passed} passed)`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
