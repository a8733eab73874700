// The pull requests of all tasks: opening, closing, and following them until the host has decided. Which ones are open is in
// the tasks; when each is looked at next is known here alone, and a restart begins with a look at all of them.
import { AppError, messageOf } from '../../domain/errors.ts';
import type { EventRecord } from '../../domain/event.ts';
import type { TaskId } from '../../domain/ids.ts';
import { policyOf } from '../../domain/policy.ts';
import { isOpen, nextLook } from '../../domain/pull-request.ts';
import { label, taskStates } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import { Bell } from '../../lib/sleep.ts';
import { SerialByKey } from '../../lib/serial.ts';
import type { ChangeOptions } from '../../store/store.ts';
import type { EngineDeps } from '../deps.ts';
import { failureOfError } from '../failure-of-error.ts';
import { requireOwnProjectOf } from '../own-project.ts';
import { patientStore } from '../patient-store.ts';
import { groundOf } from '../phase/ground.ts';
import { hostOf } from './host-of.ts';
import { openPullRequest } from './open.ts';
import { settle } from './settle.ts';

/** One that is done needs no look; one that was never begun has none. */
const watched = taskStates.filter((state) => state !== 'done' && state !== 'draft');

interface Due {
  readonly at: number;
  readonly waitedMs: number;
}

export class PullRequests {
  readonly #deps: EngineDeps;
  readonly #stop = new AbortController();
  readonly #serial = new SerialByKey();
  readonly #bell = new Bell();
  readonly #due = new Map<TaskId, Due>();
  #loop: Promise<void> | null = null;

  constructor(deps: EngineDeps) {
    // What has begun is carried through, also when the store is away for a while.
    this.#deps = { ...deps, store: patientStore(deps.store, this.#stop.signal) };
  }

  /** Goes on with what an earlier daemon left. */
  async start(): Promise<void> {
    const tasks = await this.#deps.store.tasks.list({ states: watched, home: this.#deps.home });
    const now = this.#deps.now();
    for (const task of tasks) {
      if (isOpen(task.pullRequest)) this.#due.set(task.id, { at: now, waitedMs: 0 });
      else if (task.pullRequest === null && isForNobody(task)) void this.#openByItself(task.id);
    }
    const stopListening = this.#deps.store.onEvents((records) => records.forEach((one) => this.#hear(one)));
    this.#loop = this.#run().finally(stopListening);
  }

  /** Ends questions under way; what they were about is asked again by the next daemon. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('the daemon is stopping'));
    this.#bell.ring();
    await this.#loop;
    await this.#serial.idle();
  }

  /** Whether the task's project asks a git host instead of merging here. */
  async isWanted(task: Pick<Task, 'projectId'>): Promise<boolean> {
    const project = await this.#deps.store.projects.get(task.projectId);
    return project !== undefined && (await this.#deps.settings(project)).pullRequests.isWanted;
  }

  /**
   * Pushes its work and opens a pull request for it, or brings the one that is open up to date. The task is ready then, with it
   * or with a notice that says why not. Throws `invalid_transition` for a task that is not ready.
   */
  async open(task: Task, by: ChangeOptions): Promise<Task> {
    return this.#serial.run(task.id, async () => {
      const { store } = this.#deps;
      const started = await store.tasks.change(task.id, { type: 'apply_started' }, by);
      const actor = { actor: by.actor };
      try {
        const ground = await groundOf(this.#deps, task.projectId);
        const asked = await openPullRequest(ground, started, this.#stop.signal);
        if (asked.kind === 'open')
          return await store.tasks.change(
            task.id,
            { type: 'pull_requested', pullRequest: asked.pullRequest },
            actor,
          );
        return await store.tasks.change(task.id, { type: 'apply_refused', notice: asked.notice }, actor);
      } catch (error) {
        // Nobody said no: who starts next finds it ready, as it was.
        if (this.#stop.signal.aborted) return await store.tasks.change(task.id, { type: 'lost' }, actor);
        const notice = failureOfError(error);
        return await store.tasks.change(task.id, { type: 'apply_refused', notice }, actor);
      }
    });
  }

  /** One after the other, so that the host is not flooded; `left`: those that have changed meanwhile. */
  async openAll(
    tasks: readonly Task[],
    by: ChangeOptions,
  ): Promise<{
    readonly entered: readonly Task[];
    readonly left: readonly { task: Task; error: AppError }[];
  }> {
    const entered: Task[] = [];
    const left: { task: Task; error: AppError }[] = [];
    for (const task of tasks) {
      try {
        entered.push(await this.open(task, by));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        left.push({ task, error });
      }
    }
    return { entered, left };
  }

  /** Asks the host how it stands now. Throws `invalid_transition` for a task without one, `host_failed`, `git_failed`. */
  async look(task: Task, by: ChangeOptions): Promise<Task> {
    await requireOwnProjectOf(this.#deps, task);
    return this.#serial.run(task.id, async () => this.#look(task, by.actor));
  }

  /** Closes it at the host; the task stays as it is. */
  async close(task: Task, by: ChangeOptions): Promise<Task> {
    return this.#serial.run(task.id, async () => {
      const now = (await this.#deps.store.tasks.get(task.id)) ?? task;
      const { pullRequest } = now;
      if (!isOpen(pullRequest)) return now;
      const ground = await groundOf(this.#deps, task.projectId);
      await (await hostOf(ground)).close(pullRequest.number, this.#stop.signal);
      this.#due.delete(task.id);
      // What was deleted is told nothing any more.
      if (now.deletedAt !== null) return now;
      const closed = { ...pullRequest, state: 'closed' as const, changedAt: this.#deps.now() };
      const event = { type: 'pull_request_changed', pullRequest: closed, notice: null } as const;
      return this.#deps.store.tasks.change(task.id, event, by);
    });
  }

  async #look(task: Task, actor: string): Promise<Task> {
    const now = (await this.#deps.store.tasks.get(task.id)) ?? task;
    const { pullRequest } = now;
    if (pullRequest === null) throw none(now);
    if (pullRequest.state === 'merged' || now.state === 'applying') return now;
    const ground = await groundOf(this.#deps, now.projectId);
    const host = await hostOf(ground);
    const { signal } = this.#stop;
    const seen = await host.look(pullRequest.number, signal);
    const checks =
      seen.state === 'open' ? await host.checks(pullRequest.number, pullRequest.head, signal) : null;
    const after = await settle(ground, now, pullRequest, { ...seen, checks }, actor);
    if (isOpen(after.pullRequest) && !this.#due.has(task.id)) this.#soon(task.id, 0);
    return after;
  }

  #hear({ taskId, body }: EventRecord): void {
    if (body.type !== 'task.changed') return;
    const { type } = body.change;
    if (type === 'pull_requested' || isEnd(type)) this.#soon(taskId, 0);
    else if (type === 'verified') void this.#openByItself(taskId);
  }

  #soon(id: TaskId, waitedMs: number): void {
    this.#due.set(id, { at: this.#deps.now() + waitedMs, waitedMs });
    this.#bell.ring();
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const now = this.#deps.now();
      for (const [id, due] of Array.from(this.#due)) if (due.at <= now) await this.#follow(id, due);
      const next = Math.min(...[...this.#due.values()].map(({ at }) => at));
      await this.#bell.next(Math.min(longestRestMs, Math.max(0, next - this.#deps.now())));
    }
  }

  /** Never rejects. */
  async #follow(id: TaskId, due: Due): Promise<void> {
    this.#due.delete(id);
    if (this.#stop.signal.aborted) return;
    const task = await this.#deps.store.tasks.get(id).catch(() => undefined);
    if (task === undefined || !isOpen(task.pullRequest)) return;
    let restMs = 0;
    let firstMs = longestRestMs;
    try {
      const project = await this.#deps.store.projects.get(task.projectId);
      if (project?.home !== this.#deps.home) return;
      firstMs = (await this.#deps.settings(project)).pullRequests.firstLookMs;
      if (isGivenUp(task)) {
        await this.close(task, { actor: 'system' });
        return;
      }
      // Opened a moment ago: nobody has decided yet.
      if (due.waitedMs > 0 || task.pullRequest.changedAt + firstMs <= this.#deps.now()) {
        const after = await this.look(task, { actor: 'system' });
        if (!isOpen(after.pullRequest)) return;
      }
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      const wanted = error instanceof AppError ? error.details['retryAfterMs'] : undefined;
      restMs = typeof wanted === 'number' ? wanted : 0;
      await this.#tell(task, error);
    }
    const waitedMs = Math.max(restMs, nextLook(due.waitedMs, firstMs));
    this.#due.set(id, { at: this.#deps.now() + waitedMs, waitedMs });
  }

  /** What only a person can mend is said with the task, once; the rest passes by itself. */
  async #tell(task: Task, error: unknown): Promise<void> {
    this.#deps.log.warn(
      { taskId: task.id, error: messageOf(error) },
      'a pull request could not be looked at',
    );
    const notice = failureOfError(error);
    if (task.state !== 'ready' || notice.kind === 'network' || task.pullRequest === null) return;
    if (task.notice?.message === notice.message) return;
    const event = { type: 'pull_request_changed', pullRequest: task.pullRequest, notice } as const;
    await this.#deps.store.tasks.change(task.id, event, { actor: 'system' }).catch(() => undefined);
  }

  /** Work that is applied without a person (develop) is asked for without one. Never rejects. */
  async #openByItself(id: TaskId): Promise<void> {
    try {
      const task = await this.#deps.store.tasks.get(id);
      if (task === undefined || !isForNobody(task)) return;
      const project = await this.#deps.store.projects.get(task.projectId);
      if (project?.home === this.#deps.home && (await this.isWanted(task)))
        await this.open(task, { actor: 'system', expectVersion: task.version });
    } catch (error) {
      this.#deps.log.warn({ taskId: id, error: messageOf(error) }, 'a pull request could not be opened');
    }
  }
}

/** A look that nobody rang for may be late, never lost. */
const longestRestMs = 60_000;

/** Nobody wants the work any more. */
function isGivenUp(task: Task): boolean {
  return task.deletedAt !== null || task.state === 'dismissed' || task.state === 'cancelled';
}

function isEnd(type: string): boolean {
  return type === 'dismissed' || type === 'cancelled' || type === 'deleted' || type === 'archived';
}

/** Its policy waits for no person; one who was told why it was not applied decides how it goes on. */
function isForNobody(task: Task): boolean {
  const isWaiting = task.state === 'ready' && task.notice === null && task.deletedAt === null;
  return isWaiting && policyOf(task.policy).whenDone === 'push';
}

function none(task: Task): AppError {
  return new AppError('invalid_transition', `Task ${label(task)} has no pull request.`, {
    next: 'Apply it first, in a project with "applyBy": "pull_request".',
    details: { task: task.id, state: task.state },
  });
}
