// What agents at work have done so far, seen from outside every now and then: only of those that did something since, and
// never so often that looking takes more than a small part of the time.
import { messageOf } from '../../domain/errors.ts';
import type { TaskId } from '../../domain/ids.ts';
import type { Task } from '../../domain/task.ts';
import type { Hub, Pinned, Snapshot } from '../../workspaces/workspaces.ts';
import type { EngineDeps } from '../deps.ts';
import { pinName } from '../run-context.ts';

/** A look that takes a second is followed by none for twenty: at most this part of the time is spent on it. */
const restPerLook = 20;

interface Seen {
  readonly snapshot: Snapshot | null;
  /** When it may be looked at again; milliseconds since 1970. */
  readonly nextAt: number;
}

export class Glimpses {
  readonly #deps: Pick<EngineDeps, 'workspaces' | 'log' | 'now'>;
  readonly #everyMs: number;
  readonly #touched = new Map<TaskId, string>();
  readonly #seen = new Map<TaskId, Seen>();

  /** `everyMs` is the shortest time between two looks at one copy; 0 = never look. */
  constructor(deps: Pick<EngineDeps, 'workspaces' | 'log' | 'now'>, everyMs: number) {
    this.#deps = deps;
    this.#everyMs = everyMs;
  }

  /** Its agent may have changed files. */
  touch(task: TaskId, project: string): void {
    if (this.#everyMs > 0) this.#touched.set(task, project);
  }

  /** Projects with something to look at now, and how long until there is more of it. */
  due(): { readonly projects: ReadonlySet<string>; readonly inMs: number } {
    const now = this.#deps.now();
    const projects = new Set<string>();
    let inMs = Infinity;
    for (const [task, project] of this.#touched) {
      const wait = (this.#seen.get(task)?.nextAt ?? 0) - now;
      if (wait <= 0) projects.add(project);
      else inMs = Math.min(inMs, wait);
    }
    return { projects, inMs };
  }

  /** Looks at those that are due; answers with the newest that was seen of each task at work. */
  async look(hub: Hub, tasks: readonly Task[]): Promise<ReadonlyMap<TaskId, Pinned>> {
    const found = new Map<TaskId, Pinned>();
    for (const task of tasks) {
      if (task.state !== 'running' && task.state !== 'waiting') this.forget(task.id);
      else {
        if (this.#touched.has(task.id) && (this.#seen.get(task.id)?.nextAt ?? 0) <= this.#deps.now())
          await this.#lookAt(hub, task);
        const snapshot = this.#seen.get(task.id)?.snapshot;
        if (snapshot?.changed === true) found.set(task.id, { commit: snapshot.head, tree: snapshot.tree });
      }
    }
    return found;
  }

  /** What is known of it is what it committed. */
  forget(task: TaskId): void {
    this.#seen.delete(task);
    this.#touched.delete(task);
  }

  async #lookAt(hub: Hub, task: Task): Promise<void> {
    this.#touched.delete(task.id);
    const began = this.#deps.now();
    const before = this.#seen.get(task.id)?.snapshot ?? null;
    const snapshot = await this.#snapshot(hub, task, before);
    const now = this.#deps.now();
    const restMs = Math.max(this.#everyMs, (now - began) * restPerLook);
    this.#seen.set(task.id, { snapshot, nextAt: now + restMs });
  }

  async #snapshot(hub: Hub, task: Task, before: Snapshot | null): Promise<Snapshot | null> {
    const { workspaces, log } = this.#deps;
    try {
      const workspace = await workspaces.strategy.open(workspaces.dirOf(task.projectId, task.id));
      if (workspace === undefined || task.baseCommit === null) return null;
      const parent = (await hub.pinned(pinName(task))) ?? task.baseCommit;
      return await hub.glimpse(workspace, parent, before);
    } catch (error) {
      // A file that went away while it was read, or one that no snapshot takes: the end of the turn says so, if it stays.
      log.debug({ taskId: task.id, error: messageOf(error) }, 'a look at its copy came to nothing');
      return before;
    }
  }
}
