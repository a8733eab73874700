// Routes of tasks: parse → engine → present. No logic of its own.
import type { z } from 'zod';
import { endpoints } from '../api/endpoints.ts';
import { taskMove } from '../api/queue-schemas.ts';
import { taskScope } from '../api/schemas.ts';
import type { TaskJson, TaskListJson, TaskScopeJson } from '../api/schemas.ts';
import * as schemas from '../api/task-schemas.ts';
import { AppError } from '../domain/errors.ts';
import { taskId } from '../domain/ids.ts';
import { taskStates } from '../domain/task.ts';
import type { Hold } from '../domain/hold.ts';
import type { Task, TaskState } from '../domain/task.ts';
import type { ChangedTask, Engine } from '../engine/engine.ts';
import { taskJson } from './present.ts';
import { route } from './route.ts';
import type { App, Call } from './route.ts';

/** Who acts. One token = one person, until there are users. */
const actor = 'person';

const noHolds: ReadonlyMap<string, Hold> = new Map();

type Scoped = Call<TaskScopeJson, unknown>;

export function taskRoutes(app: App, engine: Engine): void {
  const one = async (call: Scoped): Promise<Task> => engine.task(call.param('task'), call.query.project);
  const show = async (task: Task): Promise<TaskJson> => present(engine, task);
  const showChanged = async ({ task, warnings }: ChangedTask): Promise<TaskJson> => ({
    ...(await show(task)),
    warnings: [...warnings],
  });
  const scope = { query: taskScope };

  route(app, endpoints.listTasks, { query: schemas.taskQuery }, async ({ query }) => list(engine, query));
  route(app, endpoints.createTask, { body: schemas.taskCreate, status: 201 }, async ({ body }) =>
    showChanged(await engine.createTask(body, actor)),
  );
  route(app, endpoints.editTask, { ...scope, body: schemas.taskEdit }, async (call) =>
    showChanged(await engine.editTask(await one(call), call.body, actor)),
  );
  route(app, endpoints.moveTask, { ...scope, body: taskMove }, async (call) =>
    show(await engine.moveTask(await one(call), call.body, actor)),
  );
  route(app, endpoints.showTask, scope, async (call) => show(await one(call)));
  route(
    app,
    endpoints.deleteTask,
    scope,
    async (call) => engine.remove(await one(call), actor) as Promise<undefined>,
  );
  route(app, endpoints.acceptTask, scope, async (call) => show(await engine.accept(await one(call), actor)));
  route(app, endpoints.archiveTask, scope, async (call) =>
    show(await engine.archive(await one(call), actor)),
  );
  route(app, endpoints.applyTask, scope, async (call) => show(await engine.apply(await one(call), actor)));
  route(app, endpoints.dismissTask, scope, async (call) =>
    show(await engine.dismiss(await one(call), actor)),
  );
  route(app, endpoints.retryTask, { ...scope, body: schemas.retryRequest }, async (call) =>
    show(await engine.retry(await one(call), call.body, actor)),
  );
  route(app, endpoints.cancelTask, { ...scope, body: schemas.cancelRequest }, async (call) =>
    show(await engine.cancel(await one(call), call.body, actor)),
  );
  route(app, endpoints.sendToTask, { ...scope, body: schemas.message }, async (call) =>
    show(await engine.send(await one(call), call.body.message, actor)),
  );
  route(app, endpoints.diffTask, scope, async (call) => {
    const diff = await engine.diff(await one(call));
    return { ...diff, files: [...diff.files] };
  });
  app.get(endpoints.checkLog.path, async (context) => {
    const task = await engine.task(context.req.param('task') ?? '', context.req.query('project'));
    return context.text(await engine.checkLog(task, context.req.param('log') ?? ''));
  });
}

async function present(engine: Engine, task: Task): Promise<TaskJson> {
  const { project } = await engine.project(task.projectId);
  const holds = task.state === 'queued' ? await engine.holds() : noHolds;
  return taskJson(task, {
    projectName: project.name,
    hold: holds.get(task.id),
    attempt: await engine.attempt(task),
  });
}

async function list(engine: Engine, query: z.output<typeof schemas.taskQuery>): Promise<TaskListJson> {
  const limit = query.limit ?? 100;
  const only = query.project === undefined ? undefined : (await engine.project(query.project)).project;
  const tasks = await engine.tasks({
    limit: limit + 1,
    ...(only !== undefined && { projectId: only.id }),
    ...(query.state !== undefined && { states: statesOf(query.state) }),
    ...(query.cursor !== undefined && { before: taskId(query.cursor) }),
  });
  const page = tasks.slice(0, limit);
  const names = new Map((await engine.projects()).map((project) => [project.id, project.name]));
  const holds = page.some((task) => task.state === 'queued') ? await engine.holds() : noHolds;
  const shown = page.map(async (task) =>
    taskJson(task, {
      projectName: names.get(task.projectId) ?? '',
      hold: holds.get(task.id),
      attempt: await engine.attempt(task),
    }),
  );
  const next = tasks.length > limit ? (page.at(-1)?.id ?? null) : null;
  return { tasks: await Promise.all(shown), next_cursor: next };
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
