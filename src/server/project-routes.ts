// Routes of projects, and of what the daemon can say about itself.
import { endpoints } from '../api/endpoints.ts';
import { projectAdd } from '../api/project-schemas.ts';
import { taskScope } from '../api/schemas.ts';
import type * as schemas from '../api/schemas.ts';
import type { Engine } from '../engine/engine.ts';
import { projectJson } from './present.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

/** What only the composition root knows: configuration, agents installed here, the state of the machine. */
export interface Surroundings {
  health(): schemas.HealthJson;
  agents(project: string | undefined): Promise<schemas.AgentListJson>;
  config(project: string | undefined): Promise<schemas.ConfigShowJson>;
  doctor(): Promise<schemas.DoctorReportJson>;
}

export function projectRoutes(app: App, engine: Engine): void {
  route(app, endpoints.listProjects, {}, async () => ({
    projects: (await engine.projects()).map((project) => projectJson(project, engine.home, [])),
  }));
  route(app, endpoints.addProject, { body: projectAdd, status: 201 }, async ({ body }) => {
    const { project, warnings, added } = await engine.addProject(body);
    return { ...projectJson(project, engine.home, warnings), added };
  });
  route(app, endpoints.showProject, {}, async (call) => {
    const { project, warnings } = await engine.project(call.param('project'));
    return projectJson(project, engine.home, warnings);
  });
  route(app, endpoints.removeProject, {}, async (call) => {
    await engine.removeProject(call.param('project'));
    return undefined;
  });
}

export function surroundingsRoutes(app: App, around: Surroundings): void {
  route(app, endpoints.health, {}, async () => around.health());
  route(app, endpoints.listAgents, { query: taskScope }, async ({ query }) => around.agents(query.project));
  route(app, endpoints.showConfig, { query: taskScope }, async ({ query }) => around.config(query.project));
  route(app, endpoints.doctor, {}, async () => around.doctor());
}
