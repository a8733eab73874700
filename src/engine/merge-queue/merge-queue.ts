// The merge queues of all projects: entering, leaving, waiting for the outcome, and looking. A queue exists only in the
// tasks that are in it; the lane that works on it knows nothing that could not be found out again.
import { AppError } from '../../domain/errors.ts';
import type { ProjectId, TaskId } from '../../domain/ids.ts';
import type { LifecycleEvent } from '../../domain/lifecycle.ts';
import { mergeOf, mergeOrder } from '../../domain/merge-entry.ts';
import type { Queued } from '../../domain/merge-entry.ts';
import type { Project } from '../../domain/project.ts';
import { label } from '../../domain/task.ts';
import type { Priority, Task } from '../../domain/task.ts';
import { Bell } from '../../lib/sleep.ts';
import type { ChangeOptions } from '../../store/store.ts';
import type { RunDeps } from '../deps.ts';
import { isInDoubt, patientStore } from '../patient-store.ts';
import { Lane } from './lane.ts';
import type { LaneView } from './lane.ts';

export interface ProjectMerges {
  readonly project: Project;
  readonly entries: readonly Queued[];
  /** What the queue does with them; null where this daemon does not work on it. */
  readonly lane: LaneView | null;
}

/** An event that was not heard may delay an answer, never lose it. */
const lookAgainMs = 30_000;

export class MergeQueue {
  readonly #deps: RunDeps;
  readonly #patient: RunDeps;
  readonly #stop = new AbortController();
  readonly #lanes = new Map<ProjectId, Lane>();
  /** Those who wait for the outcome of an apply. */
  readonly #waiting = new Set<Bell>();
  #isStopped = false;

  constructor(deps: RunDeps) {
    this.#deps = deps;
    // What has begun is carried through, also when the store is away for a while.
    this.#patient = { ...deps, store: patientStore(deps.store, this.#stop.signal) };
  }

  /** Goes on with what an earlier daemon left in the queues. */
  async start(): Promise<void> {
    const states = ['ready', 'applying'] as const;
    const tasks = await this.#deps.store.tasks.list({ states, home: this.#deps.home });
    for (const { projectId } of mergeOrder(tasks)) this.#lane(projectId).ring();
  }

  /** Ends the tests under way, and whoever waits for an outcome gets the task as it is; it stays in the queue. */
  async stop(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map(async (lane) => lane.stop()));
    this.#stop.abort(new Error('the daemon is stopping'));
    this.#isStopped = true;
    for (const bell of this.#waiting) bell.ring();
    // Whoever else moves branches has begun before us.
    await this.#deps.branchLock.idle();
  }

  /**
   * Puts a ready task into the queue of its branch; one that is there already keeps its place, or changes its priority.
   * Without one it has that of the task. Throws `invalid_transition` for a task that is not ready.
   */
  async enter(task: Task, by: ChangeOptions, priority?: Priority): Promise<Task> {
    const there = mergeOf(task);
    const entered =
      there !== null && (priority === undefined || priority === there.priority)
        ? task
        : await this.#enter(task, by, priority ?? task.priority);
    this.#lane(task.projectId).ring();
    return entered;
  }

  /** Several of one project at once; `left`: those that have changed meanwhile and cannot enter any more. */
  async enterAll(
    tasks: readonly Task[],
    by: ChangeOptions,
    priority?: Priority,
  ): Promise<{
    readonly entered: readonly Task[];
    readonly left: readonly { task: Task; error: AppError }[];
  }> {
    const done = await this.#deps.store.transition(async (within) => {
      const entered: Task[] = [];
      const left: { task: Task; error: AppError }[] = [];
      for (const task of tasks) {
        try {
          entered.push(await within.tasks.change(task.id, queued(task, by, priority ?? task.priority), by));
        } catch (error) {
          // Refused before anything of it was written.
          if (!(error instanceof AppError) || error.code !== 'invalid_transition') throw error;
          left.push({ task, error });
        }
      }
      return { entered, left };
    });
    for (const { projectId } of done.entered.slice(0, 1)) this.#lane(projectId).ring();
    return done;
  }

  /** Takes it out again. Throws `invalid_transition` when it is not in the queue, or is about to be on the branch. */
  async withdraw(task: Task, by: ChangeOptions): Promise<Task> {
    const withdrawn = await this.#deps.store.transition(async (within) => {
      // Asked inside of the transaction: a landing writes down what it means in one of its own.
      if (this.#lanes.get(task.projectId)?.isLanding(task.id) === true) throw tooLate(task);
      return within.tasks.change(task.id, { type: 'apply_withdrawn' }, by);
    });
    this.#lane(task.projectId).ring();
    return withdrawn;
  }

  /** The task when it has left the queue: done, ready with a notice, or whatever else became of it. */
  async outcome(id: TaskId): Promise<Task> {
    const bell = new Bell();
    const stopListening = this.#deps.store.onEvents((records) => {
      if (records.some((record) => record.taskId === id && record.body.type === 'task.changed')) bell.ring();
    });
    this.#waiting.add(bell);
    try {
      for (;;) {
        const task = await this.#patient.store.tasks.get(id);
        if (task === undefined) throw new AppError('not_found', `Task ${id} was removed.`);
        if (mergeOf(task) === null || this.#isStopped) return task;
        await bell.next(lookAgainMs);
      }
    } finally {
      stopListening();
      this.#waiting.delete(bell);
    }
  }

  /** The queues of these projects, also empty ones. */
  async look(projects: readonly Project[]): Promise<readonly ProjectMerges[]> {
    return Promise.all(
      projects.map(async (project) => {
        const entries = await this.#entriesOf(project.id);
        return { project, entries, lane: this.#lanes.get(project.id)?.view ?? null };
      }),
    );
  }

  /** Where those of the tasks stand that are in a queue, from 1. */
  async places(tasks: readonly Task[]): Promise<ReadonlyMap<string, number>> {
    const projects = new Set(mergeOrder(tasks).map((task) => task.projectId));
    const orders = await Promise.all([...projects].map(async (id) => this.#entriesOf(id)));
    return new Map(orders.flatMap((order) => order.map((task, index) => [task.id, index + 1] as const)));
  }

  async #entriesOf(projectId: ProjectId): Promise<readonly Queued[]> {
    return mergeOrder(await this.#deps.store.tasks.list({ projectId, states: ['ready', 'applying'] }));
  }

  #lane(id: ProjectId): Lane {
    const known = this.#lanes.get(id);
    if (known !== undefined) return known;
    const lane = new Lane(this.#patient, id);
    this.#lanes.set(id, lane);
    return lane;
  }

  async #enter(task: Task, by: ChangeOptions, priority: Priority): Promise<Task> {
    try {
      return await this.#deps.store.tasks.change(task.id, queued(task, by, priority), by);
    } catch (error) {
      const now = isInDoubt(error) ? await this.#patient.store.tasks.get(task.id) : undefined;
      if (now === undefined || mergeOf(now) === null) throw error;
      return now;
    }
  }
}

function queued(task: Task, { actor }: ChangeOptions, priority: Priority): LifecycleEvent {
  // Whoever put it there first is who applied it.
  return { type: 'apply_queued', priority, by: mergeOf(task)?.by ?? actor };
}

function tooLate(task: Task): AppError {
  return new AppError(
    'invalid_transition',
    `Task ${label(task)} is being merged into the branch this moment.`,
    {
      next: 'Wait until that has ended: it is done then, or ready again.',
      details: { task: task.id, state: task.state, event: 'apply_withdrawn' },
    },
  );
}
