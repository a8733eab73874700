// Routes of tasks: parse → engine → present. No logic of its own.
import type { z } from 'zod';
import { endpoints } from '../api/endpoints.ts';
import { taskMove } from '../api/queue-schemas.ts';
import { taskScope } from '../api/schemas.ts';
import type { TaskJson, TaskListJson, TaskScopeJson } from '../api/schemas.ts';
import * as schemas from '../api/task-schemas.ts';
import type { Reach } from '../domain/access.ts';
import { AppError } from '../domain/errors.ts';
import { taskId } from '../domain/ids.ts';
import { policyOf } from '../domain/policy.ts';
import { taskStates } from '../domain/task.ts';
import type { Task, TaskState } from '../domain/task.ts';
import type { ChangedTask, Engine } from '../engine/engine.ts';
import { taskJson } from './present.ts';
import { accessOf, route } from './route.ts';
import type { App, Call } from './route.ts';

type Scoped = Call<TaskScopeJson, unknown>;

export function taskRoutes(app: App, engine: Engine): void {
  const one = async (call: Scoped): Promise<Task> => call.access.task(call.param('task'), call.query.project);
  /** For a call that lets its agent go on: what is applied by itself is for those who may apply. */
  const working = async (call: Scoped): Promise<Task> => {
    const task = await one(call);
    refuseUnattendedPush(call, task);
    return task;
  };
  const show = async (task: Task): Promise<TaskJson> => present(engine, task);
  const showChanged = async ({ task, warnings }: ChangedTask): Promise<TaskJson> => ({
    ...(await show(task)),
    warnings: [...warnings],
  });
  const scope = { query: taskScope };

  route(app, engine, endpoints.listTasks, { query: schemas.taskQuery }, async ({ query, access }) =>
    list(engine, query, access.reach),
  );
  route(app, engine, endpoints.createTask, { body: schemas.taskCreate, status: 201 }, async (call) => {
    const { body, access } = call;
    const { project } = await access.project(body.project);
    await access.refuseForeign(body.depends_on ?? []);
    const mayApply = access.can('task.apply', project.id);
    const changed = await engine.createTask({ ...body, project: project.id, mayApply }, call.actor.username);
    access.resource = `task ${changed.task.id}`;
    return showChanged(changed);
  });
  route(app, engine, endpoints.editTask, { ...scope, body: schemas.taskEdit }, async (call) => {
    const task = await working(call);
    await call.access.refuseForeign(call.body.depends_on ?? []);
    if (call.body.policy !== undefined) refuseUnattendedPush(call, { ...task, policy: call.body.policy });
    return showChanged(await engine.editTask(task, call.body, call.actor.username));
  });
  route(app, engine, endpoints.moveTask, { ...scope, body: taskMove }, async (call) => {
    const task = await one(call);
    const { body } = call;
    await call.access.refuseForeign(placesIn(body));
    return show(await engine.moveTask(task, body, call.actor.username));
  });
  route(app, engine, endpoints.showTask, scope, async (call) => show(await one(call)));
  route(
    app,
    engine,
    endpoints.deleteTask,
    scope,
    async (call) => engine.remove(await one(call), call.actor.username) as Promise<undefined>,
  );
  route(app, engine, endpoints.acceptTask, scope, async (call) =>
    show(await engine.accept(await working(call), call.actor.username)),
  );
  route(app, engine, endpoints.archiveTask, scope, async (call) =>
    show(await engine.archive(await one(call), call.actor.username)),
  );
  route(app, engine, endpoints.applyTask, scope, async (call) =>
    show(await engine.apply(await one(call), call.actor.username)),
  );
  route(app, engine, endpoints.dismissTask, scope, async (call) =>
    show(await engine.dismiss(await one(call), call.actor.username)),
  );
  restRoutes(app, engine, { one, working });
  route(app, engine, endpoints.retryTask, { ...scope, body: schemas.retryRequest }, async (call) =>
    show(await engine.retry(await working(call), call.body, call.actor.username)),
  );
  route(app, engine, endpoints.cancelTask, { ...scope, body: schemas.cancelRequest }, async (call) =>
    show(await engine.cancel(await one(call), call.body, call.actor.username)),
  );
  route(app, engine, endpoints.sendToTask, { ...scope, body: schemas.message }, async (call) =>
    show(await engine.send(await working(call), call.body.message, call.actor.username)),
  );
  route(app, engine, endpoints.diffTask, scope, async (call) => {
    const diff = await engine.diff(await one(call));
    return { ...diff, files: [...diff.files] };
  });
  app.get(endpoints.checkLog.path, async (context) => {
    const access = accessOf(engine, endpoints.checkLog, context);
    const task = await access.task(context.req.param('task') ?? '', context.req.query('project'));
    return context.text(await engine.checkLog(task, context.req.param('log') ?? ''));
  });
}

interface Look {
  readonly one: (call: Scoped) => Promise<Task>;
  readonly working: (call: Scoped) => Promise<Task>;
}

/** What lets a task rest, and what lets it go on. */
function restRoutes(app: App, engine: Engine, { one, working }: Look): void {
  const scope = { query: taskScope };
  route(app, engine, endpoints.pauseTask, scope, async (call) =>
    present(engine, await engine.pause(await one(call), call.actor.username)),
  );
  route(app, engine, endpoints.resumeTask, scope, async (call) =>
    present(engine, await engine.resume(await working(call), call.actor.username)),
  );
  route(app, engine, endpoints.completeTask, scope, async (call) =>
    present(engine, await engine.complete(await working(call), call.actor.username)),
  );
  route(app, engine, endpoints.replanTask, scope, async (call) =>
    present(engine, await engine.replan(await one(call), call.actor.username)),
  );
}

function refuseUnattendedPush({ access }: Scoped, task: Pick<Task, 'policy' | 'projectId'>): void {
  if (policyOf(task.policy).whenDone === 'push') access.need('task.apply', task.projectId);
}

/** The tasks beside which another is put. */
function placesIn(body: z.output<typeof taskMove>): readonly string[] {
  const places = ['before' in body ? body.before : undefined, 'after' in body ? body.after : undefined];
  return places.filter((ref) => ref !== undefined);
}

async function present(engine: Engine, task: Task): Promise<TaskJson> {
  const { project } = await engine.project(task.projectId, null);
  const holds = await engine.holds([task]);
  return taskJson(task, {
    projectName: project.name,
    hold: holds.get(task.id),
    attempt: await engine.attempt(task),
  });
}

async function list(
  engine: Engine,
  query: z.output<typeof schemas.taskQuery>,
  reach: Reach,
): Promise<TaskListJson> {
  const limit = query.limit ?? 100;
  const only = query.project === undefined ? undefined : (await engine.project(query.project, reach)).project;
  const tasks = await engine.tasks(
    {
      limit: limit + 1,
      ...(only !== undefined && { projectId: only.id }),
      ...(query.state !== undefined && { states: statesOf(query.state) }),
      ...(query.cursor !== undefined && { before: taskId(query.cursor) }),
    },
    reach,
  );
  const page = tasks.slice(0, limit);
  const names = new Map((await engine.projects(reach)).map((project) => [project.id, project.name]));
  const holds = await engine.holds(page);
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
