// The routes of the merge queue: what waits to come to a branch, and putting several tasks there at once.
import { contract } from '../api/contract.ts';
import type { MergeQueueJson } from '../api/merge-schemas.ts';
import type { Task } from '../domain/task.ts';
import type { Engine } from '../engine/engine.ts';
import type { ProjectMerges } from '../engine/merge-queue/merge-queue.ts';
import { time } from './present.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

export function mergeRoutes(app: App, engine: Engine): void {
  route(app, engine, contract.mergeQueue, async ({ query, access }) => {
    const { reach } = access;
    if (query.project !== undefined) {
      const { project } = await engine.project(query.project, reach);
      return { queues: (await engine.merges.look([project])).map(mergeQueueJson) };
    }
    const queues = await engine.merges.look(await engine.projects(reach));
    return { queues: queues.filter(({ entries }) => entries.length > 0).map(mergeQueueJson) };
  });
  route(app, engine, contract.enterMergeQueue, async ({ body, access, actor }) => {
    const { project } = await access.project(body.project);
    const wanted =
      body.tasks === undefined
        ? null
        : await Promise.all(body.tasks.map(async (ref) => engine.task(ref, project.id, access.reach)));
    const { entered, refused } = await engine.applyAll(
      project,
      { tasks: wanted, ...(body.priority !== undefined && { priority: body.priority }) },
      actor.username,
    );
    const [queue] = (await engine.merges.look([project])).map(mergeQueueJson);
    if (queue === undefined) throw new Error('a project has no merge queue');
    return {
      queue,
      entered: entered.map((task) => task.id),
      refused: refused.map(({ task, error }) => ({
        task_id: task.id,
        code: error.code,
        message: error.message,
        next: error.next ?? null,
      })),
    };
  });
}

function mergeQueueJson({ project, entries, lane }: ProjectMerges): MergeQueueJson {
  const isBusy = entries.length > 0;
  return {
    project_id: project.id,
    project_name: project.name,
    branch: project.branch,
    strategy: lane === null || !isBusy ? null : lane.strategy,
    tests: isBusy ? (lane?.tests ?? 0) : 0,
    slots: lane === null || !isBusy ? null : lane.slots,
    entries: entries.map((task, index) => ({
      ...namesOf(task),
      position: index + 1,
      priority: task.merge.priority,
      queued_at: time(task.merge.at),
      by: task.merge.by,
      step: lane?.steps.get(task.id) ?? 'waits',
    })),
  };
}

function namesOf(
  task: Task,
): Pick<MergeQueueJson['entries'][number], 'task_id' | 'number' | 'name' | 'title' | 'state'> {
  const { id, number, name, title, state } = task;
  return { task_id: id, number, name, title, state };
}
