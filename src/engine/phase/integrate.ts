// The end of a phase: all work is merged in the hub, the integration command runs on the merged tree in a copy of its own,
// and only when it passes does the branch move, once, to the last of the merges. A conflict is never resolved here: it
// stops the phase and is reported (decisions C17). Until the branch moves nothing that anybody can see has changed.
import type { Evidence } from '../../domain/evidence.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Oid } from '../../domain/ids.ts';
import type { Phase } from '../../domain/phase.ts';
import { isDropped } from '../../domain/phase-queue.ts';
import type { PhaseEntry } from '../../domain/phase-queue.ts';
import type { Task } from '../../domain/task.ts';
import { failureOf } from '../../review/classify.ts';
import { mergeMessage } from '../commit-message.ts';
import { checkCommit } from '../scratch.ts';
import type { Ground } from './ground.ts';
import { nameOf } from './entries.ts';

/** With which commit the work of each task reaches the branch; the last is where the branch goes. */
export interface Merges {
  readonly commit: Oid;
  readonly byTask: ReadonlyMap<string, Oid>;
}

export type Integration =
  | { readonly kind: 'moved'; readonly merges: Merges; readonly evidence: readonly Evidence[] }
  | { readonly kind: 'refused'; readonly notice: Failure; readonly evidence: readonly Evidence[] };

export interface IntegrateInput {
  readonly ground: Ground;
  readonly phase: Phase;
  readonly entries: readonly PhaseEntry[];
  /** Called before the branch moves, so that a restart can see what was meant. */
  readonly intend: (merges: Merges, evidence: readonly Evidence[]) => Promise<void>;
  readonly signal: AbortSignal;
}

/** How often the branch may move under us before we ask a person: each time all is merged and tested again. */
const maxTries = 3;

/** The caller holds the project's branch lock. */
export async function integrate(input: IntegrateInput): Promise<Integration> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const outcome = await tryOnce(input);
    if (outcome !== 'moved meanwhile') return outcome;
  }
  const { branch } = input.ground.project;
  return refused({
    kind: 'conflict',
    message: `The branch ${branch} moved ${maxTries} times while the phase was being merged and tested.`,
    detail: '',
    next: 'Finish the phase again when the branch is quiet.',
  });
}

async function tryOnce(input: IntegrateInput): Promise<Integration | 'moved meanwhile'> {
  const { hub, project } = input.ground;
  const { head: main, relation } = await hub.sync(project.branch);
  if (relation === 'diverged') return refused(diverged(project.branch));
  const merged = await mergeAll(input, main);
  if ('kind' in merged) return refused(merged);
  const evidence = await check(input, merged.commit, main);
  const bad = evidence.find((item) => item.outcome !== 'passed');
  if (bad !== undefined) return refused(redTogether(bad), evidence);
  await input.intend(merged, evidence);
  if (!(await hub.moveBranch(project.branch, merged.commit, main))) return 'moved meanwhile';
  return { kind: 'moved', merges: merged, evidence };
}

/** One merge commit for each task that changed something, in the order of their ids (`--no-ff`, R211). */
async function mergeAll({ ground, entries }: IntegrateInput, main: Oid): Promise<Merges | Failure> {
  const { hub, author } = ground;
  const byTask = new Map<string, Oid>();
  let commit = main;
  for (const { entry, task } of entries) {
    if (task === undefined || isDropped(task)) continue;
    const head = task.result?.head;
    if (head !== undefined && !(await hub.isAncestor(head, commit))) {
      const merge = await hub.merge(commit, head);
      if (merge.kind === 'conflict') return conflict(nameOf(entry, task), merge.files, ground.project.branch);
      const message = mergeMessage({ ...task, agent: entry.owner ?? task.agent }, task.result?.summary ?? '');
      commit = await hub.commit({ tree: merge.tree, parents: [commit, head], message, author });
    }
    byTask.set(task.id, commit);
  }
  return { commit, byTask };
}

async function check(input: IntegrateInput, commit: Oid, main: Oid): Promise<readonly Evidence[]> {
  const { ground, phase, signal } = input;
  const keeper = keeperOf(input.entries);
  if (keeper === undefined) return [];
  const task = { ...keeper, checks: phase.checks, setup: phase.setup };
  const tree = await ground.hub.treeOf(commit);
  const run = { ...ground, task, on: 'merged', signal, onOutput: () => undefined } as const;
  return checkCommit(run, commit, tree, main);
}

/** The task that keeps the evidence of the whole: its log can be read there. */
export function keeperOf(entries: readonly PhaseEntry[]): Task | undefined {
  return entries.find(({ task }) => task?.state === 'applying')?.task;
}

function refused(notice: Failure, evidence: readonly Evidence[] = []): Integration {
  return { kind: 'refused', notice, evidence };
}

function conflict(name: string, files: readonly string[], branch: string): Failure {
  return {
    kind: 'conflict',
    message: `The work of ${name} conflicts with what was merged before it in ${files.join(', ')}.`,
    detail: files.join('\n'),
    next: `Nothing was merged. Send the task back with what to do (\`tasklane task send\`), or change ${branch}; then finish again.`,
  };
}

function diverged(branch: string): Failure {
  return {
    kind: 'conflict',
    message: `Your ${branch} and the work applied by Tasklane have both moved on.`,
    detail: '',
    next: `Bring them together with \`git merge tasklane/${branch}\` in your repository, then finish again.`,
  };
}

function redTogether(bad: Evidence): Failure {
  const failure = failureOf(bad);
  return {
    ...failure,
    message: `Merged, the phase does not pass: ${failure.message}`,
    next: 'Nothing was merged. Send the task that is wrong back (`tasklane task send`), or correct the command; then finish again.',
  };
}
