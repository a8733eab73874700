// What is known of a task's work now, held against the repository: where its newest commit is, where the branch that shows
// it is, and how far the project's branch has moved since. The stored task alone cannot say these.
import type { Check, Evidence } from '../domain/evidence.ts';
import type { Oid } from '../domain/ids.ts';
import type { Task } from '../domain/task.ts';
import { verificationOf } from '../domain/verification.ts';
import type { Verification } from '../domain/verification.ts';
import type { Hub } from '../workspaces/workspaces.ts';
import type { EngineDeps } from './deps.ts';
import { findProject } from './find.ts';
import { evidenceOf } from './history.ts';
import { asksHost } from './pull-request/asks-host.ts';
import type { AsksHost } from './pull-request/asks-host.ts';
import { pinName } from './run-context.ts';

export interface VerificationReport {
  /** Null: there is no work yet. */
  readonly verification: Verification | null;
  /** The commit that the verdict is about, its tree, and the commit that the work starts from. */
  readonly head: Oid | null;
  readonly tree: Oid | null;
  readonly base: Oid | null;
  /** The newest commit of the work that the system has made. */
  readonly newest: Oid | null;
  /** Where the branch that shows the work stands in the person's repository; null = it is not there. */
  readonly shown: Oid | null;
  /** The project's branch, and where it stands. */
  readonly branch: string;
  readonly branchHead: Oid | null;
  /** In whole sentences: what is otherwise than the evidence would let one think. */
  readonly remarks: readonly string[];
  readonly checks: readonly Check[];
  /** Of the newest time that they ran. */
  readonly evidence: readonly Evidence[];
  /** Null: apply merges here. */
  readonly asksHost: AsksHost | null;
}

export async function verificationReport(deps: EngineDeps, task: Task): Promise<VerificationReport> {
  const project = await findProject(deps.store, task.projectId);
  const hub = await deps.workspaces.openHub(project.id, project.root);
  const { branch } = project;
  const [newest, shown, branchHead] = await Promise.all([
    hub.pinned(pinName(task)),
    hub.personHead(task.branch),
    hub.branchHead(branch),
  ]);
  const { result } = task;
  const stored = verificationOf(task);
  const places = { newest, shown, branchHead };
  return {
    verification: stored === null ? null : held(stored, task, newest),
    head: result?.head ?? null,
    tree: result?.tree ?? null,
    base: result?.base ?? task.baseCommit,
    ...places,
    branch,
    remarks: await remarksOn(hub, task, branch, places),
    checks: task.checks,
    evidence: await newestEvidence(deps, task),
    asksHost: await asksHost({ deps, project, settings: await deps.settings(project) }),
  };
}

// For a task that is over, its commits may have been cleared away; then there is nothing newer either.
function held(stored: Verification, task: Task, newest: Oid | null): Verification {
  const head = task.result?.head;
  if (stored.status === 'stale' || head === undefined || newest === null || newest === head) return stored;
  return {
    status: 'stale',
    reason: `The evidence is about commit ${short(head)}; the newest commit of the work is ${short(newest)}.`,
  };
}

async function remarksOn(
  hub: Hub,
  task: Task,
  branch: string,
  { newest, shown, branchHead }: Pick<VerificationReport, 'newest' | 'shown' | 'branchHead'>,
): Promise<readonly string[]> {
  const remarks: string[] = [];
  const known = newest ?? task.result?.head ?? null;
  if (shown !== null && known !== null && shown !== known)
    remarks.push(
      `The branch ${task.branch} of your repository is at ${short(shown)}, not at ${short(known)}: commits that others made on it are not verified, and apply does not take them.`,
    );
  const base = task.result?.base ?? null;
  const isOver = task.state === 'done' || task.state === 'dismissed' || task.state === 'cancelled';
  if (
    !isOver &&
    base !== null &&
    branchHead !== null &&
    branchHead !== base &&
    !(await isTaken(hub, branchHead, known))
  )
    remarks.push(
      `${branch} has moved on from ${short(base)} to ${short(branchHead)}: apply merges the work with it and runs the checks again on that.`,
    );
  return remarks;
}

/** Whether the work already contains what the branch has. */
async function isTaken(hub: Hub, branchHead: Oid, work: Oid | null): Promise<boolean> {
  return work !== null && (await hub.isAncestor(branchHead, work));
}

async function newestEvidence(deps: EngineDeps, task: Task): Promise<readonly Evidence[]> {
  if (task.state === 'ready' || task.state === 'done') return task.result?.checks ?? [];
  let event = 0;
  let found: Evidence[] = [];
  for await (const { record, value } of evidenceOf(deps.store, task.id, { after: 0, skip: 0 })) {
    if (record.id !== event) found = [];
    event = record.id;
    found.push(value.evidence);
  }
  return found;
}

function short(oid: Oid): string {
  return oid.slice(0, 10);
}
