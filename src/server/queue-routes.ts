// The route of the queue: what waits, why, and what runs.
import type { z } from 'zod';
import { contract } from '../api/contract.ts';
import type { queueQuery, QueueJson } from '../api/queue-schemas.ts';
import type { TaskJson } from '../api/schemas.ts';
import type { Reach } from '../domain/access.ts';
import type { ProjectId } from '../domain/ids.ts';
import type { Hold } from '../domain/hold.ts';
import type { Task } from '../domain/task.ts';
import type { Engine } from '../engine/engine.ts';
import { conflictsJson } from './present-conflicts.ts';
import { taskJson } from './present.ts';
import { cursorAt, placeOf } from './queue-cursor.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

const defaultLimit = 1000;

export function queueRoutes(app: App, engine: Engine): void {
  route(app, engine, contract.queue, async ({ query, access }) => show(engine, query, access.reach));
  route(app, engine, contract.queueConflicts, async ({ query, access }) => {
    const { project, task } = query;
    const { reach } = access;
    const named = task === undefined ? null : await engine.task(task, project, reach);
    const only =
      named?.projectId ?? (project === undefined ? null : (await engine.project(project, reach)).project.id);
    const views = await engine.conflicts({ project: only, task: named?.id ?? null, reach });
    return { projects: views.map(conflictsJson) };
  });
}

async function show(engine: Engine, query: z.output<typeof queueQuery>, reach: Reach): Promise<QueueJson> {
  const project =
    query.project === undefined ? null : (await engine.project(query.project, reach)).project.id;
  const after = query.cursor === undefined ? null : placeOf(query.cursor);
  const view = await engine.queue({ project, reach, after, limit: query.limit ?? defaultLimit });
  const names = new Map((await engine.projects(reach)).map((one) => [one.id, one.name]));
  const json = async (task: Task, hold: Hold | null): Promise<TaskJson> =>
    taskJson(task, {
      projectName: names.get(task.projectId) ?? '',
      hold: hold ?? undefined,
      // What was used so far belongs to a run; a queue is looked at for its order.
      attempt: undefined,
      conflicts: engine.radar.of(task),
    });
  const [first] = view.waiting;
  return {
    waiting: await Promise.all(view.waiting.map(({ task, hold }) => json(task, hold))),
    total: view.total,
    next_cursor: view.end === null ? null : cursorAt(view.end),
    next: first?.hold === null ? first.task.id : null,
    running: await Promise.all(view.running.map((task) => json(task, null))),
    planning: await planningOf(engine, project, reach, names),
    agents: view.all,
    project_agents: view.project,
    pressure: view.pressure,
    last_event: view.lastEvent,
  };
}

const longestText = 200;

/** Planners take no slot of a task, and are at work all the same. */
async function planningOf(
  { requests }: Engine,
  project: ProjectId | null,
  reach: Reach,
  names: ReadonlyMap<ProjectId, string>,
): Promise<QueueJson['planning']> {
  const only = project === null ? {} : { projectId: project };
  const working = await requests.list({ ...only, reach, states: ['working'] });
  return working.toReversed().map((request) => ({
    id: request.id,
    project_name: names.get(request.projectId) ?? '',
    kind: request.kind,
    text: request.text.slice(0, longestText),
    agent: request.agent,
    doing: requests.activity(request).at(-1)?.text ?? null,
  }));
}
