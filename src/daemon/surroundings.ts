// What the daemon can say about itself and its machine: health, agents, effective configuration, doctor.
import type { AgentEntry } from '../agents/driver.ts';
import { agentHold } from '../domain/agent-health.ts';
import type { AgentHealth, AgentHold } from '../domain/agent-health.ts';
import { AppError } from '../domain/errors.ts';
import { LiveTasks } from '../domain/live-tasks.ts';
import type { Project } from '../domain/project.ts';
import type { EngineDeps } from '../engine/deps.ts';
import { examine } from '../engine/doctor.ts';
import { findOwnProject } from '../engine/own-project.ts';
import type { Surroundings } from '../server/project-routes.ts';
import { agentCheck, agentView } from './agent-views.ts';
import { addAgent, removeAgent } from './change-agents.ts';
import { changeOwn } from './own-settings.ts';
import type { ConfigOf } from './project-settings.ts';
import { settingsJson } from './settings-view.ts';

export interface SurroundingsInput {
  readonly deps: EngineDeps;
  readonly configOf: ConfigOf;
  readonly home: string;
  readonly version: string;
  readonly startedAt: number;
  /** The address that it listens on. */
  readonly host: string;
}

export function surroundings(input: SurroundingsInput): Surroundings {
  const { deps, configOf, home } = input;
  const projectOf = async (ref: string | undefined): Promise<Project | null> =>
    ref === undefined ? null : findOwnProject(deps, ref);
  return {
    health: () => ({
      name: 'tasklane',
      version: input.version,
      pid: process.pid,
      home,
      started_at: new Date(input.startedAt).toISOString(),
    }),
    agents: async (ref) => {
      const project = await projectOf(ref);
      const [registry, config] = await Promise.all([deps.agents(project), configOf(project)]);
      const show = await shower(deps, config.settings.agent);
      return { agents: await Promise.all(registry.list().map(show)), warnings: [...config.warnings] };
    },
    agent: async (name, ref) => {
      const project = await projectOf(ref);
      const [registry, config] = await Promise.all([deps.agents(project), configOf(project)]);
      return (await shower(deps, config.settings.agent))(registry.get(name));
    },
    checkAgent: async ({ name, project: ref, request }, signal) => {
      const project = await projectOf(ref);
      const [registry, config] = await Promise.all([deps.agents(project), configOf(project)]);
      const entry = registry.get(name);
      const agent = await (await shower(deps, config.settings.agent))(entry);
      return agentCheck({ deps, home, entry, agent, request }, signal);
    },
    addAgent: async ({ replace, pass_env: passEnv, ...agent }) => {
      addAgent(home, { ...agent, passEnv }, { replace });
      const [registry, config] = await Promise.all([deps.agents(null), configOf(null)]);
      return (await shower(deps, config.settings.agent))(registry.get(agent.name));
    },
    removeAgent: async (name) => removeAgent(home, name),
    config: async (ref) => {
      const config = await configOf(await projectOf(ref));
      const { files, warnings } = config;
      return { entries: [...config.entries()], files: [...files], warnings: [...warnings] };
    },
    projectSettings: async (ref) => settingsJson(await findOwnProject(deps, ref), input),
    changeProjectSettings: async (ref, { set = {}, reset = [], version }) => {
      const project = await findOwnProject(deps, ref);
      try {
        changeOwn(home, project, { set, reset, version });
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'stale_version') throw error;
        throw new AppError('stale_version', error.message, {
          next: 'Compare with `current` in the details, then send the change again with its version.',
          details: { ...error.details, current: await settingsJson(project, input) },
          cause: error,
        });
      }
      return settingsJson(project, input);
    },
    doctor: async () => {
      const { settings } = await configOf(null);
      const findings = await examine({
        deps,
        home,
        nodeVersion: process.versions.node,
        defaultAgent: settings.agent,
        host: input.host,
        publicUrl: settings.publicUrl,
      });
      return { findings: [...findings] };
    },
  };
}

type AgentView = Awaited<ReturnType<Surroundings['agents']>>['agents'][number];

async function shower(
  deps: EngineDeps,
  defaultAgent: string,
): Promise<(entry: AgentEntry) => Promise<AgentView>> {
  const unwell = new Map((await deps.store.agents.list(deps.home)).map((health) => [health.agent, health]));
  const states = ['starting', 'running', 'waiting'] as const;
  const live = new LiveTasks(await deps.store.tasks.list({ states, home: deps.home }));
  return async (entry) => {
    const health = unwell.get(entry.name);
    const hold = agentHold(health, live.count(`agent:${entry.name}`), deps.now());
    return { ...(await agentView(deps, entry, defaultAgent)), ...healthJson(health, hold) };
  };
}

function healthJson(
  health: AgentHealth | undefined,
  hold: AgentHold | null,
): Pick<AgentView, 'held' | 'failures'> {
  const until = hold?.until ?? null;
  return {
    held:
      hold === null
        ? null
        : { why: hold.why, text: hold.text, until: until === null ? null : new Date(until).toISOString() },
    failures: health?.failures.length ?? 0,
  };
}
