// From a failed check to a failure that a person, and the next attempt, can act on.
import type { CheckCause, Evidence, TestFailure } from '../domain/evidence.ts';
import type { Failure, FailureKind } from '../domain/failure.ts';
import { causeOf } from './cause.ts';

/** The failure that a check's evidence amounts to. */
export function failureOf(evidence: Evidence): Failure {
  const name = `Check “${evidence.name}” (${evidence.command})`;
  const detail = detailOf(evidence);
  const { log } = evidence;
  if (evidence.outcome === 'timed_out')
    return {
      kind: 'timeout',
      message: `${name} did not end within its time limit; it was stopped after ${seconds(evidence.durationMs)}.`,
      detail,
      next: 'Look for something that never ends in its log, or raise checkTimeoutMs; then retry.',
      log,
    };
  if (evidence.outcome === 'not_started')
    return {
      kind: 'other',
      message: `${name} could not be started: ${evidence.tail}`,
      detail,
      next: 'Correct the check command, then retry.',
      log,
    };
  // Evidence that was stored before causes were read has its tail.
  const { cause, signs = [] } = evidence.cause === undefined ? causeOf(evidence, evidence.tail) : evidence;
  const what = cause === 'no_command' ? noCommand(evidence) : `failed with exit code ${codeOf(evidence)}`;
  return {
    kind: kinds[cause ?? 'test'],
    message: `${name} ${what}${countsOf(evidence)}${whichOf(evidence.failures ?? [], signs)}.`,
    detail,
    next: nextOf(cause ?? 'test', evidence),
    log,
  };
}

const kinds: Readonly<Record<CheckCause, FailureKind>> = {
  compile: 'compile',
  test: 'test',
  file_not_found: 'file_not_found',
  no_command: 'other',
};

function noCommand({ exitCode }: Evidence): string {
  if (exitCode === 126) return 'could not be run: the shell found the program and may not execute it';
  if (exitCode === 127) return 'does not exist here: the shell found no such command';
  return `does not exist here: what it names is not there (exit code ${exitCode ?? 'none'})`;
}

function nextOf(cause: CheckCause, { exitCode, failures = [], notes = [] }: Evidence): string {
  switch (cause) {
    case 'compile':
      return 'The code does not compile; retry: the next attempt is told what the compiler said.';
    case 'file_not_found':
      return 'A file it needs is missing or was moved; name the right one in the task, then retry.';
    case 'no_command':
      return exitCode === 126
        ? 'Make the program executable (chmod +x) and commit that, or correct the check command; then retry.'
        : 'Correct the check command, or install what it needs in the setup command; then retry.';
    case 'test': {
      const again = notes.some((note) => note.includes('run again'))
        ? 'It failed twice, so it is not chance. '
        : '';
      const first = failures[0]?.file ?? null;
      const where = first === null ? 'the failing tests' : `the failing tests, first ${first}`;
      return `${again}Read ${where}, then retry: the next attempt is told which failed.`;
    }
  }
}

const maxShown = 3;

/** `: adds; carries the one, and 4 more`. */
function whichOf(failures: readonly TestFailure[], signs: readonly string[]): string {
  const names = signs.length > 0 ? signs.slice(0, 1) : failures.map((each) => each.name);
  if (names.length === 0) return '';
  const more = names.length > maxShown ? `, and ${names.length - maxShown} more` : '';
  return `: ${names.slice(0, maxShown).join('; ')}${more}`.replace(/\.$/, '');
}

/** What shows it: each failing test with its error and stack, then the end of the output. */
export function detailOf({ failures = [], signs = [], tail }: Evidence): string {
  const tests = failures.map(({ name, file, message, detail }) => {
    const head = `✖ ${name}${file === null ? '' : ` (${file})`}`;
    const body = detail === '' ? message : detail;
    return body === '' ? head : `${head}\n${indent(body)}`;
  });
  const shown = [...tests, ...(tests.length === 0 && signs.length > 0 ? [signs.join('\n')] : [])];
  return shown.length === 0 ? tail : [...shown, `The end of its output:\n${tail}`].join('\n\n');
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

function countsOf({ counts }: Evidence): string {
  return counts === null ? '' : ` (${counts.failed} failed, ${counts.passed} passed)`;
}

function codeOf({ exitCode }: Evidence): string {
  return exitCode === null ? 'none (killed by a signal)' : String(exitCode);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
