// A client of the built-in agent for tests: speaks ACP to it over streams, keeps every update, answers permissions.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { PassThrough, Readable, Writable } from 'node:stream';
import type { TestContext } from 'node:test';
import { client, methods, ndJsonStream, PROTOCOL_VERSION } from '@agentclientprotocol/sdk';
import type {
  ClientConnection,
  McpServer,
  PromptResponse,
  RequestPermissionRequest,
  SessionUpdate,
} from '@agentclientprotocol/sdk';
import { runBuiltinAgent } from '../../src/agents/builtin/main.ts';

export type Environment = Readonly<Record<string, string>>;
/** The option to choose; `cancelled` cancels; a promise that never settles leaves the agent waiting. */
export type Decide = (request: RequestPermissionRequest) => string | Promise<string>;

export interface TestClient {
  readonly connection: ClientConnection;
  readonly updates: readonly SessionUpdate[];
  readonly permissions: readonly RequestPermissionRequest[];
  /** The id of the new session. */
  open(cwd: string, mode?: 'ask' | 'auto', mcpServers?: readonly McpServer[]): Promise<string>;
  load(sessionId: string, cwd: string, mcpServers?: readonly McpServer[]): Promise<void>;
  prompt(sessionId: string, text: string): Promise<PromptResponse>;
  cancel(sessionId: string): Promise<void>;
  /** Resolves with the first update, past or future, that fits. */
  waitFor(fits: (update: SessionUpdate) => boolean): Promise<SessionUpdate>;
  /** All text of the model so far. */
  said(): string;
  /** The last state of the newest tool call: status and all its text. */
  lastCall(): { readonly status: string | null | undefined; readonly text: string };
  close(): Promise<void>;
}

/** The agent inside this process. Closed when the test ends. */
export async function startInProcess(
  context: TestContext,
  environment: Environment,
  decide: Decide = () => 'once',
): Promise<TestClient> {
  const input = new PassThrough();
  const output = new PassThrough();
  const running = runBuiltinAgent({ input, output, environment });
  return await connect(context, { input, output, ended: running }, decide);
}

/** The agent as a process of its own. */
export async function startProcess(
  context: TestContext,
  environment: Environment,
  decide: Decide = () => 'once',
): Promise<TestClient & { kill(): Promise<void> }> {
  const file = fileURLToPath(new URL('builtin-agent-process.ts', import.meta.url));
  const child = spawn(process.execPath, [file], {
    env: { ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'exit');
  const test = await connect(context, { input: child.stdin, output: child.stdout, ended }, decide);
  return {
    ...test,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

interface Running {
  readonly input: Writable;
  readonly output: Readable;
  readonly ended: Promise<unknown>;
}

async function connect(context: TestContext, agent: Running, decide: Decide): Promise<TestClient> {
  const updates: SessionUpdate[] = [];
  const permissions: RequestPermissionRequest[] = [];
  const waiters = new Set<() => void>();
  const app = client({ name: 'test' })
    .onNotification(methods.client.session.update, ({ params }) => {
      updates.push(params.update);
      for (const wake of waiters) wake();
    })
    .onRequest(methods.client.session.requestPermission, async ({ params }) => {
      permissions.push(params);
      for (const wake of waiters) wake();
      const optionId = await decide(params);
      return {
        outcome: optionId === 'cancelled' ? { outcome: 'cancelled' } : { outcome: 'selected', optionId },
      };
    });
  const connection = app.connect(ndJsonStream(Writable.toWeb(agent.input), Readable.toWeb(agent.output)));
  const close = async (): Promise<void> => {
    agent.input.end();
    await agent.ended;
    connection.close();
  };
  context.after(close);
  await connection.agent.request(methods.agent.initialize, {
    protocolVersion: PROTOCOL_VERSION,
    clientCapabilities: { session: { notices: {} } },
  });
  const { agent: server } = connection;
  return {
    connection,
    updates,
    permissions,
    open: async (cwd, mode, mcpServers = []) => {
      const { sessionId } = await server.request(methods.agent.session.new, {
        cwd,
        mcpServers: [...mcpServers],
      });
      if (mode !== undefined)
        await server.request(methods.agent.session.setMode, { sessionId, modeId: mode });
      return sessionId;
    },
    load: async (sessionId, cwd, mcpServers = []) => {
      await server.request(methods.agent.session.load, { sessionId, cwd, mcpServers: [...mcpServers] });
    },
    prompt: (sessionId, text) =>
      server.request(methods.agent.session.prompt, { sessionId, prompt: [{ type: 'text', text }] }),
    cancel: (sessionId) => server.notify(methods.agent.session.cancel, { sessionId }),
    waitFor: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = updates.find(fits);
          if (found === undefined) return;
          waiters.delete(look);
          resolve(found);
        };
        waiters.add(look);
        look();
      }),
    said: () => updates.map((update) => textOf(update, 'agent_message_chunk')).join(''),
    lastCall: () => lastCall(updates),
    close,
  };
}

export function textOf(update: SessionUpdate, kind: SessionUpdate['sessionUpdate']): string {
  if (update.sessionUpdate !== kind || !('content' in update)) return '';
  const { content } = update;
  return content !== null && content !== undefined && 'type' in content && content.type === 'text'
    ? content.text
    : '';
}

function lastCall(updates: readonly SessionUpdate[]): { status: string | null | undefined; text: string } {
  const last = updates.findLast((update) => update.sessionUpdate === 'tool_call_update');
  if (last?.sessionUpdate !== 'tool_call_update') throw new Error('there was no tool call');
  const text = (last.content ?? []).map((part) =>
    part.type === 'content' && part.content.type === 'text' ? part.content.text : '',
  );
  return { status: last.status, text: text.join('') };
}
