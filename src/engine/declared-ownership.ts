// Whether a task that is about to be created or edited declares files that another one, which may run at the same time,
// declares too. Asked when a person still can change it; the claim asks again about those that really run (claim.ts).
// What everybody declared is kept in an index, because reading the whole board for each new task would make creating
// ten thousand of them quadratic.
import { areOrdered } from '../domain/dependencies.ts';
import { AppError } from '../domain/errors.ts';
import { laneOf } from '../domain/hold.ts';
import { taskId } from '../domain/ids.ts';
import type { TaskId } from '../domain/ids.ts';
import { ownershipOf } from '../domain/live-tasks.ts';
import { OwnershipIndex } from '../domain/ownership/ownership-index.ts';
import type { Conflict } from '../domain/ownership/ownership-index.ts';
import { label } from '../domain/task.ts';
import type { Task, TaskSpec, TaskState } from '../domain/task.ts';
import type { Store, StoreOperations } from '../store/store.ts';
import { loadGraph } from './resolve-dependencies.ts';

/** Who may still write: what is ready or over is looked at again when somebody sends it back. */
const writing: readonly TaskState[] = ['draft', 'queued', 'starting', 'running', 'waiting', 'paused'];

export interface Declaration extends Pick<TaskSpec, 'owns' | 'dependsOn' | 'policy'> {
  readonly id: TaskId;
  readonly projectId: Task['projectId'];
}

export class DeclaredOwnership {
  readonly #indexes = new Map<string, OwnershipIndex>();
  readonly #projectOf = new Map<TaskId, string>();
  /** Changed since the index was last brought up to date. Null: nothing was read yet. */
  #changed: Set<TaskId> | null = null;

  constructor(store: Pick<Store, 'onEvents'>) {
    store.onEvents((records) => {
      for (const { taskId, body } of records)
        if (body.type === 'task.created' || body.type === 'task.changed') this.#changed?.add(taskId);
    });
  }

  /**
   * In words what overlaps but may: because a dependency orders the two, or because the person allowed it. Throws
   * `invalid_input` with a path that both own and the globs of both for the rest, and for globs that cannot be decided.
   */
  async check(
    within: StoreOperations,
    mine: Declaration,
    options: { readonly allowOverlap: boolean },
  ): Promise<readonly string[]> {
    if (mine.owns.length === 0) return [];
    const ownership = ownershipOf(mine);
    await this.#refresh(within);
    const warnings: string[] = [];
    // All at once, because the index must not change while it is asked.
    const conflicts = [...(this.#indexes.get(mine.projectId)?.conflicts(ownership) ?? [])];
    for (const conflict of conflicts) {
      const other = await within.tasks.get(taskId(conflict.id));
      if (other === undefined || other.id === mine.id || sharesLane(mine, other)) continue;
      const ordered = await isOrdered(within, mine, other);
      if (!ordered && !options.allowOverlap) throw overlapping(conflict, other);
      warnings.push(ordered ? inOrder(conflict, other) : allowed(conflict, other));
    }
    return warnings;
  }

  // Inside of the transaction that decides, so that nobody else can declare anything meanwhile.
  async #refresh(within: StoreOperations): Promise<void> {
    if (this.#changed === null) {
      for (const task of await within.tasks.list({ states: writing })) this.#take(task.id, task);
      this.#changed = new Set();
      return;
    }
    for (const id of this.#changed) {
      this.#take(id, await within.tasks.get(id));
      this.#changed.delete(id);
    }
  }

  #take(id: TaskId, task: Task | undefined): void {
    this.#indexes.get(this.#projectOf.get(id) ?? '')?.remove(id);
    this.#projectOf.delete(id);
    if (task === undefined || task.deletedAt !== null || !writing.includes(task.state)) return;
    if (task.owns.length === 0) return;
    const index = this.#indexes.get(task.projectId) ?? new OwnershipIndex();
    this.#indexes.set(task.projectId, index);
    index.add(id, ownershipOf(task));
    this.#projectOf.set(id, task.projectId);
  }
}

function sharesLane(mine: Declaration, other: Task): boolean {
  const lane = laneOf(other);
  return lane !== null && lane === laneOf({ ...other, ...mine });
}

async function isOrdered(within: StoreOperations, mine: Declaration, other: Task): Promise<boolean> {
  const needed: Task[] = [other];
  for (const id of mine.dependsOn) {
    const task = await within.tasks.get(id);
    if (task !== undefined) needed.push(task);
  }
  const graph = await loadGraph(within, needed);
  return areOrdered(mine.id, other.id, (id) => (id === mine.id ? mine.dependsOn : graph.edgesOf(id)));
}

function overlapping(conflict: Conflict, other: Task): AppError {
  return new AppError(
    'invalid_input',
    `It would own ${conflict.path} together with ${label(other)} (${other.state}), which may run at the same time: ${globs(conflict)}.`,
    {
      next: `Divide the files, let it wait with --depends-on ${other.number}, or say --allow-overlap: then they take turns.`,
      details: {
        path: conflict.path,
        task: other.id,
        number: other.number,
        mine: conflict.mine,
        theirs: conflict.theirs,
      },
    },
  );
}

function inOrder(conflict: Conflict, other: Task): string {
  return `It owns ${conflict.path} together with ${label(other)}: ${globs(conflict)}. A dependency keeps them apart.`;
}

function allowed(conflict: Conflict, other: Task): string {
  return `It owns ${conflict.path} together with ${label(other)}: ${globs(conflict)}. They will not run at the same time.`;
}

function globs({ mine, theirs }: Conflict): string {
  return mine === theirs ? `both own \`${mine}\`` : `its \`${mine}\` and \`${theirs}\` of that one`;
}
