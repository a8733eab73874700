// Puts one session together: its model, tools, MCP servers and subagents, as the environment and the client say.
import { isAbsolute } from 'node:path';
import { platform } from 'node:os';
import { RequestError } from '@agentclientprotocol/sdk';
import { SubagentCatalog } from '../subagents/catalog.ts';
import { projectFolders } from '../subagents/folders.ts';
import type { Client } from './client.ts';
import { McpServers } from './mcp/servers.ts';
import type { McpServerConfig } from './mcp/server-config.ts';
import { openModel } from './model.ts';
import type { Model } from './model.ts';
import { connect } from './providers.ts';
import { Session } from './session.ts';
import {
  chooseModel,
  chooseNamedModel,
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
  const model = openModel(connect(chooseModel(environment)));
  const workspace = await workspaceAt(wanted.cwd);
  const client = wanted.clientFor(workspace, limits);
  const commands = new Commands();
  const context = { workspace, commandEnvironment: commandEnvironment(environment), commands };
  const transcript = await wanted.openTranscript();
  const system = await systemPrompt({ workspace, now: now(), platform: platform() });
  const servers = new McpServers(wanted.servers, {
    cwd: workspace.root,
    environment: context.commandEnvironment,
    version,
    warn: (sentence) => void client.notice('warning', sentence),
  });
  const tools = async (): Promise<readonly Tool[]> => [...ownTools, ...(await servers.tools())];
  const subagents = subagentsOf(parts, { model, limits, context, tools });
  const session = new Session({
    transcript,
    context,
    toolbox: async () => [...(await tools()), await subagents.tool()],
    model,
    system,
    maxTurns: limits.maxTurns,
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
  readonly model: Model;
  readonly limits: Limits;
  readonly context: ToolContext;
  readonly tools: () => Promise<readonly Tool[]>;
}

function subagentsOf(
  { environment, now, newId }: SessionParts,
  { model, limits, context, tools }: Shared,
): SubagentRuns {
  const { workspace } = context;
  const personal = personalSubagents(environment).map(
    (dir) => ({ dir, level: 'user', isReadOnly: true, within: null }) as const,
  );
  const root = projectRoot(environment);
  // As with its configuration, what the person has in the repository now counts over what was committed.
  const project = [...(root === null ? [] : projectFolders(root)), ...projectFolders(workspace.root)];
  const catalog = new SubagentCatalog([...project, ...personal]);
  return new SubagentRuns({
    list: () => catalog.list(),
    tools,
    context,
    modelFor: ({ model: named, temperature }) => {
      if (named === null && temperature === null) return model;
      const choice = named === null ? chooseModel(environment) : chooseNamedModel(environment, named);
      return openModel(connect(choice), { temperature });
    },
    systemFor: ({ systemPrompt: prompt }) =>
      subagentPrompt(prompt, { workspace, now: now(), platform: platform() }),
    maxTurns: limits.maxTurns,
    contextWindow: limits.contextWindow,
    price: readPrice(environment),
    newId,
    now: () => now().getTime(),
  });
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
