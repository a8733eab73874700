// The trash: deleted, cancelled and dismissed work that can still be had back, and what belongs to no task. One at a time for
// each project: a restore and a deletion for good must not meet.
import { AppError, messageOf } from '../../domain/errors.ts';
import type { Project } from '../../domain/project.ts';
import { label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import { overdue } from '../../domain/trash.ts';
import { SerialByKey } from '../../lib/serial.ts';
import { Bell } from '../../lib/sleep.ts';
import { requireOwn } from '../own-project.ts';
import { placeOf } from './deps.ts';
import type { TrashDeps, TrashPlace } from './deps.ts';
import { emptyTask } from './empty.ts';
import { entriesIn, viewTrash } from './entries.ts';
import type { TrashEntry, TrashView } from './entries.ts';
import { orphansIn, removeOrphan } from './orphans.ts';
import type { Orphan } from './orphans.ts';
import { putAway, secureCopy } from './put.ts';
import { recoverTrash } from './recover.ts';
import { giveBranch, restoreTask } from './restore.ts';
import { neededBy } from './needed.ts';

const betweenMs = 6 * 3_600_000;

export interface EmptyTrash {
  /** Only what is in it for longer than this, in milliseconds. */
  readonly olderThanMs: number;
  /** Only these, by the ids of tasks and orphans; null = all. */
  readonly only: readonly string[] | null;
  /** Says what would go, and deletes nothing. */
  readonly dryRun: boolean;
}

export interface Emptied {
  readonly entries: readonly TrashEntry[];
  readonly orphans: readonly Orphan[];
}

export interface RestoreOptions {
  /** A name for its newest commit; null = the task itself comes back. */
  readonly branch: string | null;
  readonly actor: string;
  /** Throws when whoever asks may not let this task go on. */
  readonly allow: (task: Task) => void;
}

export interface Restored {
  /** As it is now; null: it was an orphan. */
  readonly task: Task | null;
  /** The branch that was made. */
  readonly branch: string | null;
}

export class Trash {
  readonly #deps: TrashDeps;
  readonly #serial = new SerialByKey();
  readonly #bell = new Bell();
  /** Projects of which something was deleted for good since their last housekeeping. */
  readonly #emptied = new Set<string>();
  #loop: Promise<void> | null = null;
  #isStopping = false;

  constructor(deps: TrashDeps) {
    this.#deps = deps;
  }

  /** Finishes what an earlier daemon began, and puts aside what has no task. Never rejects. */
  async recover(): Promise<void> {
    await this.#eachProject('the trash could not be recovered', recoverTrash);
  }

  /** Looks now, and every six hours: what is too old or too much goes, and hubs are tidied. */
  start(): void {
    this.#loop ??= this.#look();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#bell.ring();
    await this.#loop;
    await this.#serial.idle();
  }

  async list(project: Project): Promise<TrashView> {
    return viewTrash(await this.#placeOf(project));
  }

  /** Deletes a task that nobody works on: its work goes into the trash. `end`: the change in the store. */
  async put(task: Task, end: () => Promise<Task>): Promise<void> {
    const project = await this.#deps.store.projects.get(task.projectId);
    const place = project === undefined ? null : await this.#placeIfThere(project);
    // What lies in a hub that cannot be opened is put away at a start that can (recover.ts).
    if (project === undefined || place === null) return void (await end());
    await this.#serial.run(project.id, async () => {
      await secureCopy(place, task);
      await putAway(place, await end());
    });
  }

  /**
   * The task as it was, or, with `branch`, its newest commit as a branch of that name. Throws `not_found`, `ambiguous`,
   * `already_exists`, `invalid_transition`.
   */
  async restore(project: Project, ref: string, { branch, actor, allow }: RestoreOptions): Promise<Restored> {
    const place = await this.#placeOf(project);
    return this.#serial.run(project.id, async () => {
      const { keepMs } = await this.#deps.settings(project);
      const entry = findEntry(await entriesIn(place, keepMs), ref);
      if (entry === undefined) return this.#restoreOrphan(place, ref, branch);
      if (branch === null) allow(entry.task);
      if (branch === null) return { task: await restoreTask(place, entry, actor), branch: null };
      await giveBranch(place, { head: entry.head, name: `Task ${label(entry.task)}` }, branch);
      return { task: entry.task, branch };
    });
  }

  /** Deletes for good. What is not in the trash any more when its turn comes is left out. */
  async empty(project: Project, { olderThanMs, only, dryRun }: EmptyTrash, actor: string): Promise<Emptied> {
    const place = await this.#placeOf(project);
    const emptied = await this.#serial.run(project.id, async () => {
      const view = await viewTrash(place);
      const before = this.#deps.now() - olderThanMs;
      const isMeant = (id: string, since: number): boolean =>
        since <= before && (only === null || only.includes(id));
      const entries = view.entries.filter(({ task, since }) => isMeant(task.id, since));
      const orphans = view.orphans.filter(({ id, foundAt }) => isMeant(id, foundAt));
      if (dryRun) return { entries, orphans };
      for (const orphan of orphans) await removeOrphan(place, orphan);
      return { entries: await this.#emptyAll(place, entries, actor), orphans };
    });
    if (!dryRun && emptied.entries.length + emptied.orphans.length > 0) {
      this.#emptied.add(project.id);
      this.#bell.ring();
    }
    return emptied;
  }

  async #restoreOrphan(place: TrashPlace, id: string, branch: string | null): Promise<Restored> {
    const orphan = (await orphansIn(place)).find((one) => one.id === id);
    if (orphan === undefined)
      throw new AppError('not_found', `There is no “${id}” in the trash of ${place.project.name}.`, {
        next: 'See `tasklane trash list` for what is in it.',
        details: { ref: id },
      });
    if (branch === null)
      throw new AppError('invalid_input', `${id} belongs to no task that could come back.`, {
        next:
          orphan.path === null
            ? 'Name a branch for its newest commit: --branch NAME.'
            : `Take from it what you need: ${orphan.path}`,
        details: { orphan: id },
      });
    await giveBranch(place, { head: orphan.head, name: id }, branch);
    return { task: null, branch };
  }

  async #emptyAll(
    place: TrashPlace,
    entries: readonly TrashEntry[],
    actor: string,
  ): Promise<readonly TrashEntry[]> {
    const gone: TrashEntry[] = [];
    for (const entry of entries)
      try {
        await emptyTask(place, entry.task, actor);
        gone.push(entry);
      } catch (error) {
        // Restored meanwhile.
        if (!(error instanceof AppError && error.code === 'invalid_transition')) throw error;
      }
    return gone;
  }

  async #look(): Promise<void> {
    while (!this.#isStopping) {
      await this.#eachProject('old work could not be deleted', async (place) => this.#expire(place));
      await this.#eachProject('the hub could not be tidied', async (place) => this.#tidy(place));
      if (!this.#isStopping) await this.#bell.next(betweenMs);
    }
  }

  async #expire(place: TrashPlace): Promise<void> {
    const { project } = place;
    await this.#serial.run(project.id, async () => {
      const { keepMs, trashBytes: maxBytes } = await this.#deps.settings(project);
      const due = overdue(await entriesIn(place, keepMs), { now: this.#deps.now(), maxBytes });
      if (due.length === 0) return;
      const gone = await this.#emptyAll(place, due, 'system');
      this.#emptied.add(project.id);
      const bytes = gone.reduce((sum, entry) => sum + entry.bytes, 0);
      this.#deps.log.info(
        { project: project.name, tasks: gone.length, bytes },
        'old work was deleted for good',
      );
    });
  }

  // Whoever merges holds the lock of the branch, so that none is under way.
  async #tidy({ deps, project, hub }: TrashPlace): Promise<void> {
    const force = this.#emptied.has(project.id);
    const keep = await neededBy(deps.store, project);
    const done = await deps.branchLock.run(project.id, async () => hub.tidy({ keep, force }));
    this.#emptied.delete(project.id);
    if (done) deps.log.info({ project: project.name }, 'the hub was tidied');
  }

  async #placeOf(project: Project): Promise<TrashPlace> {
    requireOwn(this.#deps, project);
    return placeOf(this.#deps, project);
  }

  async #placeIfThere(project: Project): Promise<TrashPlace | null> {
    try {
      return await this.#placeOf(project);
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'other_home') throw error;
      this.#deps.log.warn({ project: project.name, error: messageOf(error) }, 'its hub could not be opened');
      return null;
    }
  }

  async #eachProject(failed: string, work: (place: TrashPlace) => Promise<void>): Promise<void> {
    const { store, home, log } = this.#deps;
    for (const project of await store.projects.list()) {
      if (project.home !== home || this.#isStopping) continue;
      try {
        await work(await placeOf(this.#deps, project));
      } catch (error) {
        // One repository that is gone must not keep the others from it.
        log.warn({ project: project.name, error: messageOf(error) }, failed);
      }
    }
  }
}

/** By id, number or name. Several that were deleted may have had one name. */
function findEntry(entries: readonly TrashEntry[], ref: string): TrashEntry | undefined {
  const plain = ref.trim().replace(/^#/, '');
  const byId = entries.find(({ task }) => task.id === plain);
  const byNumber = entries.find(({ task }) => String(task.number) === plain);
  if (byId !== undefined || byNumber !== undefined) return byId ?? byNumber;
  const named = entries.filter(({ task }) => task.name === plain);
  if (named.length < 2) return named[0];
  throw new AppError('ambiguous', `“${ref}” may be ${named.length} tasks in the trash.`, {
    next: `Name it by its number: ${named.map(({ task }) => `#${task.number}`).join(', ')}.`,
    details: { candidates: named.map(({ task }) => task.id) },
  });
}
