// Brings a ready task to the project's branch: one at a time per project, as a transaction (review/apply.ts).
import { AppError, messageOf } from '../domain/errors.ts';
import type { Delivery } from '../domain/delivery.ts';
import { oid } from '../domain/ids.ts';
import type { Oid } from '../domain/ids.ts';
import type { Project } from '../domain/project.ts';
import type { Task } from '../domain/task.ts';
import { SerialByKey } from '../lib/serial.ts';
import { applyToBranch } from '../review/apply.ts';
import type { ApplyOutcome } from '../review/apply.ts';
import type { Hub } from '../workspaces/workspaces.ts';
import { mergeMessage } from './commit-message.ts';
import type { EngineDeps } from './deps.ts';
import { failureOfError } from './failure-of-error.ts';
import { Recorder } from './recorder.ts';
import { nobody } from './run-context.ts';
import { checkCommit } from './scratch.ts';

const intentKey = 'apply';

export class Applier {
  readonly #deps: EngineDeps;
  readonly #queue = new SerialByKey();
  readonly #stop = new AbortController();

  constructor(deps: EngineDeps) {
    this.#deps = deps;
  }

  /** Resolves when the task is done, or ready again with a notice. Waits for the applies before it. */
  async apply(task: Task, actor: string): Promise<Task> {
    return this.#queue.run(task.projectId, async () => this.#applyNow(task, actor));
  }

  /** Ends the checks of an apply under way: the task is ready again and its branch untouched. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('the daemon is stopping'));
    await this.#queue.idle();
  }

  async #applyNow(task: Task, actor: string): Promise<Task> {
    const { store } = this.#deps;
    const applying = await store.tasks.change(task.id, { type: 'apply_started' }, { actor });
    try {
      const outcome = await this.#merge(applying);
      const checks = outcome.checks;
      if (outcome.kind === 'refused')
        return await store.tasks.change(
          task.id,
          { type: 'apply_refused', notice: outcome.notice, checks },
          { actor },
        );
      return await finishApply(this.#deps, applying, outcome.commit, outcome.delivery, checks, actor);
    } catch (error) {
      this.#deps.log.warn({ taskId: task.id, error: messageOf(error) }, 'an apply broke off');
      return decideApply(this.#deps, applying, actor, error);
    }
  }

  async #merge(task: Task): Promise<ApplyOutcome> {
    const deps = this.#deps;
    const project = await projectOf(deps, task);
    const [hub, settings, author] = await Promise.all([
      deps.workspaces.openHub(project.id, project.root),
      deps.settings(project),
      deps.workspaces.repositories.identity(project.root),
    ]);
    const recorder = new Recorder(
      async (bodies) => void (await deps.store.events.append(task.id, bodies, { actor: 'system' })),
      (error) => deps.log.error({ taskId: task.id, error: String(error) }, 'events could not be written'),
    );
    const onOutput = (source: string, text: string): void =>
      recorder.add({ type: 'run.output', source, text });
    const scratch = { deps, project, settings, hub, task, signal: this.#stop.signal, onOutput };
    try {
      return await applyToBranch({
        hub,
        branch: project.branch,
        head: headOf(task),
        message: mergeMessage(task, task.result?.summary ?? ''),
        author: author ?? nobody,
        check: async (commit, tree, base) => checkCommit(scratch, commit, tree, base),
        intend: async (commit) => deps.store.steps.put(task.id, intentKey, commit),
      });
    } finally {
      await recorder.flush();
    }
  }
}

/** Marks it as done and clears away what is no longer needed; its commits stay on the branch. */
async function finishApply(
  deps: EngineDeps,
  task: Task,
  commit: Oid,
  delivery: Delivery,
  checks: ApplyOutcome['checks'],
  actor: string,
): Promise<Task> {
  const done = await deps.store.tasks.change(
    task.id,
    { type: 'applied', commit, delivery, checks },
    { actor },
  );
  try {
    const project = await projectOf(deps, task);
    const hub = await deps.workspaces.openHub(project.id, project.root);
    await deps.workspaces.remove(deps.workspaces.dirOf(project.id, task.id));
    await hub.publish(task.branch, null);
  } catch (error) {
    deps.log.warn({ taskId: task.id, error: messageOf(error) }, 'could not clear up after an apply');
  }
  return done;
}

/**
 * After a crash or an error in the middle of an apply: the branch itself says whether it happened. Moved = done (and it
 * is delivered now); not moved = ready again, with the reason.
 */
export async function decideApply(
  deps: EngineDeps,
  task: Task,
  actor: string,
  because: unknown,
): Promise<Task> {
  const project = await projectOf(deps, task);
  const hub = await deps.workspaces.openHub(project.id, project.root);
  const intended = await intendedCommit(deps, task);
  if (intended !== null && (await isOnBranch(hub, project.branch, intended)))
    return finishApply(deps, task, intended, await hub.deliver(project.branch), [], actor);
  if (because === null) return deps.store.tasks.change(task.id, { type: 'lost' }, { actor });
  const notice = failureOfError(because);
  return deps.store.tasks.change(task.id, { type: 'apply_refused', notice }, { actor });
}

async function intendedCommit(deps: EngineDeps, task: Task): Promise<Oid | null> {
  const stored = await deps.store.steps.get(task.id, intentKey);
  return typeof stored === 'string' ? oid(stored) : null;
}

async function isOnBranch(hub: Hub, branch: string, commit: Oid): Promise<boolean> {
  const head = await hub.branchHead(branch);
  return head !== null && (await hub.isAncestor(commit, head));
}

function headOf(task: Task): Oid {
  if (task.result === null) throw new Error(`task ${task.id} is ${task.state} and has no result`);
  return task.result.head;
}

async function projectOf(deps: EngineDeps, task: Task): Promise<Project> {
  const project = await deps.store.projects.get(task.projectId);
  if (project === undefined) throw new AppError('not_found', `The project of task ${task.id} was removed.`);
  return project;
}
