// The agent's side of ACP: which methods it has, and what each does with the open sessions.
import { isAbsolute } from 'node:path';
import { platform } from 'node:os';
import { agent, methods, PROTOCOL_VERSION, RequestError } from '@agentclientprotocol/sdk';
import type { AgentApp, AgentContext, SessionModeState } from '@agentclientprotocol/sdk';
import type { Log } from '../../lib/log.ts';
import { acpClient, usageMeta } from './acp-client.ts';
import type { Client } from './client.ts';
import { modeIds } from './conversation.ts';
import type { Mode } from './conversation.ts';
import { openModel } from './model.ts';
import type { Model } from './model.ts';
import { promptText } from './prompt-text.ts';
import { connect } from './providers.ts';
import { toRequestError } from './rpc-error.ts';
import { Session } from './session.ts';
import {
  chooseModel,
  chooseNamedModel,
  personalSubagents,
  projectRoot,
  readLimits,
  readPrice,
  sessionsDir,
} from './settings.ts';
import type { Environment, Limits } from './settings.ts';
import { stopMethod, stopParams } from '../subagents/stop.ts';
import { SubagentRuns } from './subagent/runs.ts';
import { subagentPrompt, systemPrompt } from './system-prompt.ts';
import { commandEnvironment } from './tools/command-environment.ts';
import { tools } from './tools/tools.ts';
import type { ToolContext } from './tools/tool.ts';
import { createTranscript, loadTranscript } from './transcript.ts';
import type { Transcript } from './transcript.ts';
import { openWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';
import { SubagentCatalog } from '../subagents/catalog.ts';
import { projectFolders } from '../subagents/folders.ts';

export interface AgentDeps {
  readonly environment: Environment;
  readonly version: string;
  readonly log: Log;
  readonly now: () => Date;
  readonly newId: () => string;
}

interface Open {
  readonly session: Session;
  readonly client: Client;
  readonly subagents: SubagentRuns;
}

export class AcpAgent {
  readonly app: AgentApp;
  readonly #deps: AgentDeps;
  readonly #open = new Map<string, Open>();

  constructor(deps: AgentDeps) {
    this.#deps = deps;
    this.app = agent({ name: 'tasklane' })
      .onRequest(methods.agent.initialize, () => ({
        protocolVersion: PROTOCOL_VERSION,
        agentInfo: { name: 'tasklane', title: 'Tasklane agent', version: deps.version },
        agentCapabilities: { loadSession: true, promptCapabilities: { embeddedContext: true } },
        authMethods: [],
      }))
      .onRequest(methods.agent.session.new, ({ params, client }) =>
        this.#answer(() => this.#create(params.cwd, client)),
      )
      .onRequest(methods.agent.session.load, ({ params, client }) =>
        this.#answer(() => this.#load(params.sessionId, params.cwd, client)),
      )
      .onRequest(methods.agent.session.setMode, ({ params }) =>
        this.#answer(() => this.#setMode(params.sessionId, params.modeId)),
      )
      .onRequest(methods.agent.session.prompt, ({ params, signal }) =>
        this.#answer(() => this.#prompt(params.sessionId, promptText(params.prompt), signal)),
      )
      .onRequest(stopMethod, stopParams, ({ params }) =>
        this.#answer(() =>
          Promise.resolve({ stopped: this.#find(params.sessionId).subagents.stop(params.toolCallId) }),
        ),
      )
      .onNotification(methods.agent.session.cancel, async ({ params }) => {
        await this.#open.get(params.sessionId)?.session.cancel();
      });
  }

  /** Ends all turns; resolves when nothing they started is left. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ session }) => session.cancel()));
  }

  async #create(cwd: string, context: AgentContext) {
    const id = this.#deps.newId();
    const head = { type: 'session', id, cwd, createdAt: this.#deps.now().toISOString() } as const;
    const { session } = await this.#start(id, cwd, context, () =>
      createTranscript(sessionsDir(this.#deps.environment), head),
    );
    return { sessionId: id, modes: modes(session.mode) };
  }

  async #load(id: string, cwd: string, context: AgentContext) {
    // An editor may load what is open already; two turns must not write one conversation.
    await this.#open.get(id)?.session.cancel();
    const { session, client } = await this.#start(id, cwd, context, async () => {
      const transcript = await loadTranscript(sessionsDir(this.#deps.environment), id);
      if (transcript === null) throw RequestError.sessionNotFound(id);
      return transcript;
    });
    await session.replay(client);
    return { modes: modes(session.mode) };
  }

  // Everything that can be wrong with the settings is found here, before anybody writes a prompt.
  async #start(
    id: string,
    cwd: string,
    agent: AgentContext,
    openTranscript: () => Promise<Transcript>,
  ): Promise<Open> {
    const { environment, now, newId } = this.#deps;
    const limits = readLimits(environment);
    const model = openModel(connect(chooseModel(environment)));
    const workspace = await workspaceAt(cwd);
    const client = acpClient(agent, {
      sessionId: id,
      root: workspace.root,
      contextWindow: limits.contextWindow,
    });
    const context = { workspace, commandEnvironment: commandEnvironment(environment) };
    const subagents = this.#subagentsOf(workspace, model, limits, context);
    const session = new Session({
      transcript: await openTranscript(),
      context,
      toolbox: async () => [...tools, await subagents.tool()],
      model,
      system: await systemPrompt({ workspace, now: now(), platform: platform() }),
      maxTurns: limits.maxTurns,
      newId,
    });
    const open = { session, client, subagents };
    this.#open.set(id, open);
    return open;
  }

  #subagentsOf(workspace: Workspace, model: Model, limits: Limits, context: ToolContext): SubagentRuns {
    const { environment, now, newId } = this.#deps;
    const personal = personalSubagents(environment).map(
      (dir) => ({ dir, level: 'user', isReadOnly: true, within: null }) as const,
    );
    const root = projectRoot(environment);
    // As with its configuration, what the person has in the repository now counts over what was committed.
    const project = [...(root === null ? [] : projectFolders(root)), ...projectFolders(workspace.root)];
    const catalog = new SubagentCatalog([...project, ...personal]);
    return new SubagentRuns({
      list: () => catalog.list(),
      tools: () => Promise.resolve(tools),
      context,
      modelFor: ({ model: wanted, temperature }) => {
        if (wanted === null && temperature === null) return model;
        const choice = wanted === null ? chooseModel(environment) : chooseNamedModel(environment, wanted);
        return openModel(connect(choice), { temperature });
      },
      systemFor: ({ systemPrompt: prompt }) =>
        subagentPrompt(prompt, { workspace, now: now(), platform: platform() }),
      maxTurns: limits.maxTurns,
      price: readPrice(environment),
      newId,
      now: () => now().getTime(),
    });
  }

  async #setMode(id: string, wanted: string) {
    const mode = modeIds.find((each) => each === wanted);
    if (mode === undefined)
      throw RequestError.invalidParams(
        { modeId: wanted },
        `there is no mode ${wanted}; the modes are ${modeIds.join(', ')}`,
      );
    await this.#find(id).session.setMode(mode);
    return {};
  }

  async #prompt(id: string, text: string, signal: AbortSignal) {
    const { session, client } = this.#find(id);
    if (text === '') throw RequestError.invalidParams(undefined, 'the prompt is empty');
    if (session.isWorking)
      throw RequestError.invalidRequest(
        undefined,
        'the session is still working on the prompt before; cancel it first',
      );
    const end = await session.prompt(text, client, signal);
    if (end === null) return { stopReason: 'cancelled' as const };
    const stopReason = end.reason === 'stopped' || end.reason === 'loop' ? 'max_turn_requests' : end.reason;
    return { stopReason, _meta: { usage: usageMeta(end.usage) } };
  }

  #find(id: string): Open {
    const open = this.#open.get(id);
    if (open === undefined) throw RequestError.sessionNotFound(id);
    return open;
  }

  async #answer<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const answer = toRequestError(error);
      this.#deps.log.error({ error, code: answer.code }, answer.message);
      throw answer;
    }
  }
}

async function workspaceAt(cwd: string) {
  if (!isAbsolute(cwd))
    throw RequestError.invalidParams({ cwd }, 'the working directory must be an absolute path');
  try {
    return await openWorkspace(cwd);
  } catch {
    // Missing, or not ours to enter: either way there is nothing to work on.
    throw RequestError.invalidParams({ cwd }, `there is no working directory ${cwd}`);
  }
}

function modes(current: Mode): SessionModeState {
  return {
    currentModeId: current,
    availableModes: [
      { id: 'ask', name: 'Ask', description: 'Asks before it edits files or runs commands' },
      {
        id: 'auto',
        name: 'Auto',
        description: 'Edits files and runs commands in the workspace without asking',
      },
    ],
  };
}
