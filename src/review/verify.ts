// Runs the project's checks on one exact tree and writes down what happened. The system runs them, not the agent.
import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Check, Evidence } from '../domain/evidence.ts';
import { messageOf } from '../domain/errors.ts';
import type { Oid } from '../domain/ids.ts';
import type { Mask } from '../domain/template/mask.ts';
import { exec } from '../lib/exec.ts';
import type { ExecResult } from '../lib/exec.ts';
import { stripAnsi, tailOf } from '../lib/text.ts';
import { readCounts } from './counts.ts';

export interface VerifyInput {
  readonly checks: readonly Check[];
  /** The folder that holds exactly `tree`. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly tree: Oid;
  readonly base: Oid;
  readonly on: Evidence['on'];
  /** Where the full outputs are written, and how their names begin. */
  readonly logDir: string;
  readonly logPrefix: string;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Sees each check begin, and its output as it comes. */
  readonly onOutput: (check: string, text: string) => void;
  /** Takes out what must not be kept. */
  readonly mask: Mask;
}

const maxKept = 2 * 1024 * 1024;

/** Runs the checks in order and stops at the first that does not pass. Rejects only when the signal aborts. */
export async function verify(input: VerifyInput): Promise<readonly Evidence[]> {
  await mkdir(input.logDir, { recursive: true });
  const all: Evidence[] = [];
  for (const [index, check] of input.checks.entries()) {
    const evidence = await runCheck(input, check, index);
    all.push(evidence);
    if (evidence.outcome !== 'passed') break;
  }
  return all;
}

async function runCheck(input: VerifyInput, check: Check, index: number): Promise<Evidence> {
  const log = `${input.logPrefix}-${index + 1}.log`;
  const file = createWriteStream(join(input.logDir, log));
  // A log that cannot be written (a full disk) must not end the daemon, nor turn a passed check into a failed one.
  file.on('error', () => undefined);
  const at = input.now();
  try {
    // One stream for both outputs, so that the log has the order in which a person would have seen them.
    const end = await exec(['sh', '-c', `exec 2>&1\n${check.command}`], {
      cwd: input.cwd,
      env: input.env,
      timeoutMs: check.timeoutMs,
      maxOutput: maxKept,
      keep: 'tail',
      signal: input.signal,
      onOutput: (chunk) => {
        const text = input.mask(chunk.toString('utf8'));
        file.write(text);
        input.onOutput(check.name, text);
      },
    });
    return { ...describe(input, check, log, at), ...input.mask(judge(end)) };
  } catch (error) {
    input.signal.throwIfAborted();
    return { ...describe(input, check, log, at), ...notStarted(messageOf(error)) };
  } finally {
    await closed(file);
  }
}

function describe(
  input: VerifyInput,
  check: Check,
  log: string,
  at: number,
): Pick<Evidence, 'name' | 'command' | 'log' | 'on' | 'tree' | 'base' | 'at'> {
  return {
    name: check.name,
    command: check.command,
    log,
    on: input.on,
    tree: input.tree,
    base: input.base,
    at,
  };
}

type Verdict = Pick<Evidence, 'outcome' | 'exitCode' | 'durationMs' | 'counts' | 'tail'>;

function judge(end: ExecResult): Verdict {
  const output = stripAnsi(end.stdout.toString('utf8'));
  return {
    outcome: outcomeOf(end),
    exitCode: end.exitCode,
    durationMs: end.durationMs,
    counts: readCounts(output),
    tail: tailOf(output),
  };
}

function outcomeOf(end: ExecResult): Evidence['outcome'] {
  if (end.timedOut) return 'timed_out';
  return end.exitCode === 0 ? 'passed' : 'failed';
}

function notStarted(reason: string): Verdict {
  return { outcome: 'not_started', exitCode: null, durationMs: 0, counts: null, tail: reason };
}

async function closed(file: WriteStream): Promise<void> {
  file.end();
  await finished(file).catch(() => undefined);
}
