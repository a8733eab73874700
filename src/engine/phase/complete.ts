// An agent says that it is done. The system looks for itself: it commits what is in the copy (or takes the branch the agent
// names), holds it against the files the task owns, and keeps it on the task's branch until the phase ends.
import { AppError } from '../../domain/errors.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Oid, PhaseId } from '../../domain/ids.ts';
import { ownershipOf } from '../../domain/live-tasks.ts';
import { notOwned, owns } from '../../domain/ownership.ts';
import type { ChangedFile, Result } from '../../domain/result.ts';
import { label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import type { StoreOperations } from '../../store/store.ts';
import { workMessage } from '../commit-message.ts';
import type { EngineDeps } from '../deps.ts';
import { pinName } from '../run-context.ts';
import { commitCopy, openCopy, retireCopies, showWork } from './copies.ts';
import { entriesOf, nameOf } from './entries.ts';
import { endLease } from './give-back.ts';
import { groundOf } from './ground.ts';
import type { Ground } from './ground.ts';
import { lookUp, requireHolder } from './holder.ts';
import type { Held, Holder } from './holder.ts';
import { startOf } from './start.ts';

export interface Completion extends Holder {
  readonly summary: string;
  /** Of the person's repository, where the agent worked without a copy of ours. */
  readonly branch: string | null;
}

export type CompleteOutcome =
  | { readonly kind: 'completed'; readonly task: Task }
  /** It changed paths that it does not own: the task has failed, its work is kept aside (R204). */
  | { readonly kind: 'violation'; readonly task: Task; readonly paths: readonly string[] };

/** How long looking at the work may take before somebody else could be given the task. */
const lookMs = 30 * 60_000;

export async function completeTask(
  deps: EngineDeps,
  id: PhaseId,
  ref: string,
  done: Completion,
): Promise<CompleteOutcome> {
  const before = await deps.store.transition((within) => hold(within, id, ref, done));
  if ('kind' in before) return before;
  const ground = await groundOf(deps, before.task.projectId);
  const work = await workOf(ground, before, done);
  const gate = await gated(ground, before.task, work);
  if (gate.head !== work.base) await showWork(ground, before.task, gate.head);
  const outcome = await settle(deps, before.task, gate, await resultOf(ground, gate, done.summary), done);
  if (outcome.kind === 'violation') await retireCopies(ground, outcome.task, outcome.task.fence + 1);
  return outcome;
}

/** Asked twice, because the first answer was lost: the same answer. */
async function hold(
  within: Parameters<typeof requireHolder>[0],
  id: PhaseId,
  ref: string,
  done: Completion,
): Promise<Held | CompleteOutcome> {
  const { task, entry } = await lookUp(within, id, ref);
  if (task.state === 'ready' && task.fence === done.fence && entry.owner === done.agent)
    return { kind: 'completed', task };
  const held = await requireHolder(within, id, ref, done);
  const now = await within.now();
  await within.leases.renew(task.id, done.fence, Math.max(held.lease.until, now + lookMs));
  const options = { actor: `agent:${done.agent}`, fence: done.fence };
  return {
    ...held,
    task: await within.tasks.change(task.id, { type: 'progressed', activity: 'snapshot' }, options),
  };
}

interface Work {
  readonly base: Oid;
  readonly head: Oid;
  readonly files: readonly ChangedFile[];
}

async function workOf(ground: Ground, { phase, entry, task }: Held, done: Completion): Promise<Work> {
  const { hub, deps } = ground;
  const copy = await openCopy(ground, task);
  if (copy !== undefined && done.branch !== null)
    throw new AppError('invalid_input', `${nameOf(entry, task)} has a copy of its own, ${copy.tree}.`, {
      next: 'Complete it without naming a branch: what is in the copy is taken.',
    });
  const base = task.baseCommit;
  if (base === null) throw new Error(`task ${task.id} was begun without a base`);
  if (copy !== undefined) {
    const head = await commitCopy(ground, task, copy, done.summary);
    return { base, head, files: await hub.changedFiles(base, head) };
  }
  if (done.branch === null) return { base, head: base, files: [] };
  const head = await hub.takeBranch(done.branch, pinName(task, 'taken'));
  // An agent elsewhere may have begun anywhere: what counts is what its work would change now.
  const start = await startOf(ground, await entriesOf(deps.store, phase), entry.id);
  if (await hub.isAncestor(start, head))
    return { base: start, head, files: await hub.changedFiles(start, head) };
  const merged = await hub.merge(start, head);
  if (merged.kind === 'conflict')
    throw new AppError(
      'invalid_transition',
      `Branch ${done.branch} conflicts with ${ground.project.branch} in ${merged.files.join(', ')}.`,
      {
        next: 'Bring the branch up to date, then complete the task again.',
        details: { files: merged.files },
      },
    );
  return { base: start, head, files: await hub.changedFiles(start, merged.tree) };
}

interface Gated extends Work {
  readonly bad: readonly string[];
}

async function gated(ground: Ground, task: Task, work: Work): Promise<Gated> {
  const bad = violations(task, work.files);
  if (bad.length === 0 || task.onViolation === 'fail') return { ...work, bad };
  const { hub, author } = ground;
  const { base, head } = work;
  if (!(await hub.isAncestor(base, head))) return { ...work, bad };
  // What is left out stays reachable, for whoever wants to see it.
  await hub.pin(pinName(task, 'left-out'), head);
  const ownership = ownershipOf(task);
  const tree = await hub.treeWithOnly(base, head, (path) => owns(ownership, path));
  const kept = await hub.commit({ tree, parents: [base], message: workMessage(task, ''), author });
  const files = await hub.changedFiles(base, kept);
  const left = violations(task, files);
  return left.length === 0 ? { base, head: kept, files, bad: [] } : { ...work, bad: left };
}

// A rename changes two paths: the one that is gone counts as much as the new one.
function violations(task: Task, files: readonly ChangedFile[]): readonly string[] {
  const paths = files.flatMap((file) => (file.from === null ? [file.path] : [file.from, file.path]));
  return notOwned(ownershipOf(task), paths);
}

async function resultOf({ hub }: Ground, { base, head, files }: Work, summary: string): Promise<Result> {
  const [tree, commits] = await Promise.all([hub.treeOf(head), hub.commits(base, head)]);
  return { summary, base, head, tree, files, commits, checks: [] };
}

async function settle(
  deps: EngineDeps,
  task: Task,
  { bad }: Gated,
  result: Result,
  { agent, fence }: Holder,
): Promise<CompleteOutcome> {
  const options = { actor: `agent:${agent}`, fence };
  return deps.store.transition(async (within) => {
    await refuseUnread(within, task);
    const event =
      bad.length === 0
        ? ({ type: 'verified', result } as const)
        : ({ type: 'failed', failure: violationOf(task, bad), result } as const);
    const settled = await within.tasks.change(task.id, event, options);
    await within.messages.done(task.id, fence);
    await endLease(within, task, deps.now());
    return bad.length === 0
      ? { kind: 'completed', task: settled }
      : { kind: 'violation', task: settled, paths: bad };
  });
}

// An agent that is told that it is done asks for nothing more, and would never hear of it.
async function refuseUnread(within: Pick<StoreOperations, 'messages'>, task: Task): Promise<void> {
  const messages = await within.messages.list(task.id);
  const waiting = messages.filter((message) => message.state === 'pending');
  if (waiting.length === 0) return;
  throw new AppError('invalid_transition', `A person has written to task ${label(task)} meanwhile.`, {
    next: 'Send a heartbeat: its answer has the message. Do what it says, then complete the task again.',
    details: { task: task.id, state: task.state, waiting: waiting.length },
  });
}

const maxNamed = 10;

function violationOf(task: Task, paths: readonly string[]): Failure {
  const more = paths.length > maxNamed ? `, and ${paths.length - maxNamed} more` : '';
  return {
    kind: 'ownership_violation',
    message: `It changed what it does not own: ${paths.slice(0, maxNamed).join(', ')}${more}.`,
    detail: `It owns:\n${task.owns.join('\n')}\n\nNot owned:\n${paths.join('\n')}`,
    next: `Its work is on the branch ${task.branch}. Retry it: whoever asks next begins anew.`,
  };
}
