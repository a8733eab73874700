// Coder's calls of tasks: listed, looked at, created, deleted, talked to.
import * as schemas from '../../api/coder-schemas.ts';
import type { CoderLogsJson, CoderTaskJson } from '../../api/coder-schemas.ts';
import { AppError } from '../../domain/errors.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../route.ts';
import { CoderError } from './coder-error.ts';
import { coderRoute } from './coder-route.ts';
import type { CoderCall } from './coder-route.ts';
import { createCoderTask } from './create-task.ts';
import { Directory } from './directory.ts';
import type { CoderDeps } from './directory.ts';
import { findCoderTask } from './find-task.ts';
import { conversation, wholeLog } from './logs.ts';
import { coderTask, coderTasks } from './present-task.ts';
import { parseTaskSearch } from './task-query.ts';
import type { TaskSearch } from './task-query.ts';

export function coderTaskRoutes(app: App, deps: CoderDeps): void {
  const { engine } = deps;
  coderRoute(app, engine, { method: 'GET', path: '/tasks', action: 'task.read' }, async (call) => {
    const all = await list(deps, call);
    return { status: 200, json: { tasks: page(all, call), count: all.length } };
  });
  coderRoute(app, engine, { method: 'POST', path: '/tasks/:user', action: 'task.create' }, async (call) => ({
    status: 201,
    json: await createCoderTask(deps, call),
  }));
  const one = '/tasks/:user/:task';
  coderRoute(app, engine, { method: 'GET', path: one, action: 'task.read' }, async (call) => {
    const { task, directory } = await findCoderTask(deps, call);
    return { status: 200, json: await coderTask(engine, directory, task) };
  });
  coderRoute(app, engine, { method: 'DELETE', path: one, action: 'task.delete' }, async (call) => {
    const { task } = await findCoderTask(deps, call);
    await engine.remove(task, call.actor.username);
    return { status: 202 };
  });
  coderRoute(app, engine, { method: 'POST', path: `${one}/send`, action: 'task.send' }, async (call) => {
    const { task, directory } = await findCoderTask(deps, call);
    const { input } = await call.body(schemas.coderInput);
    if (input.trim() === '') throw new CoderError(400, 'invalid_input', 'Task input is required.');
    refuseDeaf(await coderTask(engine, directory, task));
    await send(deps, call, task, input);
    return { status: 204 };
  });
  coderRoute(app, engine, { method: 'GET', path: `${one}/logs`, action: 'task.read' }, async (call) => {
    const { task, directory } = await findCoderTask(deps, call);
    return { status: 200, json: await logsOf(deps, directory, task) };
  });
}

async function list(deps: CoderDeps, call: CoderCall): Promise<readonly CoderTaskJson[]> {
  const { reach } = call.access;
  const search = parseTaskSearch(call.query('q') ?? '');
  const directory = await Directory.read(deps, reach);
  const wanted = await matching(deps, call, directory, search);
  const shown = await coderTasks(deps.engine, directory, wanted);
  return search.status === undefined ? shown : shown.filter(({ status }) => status === search.status);
}

async function matching(
  { engine }: CoderDeps,
  { actor, access }: CoderCall,
  directory: Directory,
  { owner, organization }: TaskSearch,
): Promise<readonly Task[]> {
  const project = organization === undefined ? undefined : directory.project(organization);
  if (project === null) return [];
  const filter = project === undefined ? {} : { projectId: project.id };
  const all = await engine.tasks(filter, access.reach);
  // Drafts wait for a person to look at them, and subtasks belong to the agent that asked for them: Coder has neither.
  const shown = all.filter((task) => task.state !== 'draft' && task.parentId === null);
  if (owner === undefined) return shown;
  const name = directory.person(owner, actor)?.name ?? owner;
  return shown.filter((task) => directory.owner(task.owner).name === name);
}

// Ours: Coder answers with all of them.
function page(all: readonly CoderTaskJson[], call: CoderCall): readonly CoderTaskJson[] {
  const offset = countOf(call, 'offset') ?? 0;
  const limit = countOf(call, 'limit');
  return all.slice(offset, limit === undefined ? undefined : offset + limit);
}

function countOf(call: CoderCall, name: string): number | undefined {
  const text = call.query(name);
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const validations = [{ field: name, detail: `“${text}” is not a whole number.` }];
  throw new CoderError(400, 'invalid_input', 'Query parameters have invalid values.', { validations });
}

function refuseDeaf({ status, current_state: { message } }: CoderTaskJson): void {
  if (status === 'active') return;
  if (status === 'error' || status === 'unknown')
    throw new CoderError(400, 'invalid_transition', 'Task must be active.', { detail: message });
  const detail =
    status === 'paused'
      ? 'Resume it first, or send with the command line, which does.'
      : `Wait until it is active (${message}).`;
  throw new CoderError(409, 'invalid_transition', `Task is ${status}.`, { detail });
}

async function send({ engine }: CoderDeps, call: CoderCall, task: Task, input: string): Promise<void> {
  try {
    await engine.send(task, input, call.actor.username);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_transition') throw error;
    // It is finished, or is being merged: no agent of it listens, and waiting does not help either.
    throw new CoderError(502, error.code, 'Task app is not ready to accept input.', {
      detail: `${error.message} ${error.next ?? ''}`.trim(),
    });
  }
}

async function logsOf({ engine }: CoderDeps, directory: Directory, task: Task): Promise<CoderLogsJson> {
  const { status, updated_at: at } = await coderTask(engine, directory, task);
  const logs = [...conversation(await wholeLog(engine, task))];
  // Of a task in error Coder answers 409; but that is when people are told to read its log.
  if (status === 'active' || status === 'error' || status === 'unknown') return { logs };
  return { logs, snapshot: true, ...(logs.length > 0 && { snapshot_at: at }) };
}
