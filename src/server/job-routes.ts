// The route of what goes on in the background.
import { contract } from '../api/contract.ts';
import type { Engine } from '../engine/engine.ts';
import { time } from './present.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

const longestTitle = 200;

export function jobRoutes(app: App, engine: Engine, now: () => number): void {
  route(app, engine, contract.jobs, async ({ query, access }) => {
    const projects =
      query.project === undefined
        ? await engine.projects(access.reach)
        : [(await access.project(query.project)).project];
    const names = new Map(projects.map((project) => [project.id, project.name]));
    const jobs = await engine.overview.jobs(projects);
    return {
      jobs: jobs.map((job) => ({
        kind: job.kind,
        project_id: job.projectId,
        project_name: names.get(job.projectId) ?? '',
        title: Array.from(job.title).slice(0, longestTitle).join(''),
        task_id: job.taskId,
        request_id: job.requestId,
        agent: job.agent,
        state: job.state,
        step: job.step,
        since: time(job.since),
      })),
      at: time(now()),
    };
  });
}
