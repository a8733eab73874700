// How the engine talks to any agent. Two drivers: ACP (acp.ts) and a plain command (command.ts); both run the same
// contract suite. A session owns its processes: whoever opens it closes it, and close leaves none behind.
import type { AgentEvent, ToolCall } from '../domain/agent-event.ts';
import type { PermissionChoice } from '../domain/inquiry.ts';
import type { Tap } from '../domain/protocol-entry.ts';
import type { SubagentCopy } from '../domain/subagent.ts';
import type { AgentAbout } from './about.ts';
import type { AgentFacts } from './facts.ts';
import type { Json } from './fill.ts';

/** An agent as the configuration or the registry of known agents describes it: data, never code. */
export interface AgentEntry {
  readonly name: string;
  readonly title: string;
  readonly protocol: 'acp' | 'command';
  /**
   * argv. The program is looked up on PATH. Places are filled in (fill.ts); where `{model}` or `{modelId}` is not set, the
   * argument is left out with the option before it. In a `command` entry `{prompt}` stands for the prompt; without it the
   * prompt goes to stdin.
   */
  readonly command: readonly string[];
  /** With places too; a variable with one that is not set is left out. Wins over `passEnv`. */
  readonly env: Readonly<Record<string, string>>;
  /** Names of variables of the daemon's environment that it may see. All others are hidden. */
  readonly passEnv: readonly string[];
  /** Files written into its HOME before it starts: relative path → text or JSON, with places (telemetry and updates off, …). */
  readonly homeFiles: Readonly<Record<string, Json>>;
  /** The session mode in which it asks before it acts, set right after the session opens. Null = as it comes. */
  readonly askMode: string | null;
  /** Where it comes from: shipped with Tasklane, the person's config, or the repository's (trusted) config. */
  readonly origin: 'built-in' | 'known' | 'config' | 'project';
  /** Whether it asks its models through the gateway, where it can. Default: as the setting says. */
  readonly gateway?: 'on' | 'off';
  /** One line: how to install it, or where its key goes. */
  readonly hint: string;
  /** What we know of it, where it is one that ships with Tasklane. */
  readonly facts?: AgentFacts;
}

export interface SessionOptions {
  readonly entry: AgentEntry;
  /** `provider/model`, or null for the agent's own default. `invalid_input` when the entry has no place for one. */
  readonly model: string | null;
  readonly cwd: string;
  readonly home: string;
  /** The session to load again; without it, or where the agent cannot, a new one begins. */
  readonly resume: string | null;
  readonly maxTurns: number | null;
  /** Called with everything the agent says, and each decision (`agent.permission`), in order. Must not throw. */
  readonly onEvent: (event: AgentEvent) => void;
  /**
   * Decides a permission request. May wait for a person. The signal aborts when the turn that asks has ended or is stopped: then
   * nobody needs the decision any more, and whatever comes is not heard.
   */
  readonly decide: (request: PermissionRequest, signal: AbortSignal) => Promise<PermissionDecision>;
  /** Environment of the daemon, from which `passEnv` is taken. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Set for it as they are: what the task's template says. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Runs a subagent as a task of its own. Never rejects but with the signal's reason; missing = it cannot be asked for. */
  readonly runSubagent?: (request: SubagentRequest, signal: AbortSignal) => Promise<SubagentAnswer>;
  /** Without them it has none of ours. */
  readonly tools?: SessionTools;
  /** Told what it says of itself: when it has introduced itself, and again when its session is open. Only over a protocol. */
  readonly onAbout?: (about: AgentAbout) => void;
  /** Told everything that goes over the wire, for the protocol log. */
  readonly tap?: Tap;
}

/** Our own tools for one session: an MCP server over HTTP, and a command for agents that take no such server. */
export interface SessionTools {
  /** What agents call the server, and put before the names of its tools. */
  readonly name: string;
  readonly url: string;
  /** Good for this session alone. */
  readonly token: string;
  /** The names of its tools. */
  readonly tools: readonly string[];
  /** A folder with the command, outside of the workspace. */
  readonly bin: string;
}

/** How a session reaches those tools: by MCP, with the command on its PATH, or not at all. */
export type ToolAccess = 'mcp' | 'command' | 'none';

export interface PermissionRequest {
  readonly call: ToolCall;
  readonly question: string;
  /** What the agent offers as answers. */
  readonly choices: readonly PermissionChoice[];
  /** The name of the tool, where it is one of our own (SessionTools). */
  readonly ownTool: string | null;
}
export interface PermissionDecision {
  readonly outcome: 'allow' | 'deny';
  /** Id of the choice that somebody picked; otherwise the one that holds for this call alone. */
  readonly choice?: string;
  /** Who decided: a policy's name or a person. */
  readonly by: string;
}

/** A part of its work that an agent hands to a subagent. */
export interface SubagentRequest {
  readonly subagent: string;
  /** In three to five words. */
  readonly description: string;
  readonly prompt: string;
  readonly copy: SubagentCopy;
  /** Null = no limit of its own; those of the task that asks hold besides. */
  readonly limits: {
    readonly maxTurns: number | null;
    readonly maxTimeMinutes: number | null;
    readonly maxTokens: number | null;
  };
}

export interface SubagentAnswer {
  readonly isError: boolean;
  /** For the model: the last message and what became of the work, or why it failed. */
  readonly text: string;
}

/** How a turn ended. Only what the agent says; whether the work is good is decided by the evidence. */
export type TurnEnd =
  | { readonly kind: 'ended' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'max_turns' }
  | { readonly kind: 'max_tokens' }
  | { readonly kind: 'refused' };

export interface AgentSession {
  /** The agent's own id of the conversation; null when it has none. */
  readonly sessionId: string | null;
  /** True when `resume` was asked for and the agent loaded it. */
  readonly resumed: boolean;
  /** Process group id of the agent while it lives. */
  readonly processGroup: number | null;
  /** The agent's name and version as it says them. */
  readonly agentInfo: string;
  /** Rounds with the model in the newest turn, without those of subagents: what `maxTurns` limits. Null = nobody counts. */
  readonly rounds: number | null;
  readonly toolAccess: ToolAccess;
  /**
   * One turn; the next one only after this. Resolves when the agent says it is done, or as cancelled when the session
   * is closed meanwhile. Throws AppError: `agent_unavailable` (it exited; its last words are in the details),
   * `agent_protocol` (it answered with an error, or not in the protocol), `model_credentials`, `model_network`.
   */
  prompt(text: string): Promise<TurnEnd>;
  /** Asks the agent to end its turn; the pending prompt resolves as cancelled. Kills it when it does not within 5 s. */
  cancel(): Promise<void>;
  /** Stops one subagent inside the agent, by the id of its tool call; the agent goes on. False: it cannot, or there is none. */
  stopSubagent(callId: string): Promise<boolean>;
  /** Ends the agent and its whole process group. Idempotent; never throws. */
  close(): Promise<void>;
}

export interface AgentDriver {
  readonly protocol: AgentEntry['protocol'];
  /**
   * Starts the agent and opens a session. Throws AppError: `agent_unavailable` (program missing, exits at once, with
   * what it printed and how to install it), `agent_timeout` (no answer within 60 s), `agent_protocol` (prints garbage,
   * has no such mode), `model_credentials` (it wants a login). The signal ends the start and everything it started;
   * then its reason is thrown.
   */
  open(options: SessionOptions, signal: AbortSignal): Promise<AgentSession>;
}
