// The routes of the memory of conflicts.
import { contract } from '../api/contract.ts';
import type { Engine } from '../engine/engine.ts';
import { resolutionJson } from './present-resolution.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

export function resolutionRoutes(app: App, engine: Engine): void {
  const { conflictMemory } = engine;
  route(app, engine, contract.taskConflicts, async (call) => {
    const task = await call.access.task(call.param('task'), call.query.project);
    const { state, branch, files } = await conflictMemory.ofTask(task);
    return {
      state,
      branch,
      files: files.map((file) => ({
        ...file,
        resolution: file.resolution === null ? null : resolutionJson(file.resolution),
      })),
    };
  });
  route(app, engine, contract.listResolutions, async (call) => {
    const { project } = await call.access.project(call.param('project'));
    return { resolutions: (await conflictMemory.list(project)).map(resolutionJson) };
  });
  route(app, engine, contract.forgetResolution, async (call) => {
    const { project } = await call.access.project(call.param('project'));
    return resolutionJson(await conflictMemory.forget(project, call.param('resolution')));
  });
}
