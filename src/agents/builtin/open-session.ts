// Puts one session together: its model, tools, MCP servers and subagents, as the environment and the client say.
import { isAbsolute } from 'node:path';
import { platform } from 'node:os';
import { RequestError } from '@agentclientprotocol/sdk';
import { AppError } from '../../domain/errors.ts';
import { mayUse } from '../../domain/subagent/tools.ts';
import { findSubagent } from '../../domain/subagent.ts';
import type { FoundSubagent } from '../../domain/subagent.ts';
import { SubagentCatalog } from '../subagents/catalog.ts';
import { projectFolders } from '../subagents/folders.ts';
import type { Client } from './client.ts';
import { readConfigured } from './mcp/configured-servers.ts';
import { McpServers } from './mcp/servers.ts';
import type { McpServerConfig } from './mcp/server-config.ts';
import { openModel } from './model.ts';
import type { Model } from './model.ts';
import { connect } from './providers.ts';
import { Session } from './session.ts';
import {
  chooseModel,
  chooseNamedModel,
  configuredServers,
  ownSubagent,
  personalSubagents,
  projectRoot,
  readLimits,
  readPrice,
} from './settings.ts';
import type { Environment, Limits } from './settings.ts';
import { SubagentRuns } from './subagent/runs.ts';
import { subagentPrompt, systemPrompt } from './system-prompt.ts';
import { commandEnvironment } from './tools/command-environment.ts';
import { Commands } from './tools/commands.ts';
import type { Tool, ToolContext } from './tools/tool.ts';
import { tools as ownTools } from './tools/tools.ts';
import type { Transcript } from './transcript.ts';
import { openWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

export interface SessionParts {
  readonly environment: Environment;
  readonly version: string;
  readonly now: () => Date;
  readonly newId: () => string;
}

export interface Wanted {
  readonly cwd: string;
  readonly servers: readonly McpServerConfig[];
  readonly clientFor: (workspace: Workspace, limits: Limits) => Client;
  readonly openTranscript: () => Promise<Transcript>;
}

export interface OpenSession {
  readonly session: Session;
  readonly client: Client;
  readonly subagents: SubagentRuns;
  /** Ends its turn; resolves when nothing that it started is left. */
  close(): Promise<void>;
}

/** Everything that can be wrong with the settings is thrown here, before anybody writes a prompt. */
export async function openSession(parts: SessionParts, wanted: Wanted): Promise<OpenSession> {
  const { environment, version, now, newId } = parts;
  const limits = readLimits(environment);
  const workspace = await workspaceAt(wanted.cwd);
  const catalog = catalogOf(environment, workspace);
  const self = await selfOf(environment, catalog);
  const model = modelFor(environment, self);
  const client = wanted.clientFor(workspace, limits);
  const commands = new Commands();
  const context = { workspace, commandEnvironment: commandEnvironment(environment), commands };
  const transcript = await wanted.openTranscript();
  const circumstances = { workspace, now: now(), platform: platform() };
  const servers = new McpServers(serversOf(environment, wanted.servers), {
    cwd: workspace.root,
    environment: context.commandEnvironment,
    version,
    warn: (sentence) => void client.notice('warning', sentence),
  });
  const tools = async (): Promise<readonly Tool[]> => [...ownTools, ...(await servers.tools())];
  const subagents = subagentsOf(parts, { catalog, model, limits, context, tools });
  const session = new Session({
    transcript,
    context,
    // A subagent has none of its own.
    toolbox: async () =>
      self === null
        ? [...(await tools()), await subagents.tool()]
        : (await tools()).filter(({ name }) => mayUse(self, name)),
    model,
    system: await (self === null
      ? systemPrompt(circumstances)
      : subagentPrompt(self.systemPrompt, circumstances)),
    maxTurns: Math.min(limits.maxTurns, self?.limits.maxTurns ?? Infinity),
    contextWindow: limits.contextWindow,
    newId,
  });
  return {
    session,
    client,
    subagents,
    close: async () => {
      await session.cancel();
      await Promise.all([commands.close(), servers.close()]);
    },
  };
}

interface Shared {
  readonly catalog: SubagentCatalog;
  readonly model: Model;
  readonly limits: Limits;
  readonly context: ToolContext;
  readonly tools: () => Promise<readonly Tool[]>;
}

function subagentsOf(
  { environment, now, newId }: SessionParts,
  { catalog, model, limits, context, tools }: Shared,
): SubagentRuns {
  const { workspace } = context;
  return new SubagentRuns({
    list: () => catalog.list(),
    tools,
    context,
    modelFor: (subagent) =>
      subagent.model === null && subagent.temperature === null ? model : modelFor(environment, subagent),
    systemFor: ({ systemPrompt: prompt }) =>
      subagentPrompt(prompt, { workspace, now: now(), platform: platform() }),
    maxTurns: limits.maxTurns,
    contextWindow: limits.contextWindow,
    price: readPrice(environment),
    newId,
    now: () => now().getTime(),
  });
}

// Who opens the session knows better than a file.
function serversOf(
  environment: Environment,
  ofClient: readonly McpServerConfig[],
): readonly McpServerConfig[] {
  const configured = readConfigured(configuredServers(environment));
  return [...ofClient, ...configured.filter(({ name }) => !ofClient.some((one) => one.name === name))];
}

function catalogOf(environment: Environment, workspace: Workspace): SubagentCatalog {
  const personal = personalSubagents(environment).map(
    (dir) => ({ dir, level: 'user', isReadOnly: true, within: null }) as const,
  );
  const root = projectRoot(environment);
  // As with its configuration, what the person has in the repository now counts over what was committed.
  const project = [...(root === null ? [] : projectFolders(root)), ...projectFolders(workspace.root)];
  return new SubagentCatalog([...project, ...personal]);
}

async function selfOf(environment: Environment, catalog: SubagentCatalog): Promise<FoundSubagent | null> {
  const name = ownSubagent(environment);
  if (name === null) return null;
  const { subagents } = await catalog.list();
  const found = findSubagent(subagents, name);
  if (found !== undefined) return found;
  throw new AppError('not_found', `Subagent "${name}" not found`, {
    next: `There are ${subagents.map((one) => one.name).join(', ')}.`,
  });
}

function modelFor(environment: Environment, subagent: FoundSubagent | null): Model {
  const { model = null, temperature = null } = subagent ?? {};
  const choice = model === null ? chooseModel(environment) : chooseNamedModel(environment, model);
  return openModel(connect(choice), { temperature });
}

async function workspaceAt(cwd: string): Promise<Workspace> {
  if (!isAbsolute(cwd))
    throw RequestError.invalidParams({ cwd }, 'the working directory must be an absolute path');
  try {
    return await openWorkspace(cwd);
  } catch {
    // Missing, or not ours to enter: either way there is nothing to work on.
    throw RequestError.invalidParams({ cwd }, `there is no working directory ${cwd}`);
  }
}
