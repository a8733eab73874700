// The tasks of a new phase: ordinary ones, of the policy `parallel`, that only the phase hands out.
import type { LifecycleEvent } from '../../domain/lifecycle.ts';
import { taskId } from '../../domain/ids.ts';
import type { PhaseId, TaskId } from '../../domain/ids.ts';
import { slug, titleOf } from '../../domain/names.ts';
import type { PhaseTask } from '../../domain/phase.ts';
import type { WrittenTask } from '../../domain/phase-file.ts';
import type { Project } from '../../domain/project.ts';
import type { Task } from '../../domain/task.ts';
import type { StoreOperations, TaskDraft } from '../../store/store.ts';
import type { EngineDeps, Settings } from '../deps.ts';

export interface CreateTasks {
  readonly deps: EngineDeps;
  readonly within: StoreOperations;
  readonly phase: PhaseId;
  readonly project: Project;
  readonly settings: Settings;
  /** In the order of their ids. */
  readonly tasks: readonly WrittenTask[];
  readonly actor: string;
}

export interface CreatedTasks {
  readonly entries: readonly PhaseTask[];
  readonly warnings: readonly string[];
}

export async function createTasks(input: CreateTasks): Promise<CreatedTasks> {
  const ids = new Map(input.tasks.map((task) => [task.id, taskId(input.deps.newId())]));
  const states = new Map(input.tasks.map((task) => [task.id, task.status]));
  const entries: PhaseTask[] = [];
  const warnings: string[] = [];
  for (const written of input.tasks) {
    const task = await input.within.tasks.create(draftOf(input, written, ids), input.actor);
    await change(input, task, { type: 'accepted' });
    const waits = written.blocked_by.some((id) => states.get(id) !== 'completed');
    for (const event of eventsOf(written, waits)) await change(input, task, event);
    if (written.status === 'claimed' || written.status === 'in_progress')
      warnings.push(
        `Task ${written.id} is ${written.status} in the file (${written.owner ?? 'by nobody'}); here it is pending until an agent asks for it.`,
      );
    const owner = written.status === 'completed' ? written.owner : null;
    entries.push({ id: written.id, taskId: task.id, owner });
  }
  return { entries, warnings };
}

async function change({ within, actor }: CreateTasks, task: Task, event: LifecycleEvent): Promise<void> {
  await within.tasks.change(task.id, event, { actor });
}

function draftOf(
  { phase, project, settings, actor }: CreateTasks,
  written: WrittenTask,
  ids: ReadonlyMap<number, TaskId>,
): TaskDraft {
  const id = ids.get(written.id);
  if (id === undefined) throw new Error(`task ${written.id} was given no id`);
  const title = titleOf(written.description);
  return {
    id,
    projectId: project.id,
    phaseId: phase,
    name: slug(title),
    title,
    prompt: written.description,
    policy: 'parallel',
    agent: 'outside',
    model: null,
    setup: settings.setup,
    // Tested together at the end, not one by one: each sees only a part (R206).
    checks: [],
    limits: settings.limits,
    priority: 'normal',
    dependsOn: written.blocked_by.flatMap((other) => ids.get(other) ?? []),
    releasedBy: 'ready',
    owner: actor,
    parentId: null,
    owns: written.ownership,
    onViolation: settings.onViolation,
    plan: null,
    category: null,
    template: null,
  };
}

/** What has happened to it already, according to the file. A lease cannot be brought along. */
function eventsOf(written: WrittenTask, waits: boolean): readonly LifecycleEvent[] {
  if (written.status === 'completed')
    return [
      { type: 'claimed', worker: written.owner ?? 'the queue file' },
      { type: 'started' },
      { type: 'finished', how: 'returned', commit: null },
    ];
  // Many write “blocked” for what only waits for another task; that is seen from the edges (decisions C12).
  if (written.status !== 'blocked' || waits) return [];
  const failure = {
    kind: 'other',
    message: 'The queue file says that it is blocked.',
    detail: '',
    next: 'Retry it when what blocked it is out of the way.',
  } as const;
  return [{ type: 'failed', failure }];
}
