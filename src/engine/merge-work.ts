// Brings a commit of a task to its project's branch, and can tell later whether that happened. The caller holds the
// project's branch lock.
import type { Evidence } from '../domain/evidence.ts';
import type { Oid, ResolutionId, TaskId } from '../domain/ids.ts';
import type { Project } from '../domain/project.ts';
import type { Task } from '../domain/task.ts';
import { applyToBranch } from '../review/apply.ts';
import type { ApplyOutcome } from '../review/apply.ts';
import type { Work } from '../review/merge-onto.ts';
import type { Hub, Identity } from '../workspaces/workspaces.ts';
import { mergeMessage, workMessage } from './commit-message.ts';
import { pushOvertaken, withResolved } from '../review/refusals.ts';
import { resolveKnown } from './conflicts/known.ts';
import { mayResolve } from './conflicts/may-resolve.ts';
import { forgetUnproven, keepUses } from './conflicts/uses.ts';
import type { StoreOperations } from '../store/store.ts';
import type { EngineDeps, Settings } from './deps.ts';
import { checkCommit } from './scratch.ts';
import { isOn, moveTarget, placeOf, syncTarget } from './target.ts';
import type { Target } from './target.ts';
import type { ScratchInput } from './scratch.ts';

const intentKey = 'apply';

/** With which commit the work that ends in `head` is about to reach the branch. */
interface Intent {
  readonly commit: Oid;
  readonly head: Oid;
  /** What was checked on the merged tree. */
  readonly checks: readonly Evidence[];
}

/** Written before the branch moves, so that a restart can see what was meant. */
export async function keepIntent(
  within: Pick<StoreOperations, 'steps'>,
  task: TaskId,
  intent: Intent,
): Promise<void> {
  await within.steps.put(task, intentKey, intent);
}

/** Throws for a task that has no work yet: a bug. */
export function headOf(task: Task): Oid {
  if (task.result === null) throw new Error(`task ${task.id} is ${task.state} and has no result`);
  return task.result.head;
}

/** What it takes to find out whether work has landed, and to end its task. */
export type LandedDeps = Pick<EngineDeps, 'store' | 'workspaces' | 'log'> & {
  readonly settings: (project: Project) => Promise<Pick<Settings, 'push'>>;
};

export interface MergeInput extends Omit<ScratchInput, 'on'> {
  readonly head: Oid;
  readonly summary: string;
  readonly author: Identity;
  /** Called when all is merged and tested, right before the branch moves. What it throws stops that. */
  readonly beforeMove?: () => Promise<void>;
}

/** With the resolutions of conflicts that it was merged with. */
export type MergedWork = ApplyOutcome & { readonly used: readonly ResolutionId[] };

export async function mergeWork(input: MergeInput): Promise<MergedWork> {
  const { deps, hub, project, task, settings } = input;
  let overtaken = 0;
  let used: readonly ResolutionId[] = [];
  const outcome = await applyToBranch({
    hub,
    branch: project.branch,
    sync: async () => {
      used = [];
      const synced = await syncTarget(input);
      return synced.kind === 'at' ? { head: synced.head } : { notice: synced.notice };
    },
    move: async (to, from) => {
      const moved = await moveTarget(input, to, from);
      if (moved.kind === 'refused') return { notice: moved.notice };
      if (moved.kind === 'behind') overtaken += 1;
      if (overtaken > maxOvertaken) return { notice: pushOvertaken(placeOf(input)) };
      return moved.kind === 'done' ? 'done' : 'again';
    },
    work: workOf(task, input),
    method: settings.mergeMethod,
    resolve: mayResolve(settings, task)
      ? async (conflict) => {
          const known = await resolveKnown(input, task, conflict);
          used = [...used, ...known.used];
          return known.files;
        }
      : undefined,
    check: async (commit, tree, base) => checkCommit({ ...input, on: 'merged' }, commit, tree, base),
    intend: async (commit, checks) => {
      await keepIntent(deps.store, task.id, { commit, head: input.head, checks });
      await keepUses(deps.store, task.id, used);
      await input.beforeMove?.();
    },
  });
  if (outcome.kind === 'applied' || used.length === 0) return { ...outcome, used };
  const isRed = outcome.checks.some((item) => item.outcome !== 'passed');
  const dropped = isRed ? await forgetUnproven(deps, hub, used) : 0;
  return { ...outcome, notice: isRed ? withResolved(outcome.notice, dropped) : outcome.notice, used };
}

/** How often others may push to the remote while work is merged and tested: it is fetched, merged and tested once more. */
export const maxOvertaken = 1;

/** What is merged, and how the commits that this makes are called. */
export function workOf(
  task: Task,
  { head, summary, author }: Pick<MergeInput, 'head' | 'summary' | 'author'>,
): Work {
  const messages = { merge: mergeMessage(task, summary), squash: workMessage(task, summary) };
  return { head, author, messages };
}

/**
 * How the task's work, which ends in `head`, reached the branch, or null: it did not. The branch itself is asked; what was
 * meant with other work of the task says nothing about this one.
 */
export async function landedWork(
  deps: Pick<EngineDeps, 'store'>,
  task: Task,
  head: Oid,
  target: Target,
): Promise<Pick<Intent, 'commit' | 'checks'> | null> {
  const stored = await deps.store.steps.get(task.id, intentKey);
  const intent = readIntent(stored);
  if (intent === null || intent.head !== head) return null;
  return (await isOn(target, intent.commit)) ? intent : null;
}

// Only keepIntent writes this key. An earlier release kept the commit alone; what that applied is found on the branch when it
// is merged again.
function readIntent(stored: unknown): Intent | null {
  return typeof stored === 'object' && stored !== null ? (stored as Intent) : null;
}

/** Clears away what is not needed once the work is on the branch. Never rejects: the work is there already. */
export async function clearUp(
  deps: Pick<EngineDeps, 'workspaces' | 'log'>,
  task: Task,
  hub: Hub,
): Promise<void> {
  try {
    await deps.workspaces.remove(deps.workspaces.dirOf(task.projectId, task.id));
    await hub.publish(task.branch, null);
  } catch (error) {
    deps.log.warn({ taskId: task.id, error: String(error) }, 'could not clear up after an apply');
  }
}
