// The SDK's connection over an agent's standard streams, with limits and with errors that name the agent.
import { client, methods } from '@agentclientprotocol/sdk';
import type {
  ClientConnection,
  RequestPermissionRequest,
  RequestPermissionResponse,
} from '@agentclientprotocol/sdk';
import type { AppError } from '../../domain/errors.ts';
import type { Tap } from '../../domain/protocol-entry.ts';
import type { AgentEntry, SubagentAnswer, SubagentRequest } from '../driver.ts';
import type { Notes } from '../notes.ts';
import type { AgentProcess } from '../process.ts';
import { runMethod, runParams } from '../subagents/run.ts';
import { explain, late } from './failure.ts';
import type { Witnesses } from './failure.ts';
import { MessageStream } from './messages.ts';

export interface ConnectionHandlers {
  readonly onUpdate: (params: unknown) => void;
  readonly onPermission: (request: RequestPermissionRequest) => Promise<RequestPermissionResponse>;
  readonly tap?: Tap | undefined;
  readonly onSubagent: (request: SubagentRequest, signal: AbortSignal) => Promise<SubagentAnswer>;
}

export class Connection {
  readonly #process: AgentProcess;
  readonly #witnesses: Witnesses;
  readonly #connection: ClientConnection;
  readonly #tap: Tap | undefined;

  constructor(entry: AgentEntry, process: AgentProcess, notes: Notes, handlers: ConnectionHandlers) {
    const stream = new MessageStream(process, {
      onUpdate: handlers.onUpdate,
      onNoise: (line) => notes.printed(line),
      tap: handlers.tap,
    });
    this.#process = process;
    this.#tap = handlers.tap;
    this.#witnesses = { entry, process, notes, onlyNoise: () => stream.onlyNoise };
    // Requests without a handler here (files, terminals, other extensions) the SDK answers with "method not found".
    this.#connection = client({ name: 'tasklane' })
      .onRequest(methods.client.session.requestPermission, ({ params }) => handlers.onPermission(params))
      .onRequest(runMethod, runParams, ({ params, signal }) => handlers.onSubagent(params, signal))
      .connect(stream);
  }

  request(method: string, params: unknown): Promise<unknown> {
    return this.#connection.agent.request(method, params);
  }

  /** An agent that does not answer in time is killed. */
  async requestWithin(ms: number, method: string, params: unknown): Promise<unknown> {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.#tap?.({ dir: 'late', method, ms });
      this.#process.kill();
    }, ms);
    try {
      return await this.request(method, params);
    } catch (error) {
      throw isLate ? late(method, ms, this.#witnesses) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.#connection.agent.notify(method, params);
  }

  /** Any error of a request as one that a person can act on; an agent that cannot be talked to any more is killed. */
  async explain(error: unknown, during: string): Promise<AppError> {
    const explained = await explain(error, this.#witnesses, during);
    if (this.#connection.signal.aborted) this.#process.kill();
    return explained;
  }

  close(): void {
    this.#connection.close();
  }
}
