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
  /** Throws `unknown_agent`. */
  agent(name: string, project: string | undefined): Promise<schemas.AgentJson>;
  config(project: string | undefined): Promise<schemas.ConfigShowJson>;
  doctor(): Promise<schemas.DoctorReportJson>;
}

export function projectRoutes(app: App, engine: Engine): void {
  route(app, engine, endpoints.listProjects, {}, async ({ access }) => ({
    projects: (await engine.projects(access.reach)).map((project) => projectJson(project, engine.home, [])),
  }));
  route(app, engine, endpoints.addProject, { body: projectAdd, status: 201 }, async ({ body, access }) => {
    const { project, warnings, added } = await engine.addProject(body);
    access.resource = `project ${project.name}`;
    return { ...projectJson(project, engine.home, warnings), added };
  });
  route(app, engine, endpoints.showProject, {}, async (call) => {
    const { project, warnings } = await call.access.project(call.param('project'));
    return projectJson(project, engine.home, warnings);
  });
  route(app, engine, endpoints.removeProject, {}, async (call) => {
    const { project } = await call.access.project(call.param('project'));
    await engine.removeProject(project.id);
    return undefined;
  });
}

export function surroundingsRoutes(app: App, engine: Engine, around: Surroundings): void {
  route(app, engine, endpoints.health, {}, async () => around.health());
  route(app, engine, endpoints.listAgents, { query: taskScope }, async ({ query, access }) => {
    // Its repository's file may define agents, which is for those who can see the project.
    const only = query.project === undefined ? undefined : await access.project(query.project);
    return around.agents(only?.project.id);
  });
  route(app, engine, endpoints.resumeAgent, { query: taskScope }, async ({ param, query, access }) => {
    const { name } = await around.agent(param('agent'), query.project);
    access.resource = `agent ${name}`;
    await engine.resumeAgent(name);
    return around.agent(name, query.project);
  });
  route(app, engine, endpoints.showConfig, { query: taskScope }, async ({ query }) =>
    around.config(query.project),
  );
  route(app, engine, endpoints.doctor, {}, async () => around.doctor());
}
