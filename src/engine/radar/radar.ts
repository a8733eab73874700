// The conflict radar: it knows of every task under way or ready whether its work goes together with the branch and with
// the work of the others, before anybody applies it, and says so in the log when that changes. It follows the log;
// where nothing happens it asks git twice a minute where the person's branch is.
import { sameConflicts } from '../../domain/conflict.ts';
import type { TaskConflict } from '../../domain/conflict.ts';
import { messageOf } from '../../domain/errors.ts';
import type { EventRecord } from '../../domain/event.ts';
import type { Oid, ProjectId, TaskId } from '../../domain/ids.ts';
import type { Project } from '../../domain/project.ts';
import type { Task } from '../../domain/task.ts';
import { SerialByKey } from '../../lib/serial.ts';
import { Bell, sleep } from '../../lib/sleep.ts';
import type { Hub } from '../../workspaces/workspaces.ts';
import type { EngineDeps } from '../deps.ts';
import { Glimpses } from './glimpses.ts';
import { foreknown } from './foreknown.ts';
import type { Foreknown, ForeknownDeps } from './foreknown.ts';
import { conflictsIn, judge, Verdicts } from './judge.ts';
import type { Judgement } from './judge.ts';
import { watchedStates, worksOf } from './works.ts';

export type RadarDeps = Pick<EngineDeps, 'store' | 'workspaces' | 'home' | 'log' | 'now'> & ForeknownDeps;

/** How often the person's branch is looked at while there is work that it could stand in the way of. */
const restMs = 30_000;
/** What happens within this time is judged once. */
const gatherMs = 150;

const toldKey = 'conflicts';

/** With the name of the other task, as it was when it was looked at. */
export interface NamedConflict extends TaskConflict {
  readonly other: Pick<Task, 'number' | 'name'> | null;
}

/** What the radar knows of a project, and how to ask git for more. */
export interface View {
  readonly project: Project;
  readonly hub: Hub;
  readonly tasks: readonly Task[];
  readonly judgement: Judgement;
  readonly known: Foreknown;
}

export class Radar {
  readonly #deps: RadarDeps;
  readonly #glimpses: Glimpses;
  readonly #bell = new Bell();
  readonly #serial = new SerialByKey();
  readonly #stop = new AbortController();
  readonly #dirty = new Set<string>();
  readonly #verdicts = new Map<ProjectId, Verdicts>();
  /** What the log says of a task. */
  readonly #told = new Map<TaskId, readonly TaskConflict[]>();
  /** By project, then task; one without work is not in it. */
  readonly #found = new Map<ProjectId, ReadonlyMap<TaskId, readonly NamedConflict[]>>();
  #loop: Promise<void> | null = null;

  /** `glimpseMs` is the shortest time between two looks at the copy of a running task; 0 = only what was committed. */
  constructor(deps: RadarDeps, glimpseMs: number) {
    this.#deps = deps;
    this.#glimpses = new Glimpses(deps, glimpseMs);
  }

  /** From now on it follows the log. */
  start(): void {
    if (this.#loop !== null) return;
    const stopListening = this.#deps.store.onEvents((records) => records.forEach((one) => this.#hear(one)));
    this.#loop = this.#run().finally(stopListening);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#bell.ring();
    await this.#loop;
    await this.#serial.idle();
  }

  /** What stands in the way of a task; null where there is no work of it to judge, or it was not looked at yet. */
  of(task: Pick<Task, 'id' | 'projectId' | 'state'>): readonly NamedConflict[] | null {
    // One that came to its end a moment ago is still in what was found.
    if (!watchedStates.some((state) => state === task.state)) return null;
    return this.#found.get(task.projectId)?.get(task.id) ?? null;
  }

  /**
   * Looks at a project now, whose files must be here, and first at where the person's branch is. Throws what git throws
   * when there is neither that nor what was last seen of it.
   */
  async look(project: Project): Promise<View> {
    return this.#serial.run(project.id, async () => this.#look(project, { syncs: true }));
  }

  #hear({ projectId: project, taskId, body }: EventRecord): void {
    if (body.type === 'task.changed') {
      this.#dirty.add(project);
      this.#bell.ring();
    } else if (
      body.type === 'agent.tool' &&
      body.call.status === 'completed' &&
      mayWrite.has(body.call.kind)
    ) {
      this.#glimpses.touch(taskId, project);
      this.#bell.ring();
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    let lastRound = -Infinity;
    while (!signal.aborted) {
      const { projects, inMs } = this.#glimpses.due();
      const wanted = new Set([...this.#dirty, ...projects]);
      this.#dirty.clear();
      const isRound = this.#deps.now() - lastRound >= restMs;
      if (isRound) lastRound = this.#deps.now();
      await this.#lookAtEach(isRound, ({ id }) => wanted.has(id) || (isRound && this.#hasWork(id)));
      await this.#bell.next(Math.min(restMs, inMs));
      await sleep(gatherMs, signal).catch(() => undefined); // an abort ends the loop
    }
  }

  // As far as is known: one that was never looked at may have some.
  #hasWork(id: ProjectId): boolean {
    return this.#found.get(id)?.size !== 0;
  }

  async #lookAtEach(syncs: boolean, isWanted: (project: Project) => boolean): Promise<void> {
    try {
      for (const project of await this.#deps.store.projects.list()) {
        if (this.#stop.signal.aborted) return;
        if (project.home === this.#deps.home && isWanted(project)) await this.#tryToLook(project, syncs);
      }
    } catch (error) {
      this.#deps.log.warn({ error: messageOf(error) }, 'the radar could not read the projects');
    }
  }

  // A repository that is away for a while must not end the radar of the others.
  async #tryToLook(project: Project, syncs: boolean): Promise<void> {
    try {
      await this.#serial.run(project.id, async () => this.#look(project, { syncs }));
    } catch (error) {
      this.#deps.log.debug({ project: project.name, error: messageOf(error) }, 'the radar saw nothing');
    }
  }

  async #look(project: Project, { syncs }: { readonly syncs: boolean }): Promise<View> {
    const { store, workspaces } = this.#deps;
    const tasks = await store.tasks.list({ projectId: project.id, states: watchedStates });
    const hub = await workspaces.openHub(project.id, project.root);
    const branch = await branchOf(hub, project, syncs);
    const seen = await this.#glimpses.look(hub, tasks);
    const works = await worksOf(hub, tasks, seen);
    const verdicts = this.#verdicts.get(project.id) ?? new Verdicts();
    this.#verdicts.set(project.id, verdicts);
    const judgement = await judge(hub, branch, works, verdicts);
    const known = await foreknown(this.#deps, hub, project, tasks, judgement);
    const found = new Map(works.map(({ task }) => [task, conflictsIn(judgement, task, known)]));
    const byId = new Map(tasks.map((task) => [task.id, task]));
    const named = (conflict: TaskConflict): NamedConflict => ({
      ...conflict,
      other: conflict.with === null ? null : (byId.get(conflict.with) ?? null),
    });
    this.#found.set(project.id, new Map([...found].map(([task, conflicts]) => [task, conflicts.map(named)])));
    for (const task of tasks) await this.#tell(task, found.get(task.id) ?? []);
    return { project, hub, tasks, judgement, known };
  }

  /** Says it in the log when it is not what was said last, also by an earlier daemon. */
  async #tell(task: Task, conflicts: readonly TaskConflict[]): Promise<void> {
    const { store } = this.#deps;
    const told = this.#told.get(task.id) ?? (await toldBefore(store, task.id));
    if (!sameConflicts(told, conflicts))
      await store.transition(async (within) => {
        await within.steps.put(task.id, toldKey, conflicts);
        await within.events.append(task.id, [{ type: 'run.conflicts', conflicts }], { actor: 'system' });
      });
    this.#told.set(task.id, conflicts);
  }
}

// The person's repository may be away, on a disk that is not there: then what was last seen of its branch counts.
async function branchOf(hub: Hub, { branch }: Project, syncs: boolean): Promise<Oid> {
  const last = await hub.branchHead(branch);
  if (!syncs && last !== null) return last;
  try {
    return (await hub.sync(branch)).head;
  } catch (error) {
    if (last === null) throw error;
    return last;
  }
}

async function toldBefore(store: RadarDeps['store'], task: TaskId): Promise<readonly TaskConflict[]> {
  const stored = await store.steps.get(task, toldKey);
  return Array.isArray(stored) ? (stored as readonly TaskConflict[]) : []; // we wrote it ourselves
}

/** Kinds of tools after which a file may be another. */
const mayWrite: ReadonlySet<string> = new Set(['edit', 'delete', 'move', 'execute', 'other']);
