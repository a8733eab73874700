// Routes of tasks: parse → engine → present. No logic of its own.
import { refuseUnattendedPush } from './may-push.ts';
import { contract } from '../api/contract.ts';
import type { TaskMoveJson } from '../api/queue-schemas.ts';
import type { TaskCreateJson, TaskJson, TaskScopeJson } from '../api/schemas.ts';
import type { Task } from '../domain/task.ts';
import type { ChangedTask, CreateTask, Engine } from '../engine/engine.ts';
import { taskJson } from './present.ts';
import { route } from './route.ts';
import type { App, Call } from './route.ts';
import { laterText, undoPlanJson } from './present-undo.ts';
import { onVersion } from './stale-version.ts';
import { listTasks } from './task-list.ts';

type Scoped = Pick<Call<TaskScopeJson, unknown>, 'query' | 'param' | 'access' | 'expected'>;
type Show = (task: Task) => Promise<TaskJson>;

export function taskRoutes(app: App, engine: Engine): void {
  const show: Show = async (task) => presentTask(engine, task);
  const one = async (call: Scoped): Promise<Task> => call.access.task(call.param('task'), call.query.project);

  route(app, engine, contract.listTasks, async ({ query, access }) => listTasks(engine, query, access.reach));
  route(app, engine, contract.createTask, async (call) => {
    const changed = await engine.createTask(await wantedTask(engine, call), call.actor.username);
    call.access.resource = `task ${changed.task.id}`;
    return withWarnings(show, changed);
  });
  route(app, engine, contract.showTask, async (call) => show(await one(call)));
  editRoutes(app, engine, show);
  actionRoutes(app, engine, show);
  undoRoutes(app, engine, show);
}

/** What is asked for, in the words of the engine, as far as the caller may ask for it. */
export async function wantedTask(
  engine: Engine,
  { body, access, actor }: Pick<Call<unknown, TaskCreateJson>, 'body' | 'access' | 'actor'>,
): Promise<CreateTask> {
  const { project } = await access.project(body.project);
  await access.refuseForeign(body.depends_on ?? []);
  const mayApply = access.can('task.apply', project.id);
  const owner = body.owner === undefined ? undefined : (await engine.accounts.user(body.owner, actor)).name;
  return { ...body, owner, project: project.id, mayApply };
}

/** Does the work on the task of the call, if it has the version that the caller read. */
async function change<T>(
  engine: Engine,
  call: Scoped,
  show: Show,
  work: (task: Task) => Promise<T>,
): Promise<T> {
  const task = await call.access.task(call.param('task'), call.query.project);
  return onVersion(engine, { task, expected: call.expected, show }, work);
}

function editRoutes(app: App, engine: Engine, show: Show): void {
  route(app, engine, contract.editTask, async (call) => {
    const { version: _, ...edit } = call.body;
    const edited = await change(engine, call, show, async (task) => {
      refuseUnattendedPush(call, task);
      await call.access.refuseForeign(edit.depends_on ?? []);
      if (edit.policy !== undefined) refuseUnattendedPush(call, { ...task, policy: edit.policy });
      return engine.editTask(task, edit, call.actor.username, call.expected);
    });
    return withWarnings(show, edited);
  });
  route(app, engine, contract.moveTask, async (call) => {
    const { version: _, ...place } = call.body;
    const moved = await change(engine, call, show, async (task) => {
      await call.access.refuseForeign(placesIn(place));
      return engine.moveTask(task, place, call.actor.username);
    });
    return show(moved);
  });
  route(app, engine, contract.deleteTask, async (call) => {
    await change(engine, call, show, (task) => engine.remove(task, call.actor.username));
    return undefined;
  });
}

function actionRoutes(app: App, engine: Engine, show: Show): void {
  const act = async (call: Scoped, work: (task: Task) => Promise<Task>): Promise<TaskJson> =>
    show(await change(engine, call, show, work));
  /** For a call that lets its agent go on: what is applied by itself is for those who may apply. */
  const actWorking = async (call: Scoped, work: (task: Task) => Promise<Task>): Promise<TaskJson> =>
    act(call, async (task) => {
      refuseUnattendedPush(call, task);
      return work(task);
    });

  route(app, engine, contract.acceptTask, async (call) =>
    actWorking(call, (task) => engine.accept(task, call.actor.username, call.expected)),
  );
  route(app, engine, contract.archiveTask, async (call) =>
    act(call, (task) => engine.archive(task, call.actor.username, call.expected)),
  );
  route(app, engine, contract.applyTask, async (call) =>
    act(call, (task) => {
      const { priority, wait } = call.body;
      return engine.apply(task, { priority, noWait: wait === false }, call.actor.username, call.expected);
    }),
  );
  route(app, engine, contract.withdrawTask, async (call) =>
    act(call, (task) => engine.withdraw(task, call.actor.username, call.expected)),
  );
  route(app, engine, contract.lookAtPullRequest, async (call) =>
    act(call, (task) => engine.pullRequests.look(task, { actor: call.actor.username })),
  );
  route(app, engine, contract.dismissTask, async (call) =>
    act(call, (task) => engine.dismiss(task, call.actor.username, call.expected)),
  );
  route(app, engine, contract.pauseTask, async (call) =>
    act(call, (task) => engine.pause(task, call.actor.username)),
  );
  route(app, engine, contract.resumeTask, async (call) =>
    actWorking(call, (task) => engine.resume(task, call.actor.username, call.expected)),
  );
  route(app, engine, contract.completeTask, async (call) =>
    actWorking(call, (task) => engine.complete(task, call.actor.username)),
  );
  route(app, engine, contract.replanTask, async (call) =>
    act(call, (task) => engine.replan(task, call.actor.username, call.expected)),
  );
  route(app, engine, contract.retryTask, async (call) => {
    const { version: _, ...options } = call.body;
    return actWorking(call, (task) => engine.retry(task, options, call.actor.username, call.expected));
  });
  route(app, engine, contract.cancelTask, async (call) =>
    act(call, (task) => engine.cancel(task, call.body, call.actor.username)),
  );
  route(app, engine, contract.sendToTask, async (call) =>
    actWorking(call, (task) => {
      const { message, version: _, interrupt, ...limits } = call.body;
      return engine.send(task, message, call.actor.username, { interrupt, limits });
    }),
  );
}

function undoRoutes(app: App, engine: Engine, show: Show): void {
  route(app, engine, contract.undoPlan, async (call) => {
    const task = await call.access.task(call.param('task'), call.query.project);
    return undoPlanJson(await engine.undoPlan(task));
  });
  route(app, engine, contract.undoTask, async (call) => {
    const undone = await change(engine, call, show, (task) =>
      engine.undo(task, call.actor.username, call.expected),
    );
    return withWarnings(show, { task: undone.task, warnings: undone.later.map(laterText) });
  });
}

async function withWarnings(show: Show, { task, warnings }: ChangedTask): Promise<TaskJson> {
  return { ...(await show(task)), warnings: [...warnings] };
}

/** The tasks beside which another is put. */
function placesIn(place: TaskMoveJson): readonly string[] {
  const places = ['before' in place ? place.before : undefined, 'after' in place ? place.after : undefined];
  return places.filter((ref) => ref !== undefined);
}

export async function presentTask(engine: Engine, task: Task): Promise<TaskJson> {
  const { project } = await engine.project(task.projectId, null);
  const holds = await engine.holds([task]);
  const attempt = await engine.history.attempt(task);
  return taskJson(task, {
    projectName: project.name,
    hold: holds.get(task.id),
    attempt,
    limits: await engine.limits().of(task, attempt),
    links: await engine.pages.linksOf(task),
    place: (await engine.merges.places([task])).get(task.id),
    said: await engine.said(task),
    conflicts: engine.radar.of(task),
  });
}
