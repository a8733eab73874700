// The list of tasks, page by page, newest first.
import type { z } from 'zod';
import type { TaskListJson } from '../api/schemas.ts';
import type { taskQuery } from '../api/task-action-schemas.ts';
import { isWithin } from '../domain/access.ts';
import type { Reach } from '../domain/access.ts';
import { AppError } from '../domain/errors.ts';
import { taskId } from '../domain/ids.ts';
import type { TaskId } from '../domain/ids.ts';
import { taskStates } from '../domain/task.ts';
import type { Task, TaskState } from '../domain/task.ts';
import type { Engine } from '../engine/engine.ts';
import { brokenCursor, cursorOf, readCursor } from './cursor.ts';
import { taskJson } from './present.ts';

type Query = z.output<typeof taskQuery>;

const defaultLimit = 100;
const list = 'tasks';

export async function listTasks(engine: Engine, query: Query, reach: Reach): Promise<TaskListJson> {
  const limit = query.limit ?? defaultLimit;
  const found = await read(engine, query, limit + 1, reach);
  const page = found.slice(0, limit);
  const names = new Map((await engine.projects(reach)).map((project) => [project.id, project.name]));
  const holds = await engine.holds(page);
  const limits = engine.limits();
  const places = await engine.merges.places(page);
  const shown = page.map(async (task) => {
    const attempt = await engine.history.attempt(task);
    return taskJson(task, {
      projectName: names.get(task.projectId) ?? '',
      hold: holds.get(task.id),
      attempt,
      limits: await limits.of(task, attempt),
      place: places.get(task.id),
      links: await engine.pages.linksOf(task),
      said: await engine.said(task),
      conflicts: engine.radar.of(task),
    });
  });
  const last = page.at(-1);
  const hasMore = last !== undefined && found.length > limit;
  return { tasks: await Promise.all(shown), next_cursor: hasMore ? cursorOf(list, last.id) : null };
}

async function read(engine: Engine, query: Query, limit: number, reach: Reach): Promise<readonly Task[]> {
  const { project, agent, policy, priority, q: text } = query;
  const projectId = project === undefined ? undefined : (await engine.project(project, reach)).project.id;
  const phase = query.phase === undefined ? undefined : await engine.phases.find(query.phase, project, reach);
  const before = query.cursor === undefined ? undefined : await standOf(engine, query.cursor, reach);
  const filter = {
    limit,
    ...(projectId !== undefined && { projectId }),
    ...(query.state !== undefined && { states: statesOf(query.state) }),
    ...(agent !== undefined && { agent }),
    ...(policy !== undefined && { policy }),
    ...(priority !== undefined && { priority }),
    ...(phase !== undefined && { phaseId: phase.id }),
    ...(query.subagents !== 'show' && { withoutSubagents: true }),
    ...(text !== undefined && { text }),
    ...(query.updated_since !== undefined && { updatedSince: Date.parse(query.updated_since) }),
    ...(before !== undefined && { before }),
  };
  return engine.tasks(filter, reach);
}

/** The task that the page before ended with; it may be deleted since, but not gone with its project. */
async function standOf(engine: Engine, cursor: string, reach: Reach): Promise<TaskId> {
  const [id] = readCursor(list, cursor);
  const task = await engine.taskById(taskId(String(id)));
  if (task === undefined || !isWithin(reach, task.projectId)) throw brokenCursor();
  return task.id;
}

function statesOf(text: string): readonly TaskState[] {
  return text.split(',').map((word) => {
    const found = taskStates.find((state) => state === word.trim());
    if (found !== undefined) return found;
    throw new AppError('invalid_input', `“${word}” is not a state.`, {
      next: `Use one of: ${taskStates.join(', ')}.`,
    });
  });
}
