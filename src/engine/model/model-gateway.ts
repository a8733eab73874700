// The gateway between agents and their models, as the engine sees it. What serves it is in server/gateway/; daemon.ts puts
// the two together.
import type { ModelCall } from '../../domain/llm/call.ts';
import type { Spent } from '../../domain/budget.ts';
import type { AgentEntry } from '../../agents/driver.ts';

export interface GatewayRun {
  readonly entry: AgentEntry;
  /** The daemon's. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the task's template sets. */
  readonly variables: Readonly<Record<string, string>>;
  /**
   * Whether the run may go on, when its requests that are not over have used so much. Asked before each request and with
   * each piece of an answer; once it says no, every answer under way is cut.
   */
  readonly mayGo: (open: Spent) => boolean;
  /** Hears of each request to a model when it is over. Must not throw. */
  readonly onCall: (call: ModelCall) => void;
  /** Hears that the model is at work. Must not throw. */
  readonly onSign: () => void;
}

export interface OpenGateway {
  /** What the agent is to be started with: without the keys that the gateway keeps. */
  readonly entry: AgentEntry;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly variables: Readonly<Record<string, string>>;
  /** Names of the providers that are reached through it. */
  readonly providers: readonly string[];
  /** From now on the tools of requests are forbidden, and one more request goes through whatever was used. */
  lastAnswer(): void;
  /** Cuts what is under way. Later requests are refused. */
  cut(): void;
  /** The token is worth nothing from now on. Idempotent. */
  close(): void;
}

export interface ModelGateway {
  /** Null where the agent has no place for the address of a gateway, or no key is known. */
  open(run: GatewayRun): Promise<OpenGateway | null>;
}
