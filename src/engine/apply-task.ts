// Brings a ready task to the project's branch: one at a time per project, as a transaction (review/apply.ts).
import { AppError, messageOf } from '../domain/errors.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Oid } from '../domain/ids.ts';
import type { Project } from '../domain/project.ts';
import type { Task } from '../domain/task.ts';
import type { ApplyOutcome } from '../review/apply.ts';
import type { ChangeOptions } from '../store/store.ts';
import type { EngineDeps } from './deps.ts';
import { failureOfError } from './failure-of-error.ts';
import { clearUp, landedCommit, mergeWork } from './merge-work.ts';
import { isInDoubt, patientStore } from './patient-store.ts';
import { Recorder } from './recorder.ts';
import { nobody } from './run-context.ts';

export class Applier {
  readonly #deps: EngineDeps;
  readonly #stop = new AbortController();

  constructor(deps: EngineDeps) {
    this.#deps = deps;
  }

  /** Resolves when the task is done, or ready again with a notice. Waits for the applies before it. */
  async apply(task: Task, by: ChangeOptions): Promise<Task> {
    return this.#deps.branchLock.run(task.projectId, async () => this.#applyNow(task, by));
  }

  /** Ends the checks of an apply under way: the task is ready again and its branch untouched. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('the daemon is stopping'));
    await this.#deps.branchLock.idle();
  }

  async #applyNow(task: Task, by: ChangeOptions): Promise<Task> {
    // From here on it is carried through, also when the store is away for a while.
    const store = patientStore(this.#deps.store, this.#stop.signal);
    const deps = { ...this.#deps, store };
    const { actor } = by;
    const applying = await this.#begin(deps, task, by);
    try {
      const outcome = await this.#merge(deps, applying);
      const checks = outcome.checks;
      if (outcome.kind === 'refused')
        return await store.tasks.change(
          task.id,
          { type: 'apply_refused', notice: outcome.notice, checks },
          { actor },
        );
      return await finishApply(deps, applying, outcome.commit, outcome.delivery, checks, actor);
    } catch (error) {
      deps.log.warn({ taskId: task.id, error: messageOf(error) }, 'an apply broke off');
      return decideApply(deps, applying, actor, error);
    }
  }

  async #begin(patient: EngineDeps, task: Task, by: ChangeOptions): Promise<Task> {
    try {
      return await this.#deps.store.tasks.change(task.id, { type: 'apply_started' }, by);
    } catch (error) {
      // Nobody else could have begun it: we hold the lock on its branch.
      const now = isInDoubt(error) ? await patient.store.tasks.get(task.id) : undefined;
      if (now?.state !== 'applying') throw error;
      return now;
    }
  }

  async #merge(deps: EngineDeps, task: Task): Promise<ApplyOutcome> {
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
    const { head, summary } = resultOf(task);
    const place = { deps, project, settings, hub, task, signal: this.#stop.signal, onOutput };
    try {
      return await mergeWork({ ...place, head, summary, author: author ?? nobody });
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
  const project = await projectOf(deps, task);
  await clearUp(deps, done, await deps.workspaces.openHub(project.id, project.root));
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
  const landed = await landedCommit(deps, task, hub, project.branch);
  if (landed !== null) return finishApply(deps, task, landed, await hub.deliver(project.branch), [], actor);
  if (because === null) return deps.store.tasks.change(task.id, { type: 'lost' }, { actor });
  const notice = failureOfError(because);
  return deps.store.tasks.change(task.id, { type: 'apply_refused', notice }, { actor });
}

function resultOf(task: Task): NonNullable<Task['result']> {
  if (task.result === null) throw new Error(`task ${task.id} is ${task.state} and has no result`);
  return task.result;
}

async function projectOf(deps: EngineDeps, task: Task): Promise<Project> {
  const project = await deps.store.projects.get(task.projectId);
  if (project === undefined) throw new AppError('not_found', `The project of task ${task.id} was removed.`);
  return project;
}
