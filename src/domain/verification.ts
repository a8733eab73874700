// Whether what the system knows of a task's work is about the work as it is: the verdict of the checks, and on which tree
// they gave it. Evidence is bound to one tree; work that goes on leaves it behind.
import type { Check } from './evidence.ts';
import type { LifecycleEvent } from './lifecycle-event.ts';
import type { Result } from './result.ts';
import type { Task, TaskState } from './task.ts';

export const verificationStatuses = ['passed', 'no_checks', 'failed', 'stale', 'unchecked'] as const;

/**
 * `passed`: every check passed on exactly this tree. `no_checks`: none was configured, so nothing was checked. `failed`: one
 * did not pass. `stale`: the work has gone on since. `unchecked`: they did not run on this tree, or not all of them.
 */
export type VerificationStatus = (typeof verificationStatuses)[number];

export interface Verification {
  readonly status: VerificationStatus;
  /** A whole sentence. */
  readonly reason: string;
}

/** Somebody works on it, or will: what was found before is about an earlier tree. */
const goingOn: readonly TaskState[] = ['queued', 'starting', 'running', 'waiting', 'paused'];

/** Of a task as it is stored; null: there is no work yet. */
export function verificationOf(task: Pick<Task, 'checks' | 'result' | 'state'>): Verification | null {
  const { checks, result, state } = task;
  if (result === null) return null;
  if (goingOn.includes(state))
    return {
      status: 'stale',
      reason: `The evidence is about commit ${short(result.head)}; the work has gone on since.`,
    };
  return judge(checks, result);
}

/** Of work that has come to its end: do its checks speak of this very tree, and for it? */
export function judge(checks: readonly Check[], result: Pick<Result, 'tree' | 'checks'>): Verification {
  const tree = short(result.tree);
  if (checks.length === 0)
    return { status: 'no_checks', reason: 'No check was configured; nothing was checked.' };
  // They run in their order, so each is known by its place: its words may have been masked.
  const own = result.checks.filter((item) => item.on === 'task');
  const bad = own.find((item) => item.tree === result.tree && item.outcome !== 'passed');
  if (bad !== undefined)
    return { status: 'failed', reason: `Check “${bad.name}” did not pass on tree ${tree}.` };
  const at = checks.findIndex((_, index) => own[index]?.tree !== result.tree);
  const [missing, elsewhere] = [checks[at], own[at]];
  if (missing === undefined)
    return {
      status: 'passed',
      reason: `Every check passed on tree ${tree}, which is that of its newest commit.`,
    };
  if (elsewhere === undefined)
    return { status: 'unchecked', reason: `Check “${missing.name}” did not run on tree ${tree}.` };
  return {
    status: 'stale',
    reason: `Check “${missing.name}” ran on tree ${short(elsewhere.tree)}; the work is tree ${tree} now.`,
  };
}

/** Whether such work may be called ready, and be applied. */
export function isProven({ status }: Verification): boolean {
  return status === 'passed' || status === 'no_checks';
}

/** Why work must not be called ready, or be applied: nobody's word stands for its checks. Null: nothing is against it. */
export function doubtOn(task: Pick<Task, 'checks' | 'result'>, event: LifecycleEvent): string | null {
  const result = resultIn(task, event);
  const found = result === null ? null : judge(task.checks, result);
  if (found === null || isProven(found)) return null;
  return `its work is not verified (${found.status}). ${found.reason.replace(/\.$/, '')}`;
}

function resultIn(task: Pick<Task, 'result'>, event: LifecycleEvent): Result | null {
  if (event.type === 'verified') return event.result;
  return event.type === 'apply_queued' || event.type === 'apply_started' ? task.result : null;
}

function short(oid: string): string {
  return oid.slice(0, 10);
}
