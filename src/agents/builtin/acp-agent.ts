// The agent's side of ACP: which methods it has, and what each does with the open sessions.
import { agent, methods, PROTOCOL_VERSION, RequestError } from '@agentclientprotocol/sdk';
import type { AgentApp, AgentContext, McpServer } from '@agentclientprotocol/sdk';
import type { Log } from '../../lib/log.ts';
import { stopMethod, stopParams } from '../subagents/stop.ts';
import { acpClient, usageMeta } from './acp-client.ts';
import { modeIds } from './conversation.ts';
import { readServers } from './mcp/server-config.ts';
import { modesAt } from './modes.ts';
import { openSession } from './open-session.ts';
import type { OpenSession, SessionParts } from './open-session.ts';
import { promptText } from './prompt-text.ts';
import { toRequestError } from './rpc-error.ts';
import { sessionsDir } from './settings.ts';
import { createTranscript, loadTranscript } from './transcript.ts';
import type { Transcript } from './transcript.ts';

export interface AgentDeps extends SessionParts {
  readonly log: Log;
}

interface Opening {
  readonly cwd: string;
  readonly mcpServers: readonly McpServer[];
  readonly context: AgentContext;
}

export class AcpAgent {
  readonly app: AgentApp;
  readonly #deps: AgentDeps;
  readonly #open = new Map<string, OpenSession>();
  #hasNotices = false;

  constructor(deps: AgentDeps) {
    this.#deps = deps;
    this.app = agent({ name: 'tasklane' })
      .onRequest(methods.agent.initialize, ({ params }) => {
        this.#hasNotices = params.clientCapabilities?.session?.notices != null;
        return {
          protocolVersion: PROTOCOL_VERSION,
          agentInfo: { name: 'tasklane', title: 'Tasklane agent', version: deps.version },
          agentCapabilities: {
            loadSession: true,
            promptCapabilities: { embeddedContext: true },
            mcpCapabilities: { http: true, sse: false },
          },
          authMethods: [],
        };
      })
      .onRequest(methods.agent.session.new, ({ params, client }) =>
        this.#answer(() => this.#create({ ...params, context: client })),
      )
      .onRequest(methods.agent.session.load, ({ params, client }) =>
        this.#answer(() => this.#load(params.sessionId, { ...params, context: client })),
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

  /** Ends all sessions; resolves when nothing they started is left. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((open) => open.close()));
  }

  async #create(opening: Opening) {
    const id = this.#deps.newId();
    const { cwd } = opening;
    const head = { type: 'session', id, cwd, createdAt: this.#deps.now().toISOString() } as const;
    const { session } = await this.#start(id, opening, () =>
      createTranscript(sessionsDir(this.#deps.environment), head),
    );
    return { sessionId: id, modes: modesAt(session.mode) };
  }

  async #load(id: string, opening: Opening) {
    // An editor may load what is open already; two turns must not write one conversation.
    await this.#open.get(id)?.close();
    const { session, client } = await this.#start(id, opening, async () => {
      const transcript = await loadTranscript(sessionsDir(this.#deps.environment), id);
      if (transcript === null) throw RequestError.sessionNotFound(id);
      return transcript;
    });
    await session.replay(client);
    return { modes: modesAt(session.mode) };
  }

  async #start(
    id: string,
    { cwd, mcpServers, context }: Opening,
    openTranscript: () => Promise<Transcript>,
  ): Promise<OpenSession> {
    const open = await openSession(this.#deps, {
      cwd,
      servers: readServers(mcpServers),
      openTranscript,
      clientFor: ({ root }, { contextWindow }) =>
        acpClient(context, {
          sessionId: id,
          root,
          contextWindow,
          hasNotices: this.#hasNotices,
          newId: this.#deps.newId,
        }),
    });
    this.#open.set(id, open);
    return open;
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

  #find(id: string): OpenSession {
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
