// Routes of projects, and of what the daemon can say about itself.
import { contract } from '../api/contract.ts';
import type * as schemas from '../api/schemas.ts';
import type { ProjectSettingsChangeJson, ProjectSettingsJson } from '../api/settings-schemas.ts';
import type { Engine } from '../engine/engine.ts';
import { hasText, pageOf } from './cursor.ts';
import { knowledgeJson, proposedJson } from './present-knowledge.ts';
import { projectJson } from './present.ts';
import { route } from './route.ts';
import type { App } from './route.ts';
import { etagOf, expectedVersion } from './versions.ts';

/** What only the composition root knows: configuration, agents installed here, the state of the machine. */
export interface Surroundings {
  health(): schemas.HealthJson;
  agents(project: string | undefined): Promise<Omit<schemas.AgentListJson, 'next_cursor'>>;
  checkAgent(check: AgentToCheck, signal: AbortSignal): Promise<schemas.AgentCheckJson>;
  addAgent(agent: schemas.AgentAdd): Promise<schemas.AgentJson>;
  removeAgent(name: string): Promise<void>;
  /** Throws `unknown_agent`. */
  agent(name: string, project: string | undefined): Promise<schemas.AgentJson>;
  config(project: string | undefined): Promise<schemas.ConfigShowJson>;
  projectSettings(project: string): Promise<ProjectSettingsJson>;
  /** Throws `stale_version` with `current` in its details, `invalid_input` naming each field that is wrong. */
  changeProjectSettings(project: string, change: ProjectSettingsChangeJson): Promise<ProjectSettingsJson>;
  doctor(): Promise<schemas.DoctorReportJson>;
}

export interface AgentToCheck {
  readonly name: string;
  readonly project: string | undefined;
  readonly request: schemas.AgentCheckRequest;
}

export function projectRoutes(app: App, engine: Engine): void {
  route(app, engine, contract.listProjects, async ({ query, access }) => {
    const reached = await engine.projects(access.reach);
    const found = reached.filter(({ name, root }) => hasText([name, root], query.q));
    const { items, next_cursor } = pageOf('projects', found, (project) => project.id, query);
    return { projects: items.map((project) => projectJson(project, engine.home, [])), next_cursor };
  });
  route(app, engine, contract.addProject, async ({ body, access }) => {
    const { project, warnings, added } = await engine.addProject(body);
    access.resource = `project ${project.name}`;
    // What is configured is asked for only once: when the repository becomes a project.
    const proposed = added ? await engine.maps.proposed(project) : null;
    return {
      ...projectJson(project, engine.home, warnings),
      added,
      proposed: proposed === null ? null : proposedJson(proposed),
    };
  });
  route(app, engine, contract.showProject, async (call) => {
    const { project, warnings } = await call.access.project(call.param('project'));
    return projectJson(project, engine.home, warnings);
  });
  route(app, engine, contract.projectKnowledge, async (call) => {
    const { project } = await call.access.project(call.param('project'));
    return knowledgeJson((await engine.maps.of(project)).knowledge);
  });
  route(app, engine, contract.removeProject, async (call) => {
    const { project } = await call.access.project(call.param('project'));
    await engine.removeProject(project.id);
    return undefined;
  });
}

export function surroundingsRoutes(app: App, engine: Engine, around: Surroundings): void {
  route(app, engine, contract.health, async () => around.health());
  route(app, engine, contract.listAgents, async ({ query, access }) => {
    // Its repository's file may define agents, which is for those who can see the project.
    const only = query.project === undefined ? undefined : await access.project(query.project);
    const { agents, warnings } = await around.agents(only?.project.id);
    const found = agents.filter(({ name, title }) => hasText([name, title], query.q));
    const { items, next_cursor } = pageOf('agents', found, (agent) => agent.name, query);
    return { agents: [...items], warnings, next_cursor };
  });
  route(app, engine, contract.resumeAgent, async ({ param, query, access }) => {
    const { name } = await around.agent(param('agent'), query.project);
    access.resource = `agent ${name}`;
    await engine.resumeAgent(name);
    return around.agent(name, query.project);
  });
  route(app, engine, contract.checkAgent, async ({ query, body, access, param, context }) => {
    const name = param('agent');
    access.resource = `agent ${name}`;
    const only = query.project === undefined ? undefined : await access.project(query.project);
    return around.checkAgent({ name, project: only?.project.id, request: body }, context.req.raw.signal);
  });
  route(app, engine, contract.addAgent, async ({ body, access }) => {
    access.resource = `agent ${body.name}`;
    return around.addAgent(body);
  });
  route(app, engine, contract.removeAgent, async ({ access, param }) => {
    access.resource = `agent ${param('agent')}`;
    await around.removeAgent(param('agent'));
    return undefined;
  });
  route(app, engine, contract.projectSettings, async ({ access, param, context }) => {
    const { project } = await access.project(param('project'));
    const shown = await around.projectSettings(project.id);
    context.header('etag', etagOf(shown));
    return shown;
  });
  route(app, engine, contract.changeProjectSettings, async ({ access, actor, param, body, context }) => {
    const { project } = await access.project(param('project'));
    const { set = {}, reset = [] } = body;
    access.resource = `project ${project.name}: ${[...Object.keys(set), ...reset].join(', ')}`.slice(0, 200);
    const version = expectedVersion(context.req.header('if-match'), body.version);
    const shown = await around.changeProjectSettings(project.id, { set, reset, version });
    engine.settingsChanged({ project, by: actor.username, version: shown.version });
    context.header('etag', etagOf(shown));
    return shown;
  });
  route(app, engine, contract.showConfig, async ({ query }) => around.config(query.project));
  route(app, engine, contract.doctor, async () => around.doctor());
}
