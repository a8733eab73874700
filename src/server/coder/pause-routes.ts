// Coder's calls that stop and start the workspace of a task, and change what it is told while it is stopped.
import { coderInput } from '../../api/coder-schemas.ts';
import type { App } from '../route.ts';
import { CoderError } from './coder-error.ts';
import { coderRoute } from './coder-route.ts';
import type { CoderDeps } from './directory.ts';
import { findCoderTask } from './find-task.ts';
import { buildOf } from './workspace-routes.ts';

export function coderPauseRoutes(app: App, deps: CoderDeps): void {
  const { engine } = deps;
  const one = '/tasks/:user/:task';
  coderRoute(app, engine, { method: 'POST', path: `${one}/pause`, action: 'task.pause' }, async (call) => {
    const { task } = await findCoderTask(deps, call);
    const paused = await engine.pause(task, call.actor.username);
    return { status: 202, json: { workspace_build: await buildOf(deps, call, paused) } };
  });
  coderRoute(app, engine, { method: 'POST', path: `${one}/resume`, action: 'task.resume' }, async (call) => {
    const { task } = await findCoderTask(deps, call);
    const resumed = await engine.resume(task, call.actor.username);
    return { status: 202, json: { workspace_build: await buildOf(deps, call, resumed) } };
  });
  coderRoute(app, engine, { method: 'PATCH', path: `${one}/input`, action: 'task.send' }, async (call) => {
    const { task } = await findCoderTask(deps, call);
    const { input } = await call.body(coderInput);
    if (input.trim() === '') throw new CoderError(400, 'invalid_input', 'Task input is required.');
    if (task.state !== 'paused')
      throw new CoderError(409, 'invalid_transition', 'Unable to update task input, task must be paused.', {
        detail: `The task is ${task.state}.`,
      });
    await engine.leaveMessage(task, input, call.actor.username);
    return { status: 204 };
  });
}
