// One check on one tree: its run, one more where the first may have been chance, and the record of both.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Check, CheckRun, Evidence } from '../domain/evidence.ts';
import { messageOf } from '../domain/errors.ts';
import { exec } from '../lib/exec.ts';
import { firstOutput } from '../lib/first-output.ts';
import { killMarked } from '../lib/leftovers.ts';
import { openCheckLog } from './check-log.ts';
import { judge, notStarted } from './judge.ts';
import type { Judged } from './judge.ts';
import { listReports } from './reports.ts';
import type { VerifyInput } from './verify.ts';

/** Kept of its output for reading results. */
const maxKept = 2 * 1024 * 1024;

/** By this variable processes are known that a check leaves behind. */
const mark = 'TASKLANE_CHECK';

/** Without what only the caller knows: which files the check changed. */
export async function runCheck(input: VerifyInput, check: Check, index: number): Promise<Evidence> {
  // While it runs, so that it costs no time.
  const versions = input.versions(check.command, input.cwd, input.env);
  const earlier: CheckRun[] = [];
  const notes: string[] = [];
  for (;;) {
    const log = `${input.logPrefix}-${index + 1}${earlier.length === 0 ? '' : `-rerun-${earlier.length}`}.log`;
    const at = input.now();
    const judged = await runOnce(input, check, log);
    const run: CheckRun = { ...judged.run, log, at };
    notes.push(...judged.notes);
    if (earlier.length < input.reruns && mayBeChance(run)) {
      earlier.push(run);
      continue;
    }
    if (earlier.length > 0) notes.push(rerunNote(run, earlier.length));
    const told = { tools: await versions, earlier, notes: [...new Set(notes)] };
    const { tree, base, on } = input;
    return { name: check.name, command: check.command, on, tree, base, ...input.mask({ ...run, ...told }) };
  }
}

// A compiler does not change its mind, a command does not appear, and what never ended is not waited for a second time.
function mayBeChance({ outcome, cause }: CheckRun): boolean {
  return outcome === 'failed' && cause === 'test';
}

function rerunNote({ outcome }: CheckRun, times: number): string {
  const how = times === 1 ? 'once' : `${times} times`;
  if (outcome === 'passed')
    return `It is flaky: it failed ${how}, was run again on the same tree, and passed.`;
  return `It failed and was run again (${how}) on the same tree, with the same outcome.`;
}

async function runOnce(input: VerifyInput, check: Check, log: string): Promise<Judged> {
  const file = openCheckLog(join(input.logDir, log));
  const before = await listReports(input.cwd, check.reports ?? []);
  const id = randomUUID();
  // The task's log has the beginning; all of it is in the check's own.
  const see = firstOutput({
    show: (text) => input.onOutput(check.name, text),
    more: '\n[… more output; it is in the log of this check …]\n',
    keep: (text) => file.write(text),
    clean: input.mask,
  });
  let tail = '';
  try {
    // One stream for both outputs, so that the log has the order in which a person would have seen them.
    const end = await exec(['sh', '-c', `exec 2>&1\n${check.command}`], {
      cwd: input.cwd,
      env: { ...input.env, [mark]: id },
      timeoutMs: check.timeoutMs,
      maxOutput: maxKept,
      keep: 'tail',
      signal: input.signal,
      onOutput: see,
    });
    tail = input.mask(end.stdout.toString('utf8'));
    const judged = await judge(check, input.cwd, before, end);
    return { ...judged, notes: [...judged.notes, ...(await endLeftovers(id))] };
  } catch (error) {
    input.signal.throwIfAborted();
    return notStarted(messageOf(error));
  } finally {
    if (input.signal.aborted) await killMarked(mark, id);
    await file.close(tail);
  }
}

async function endLeftovers(id: string): Promise<readonly string[]> {
  const left = await killMarked(mark, id);
  if (left === 0) return [];
  return [
    `It left ${left === 1 ? 'a process' : `${left} processes`} running, which ${left === 1 ? 'was' : 'were'} ended.`,
  ];
}
