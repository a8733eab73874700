// What the engine needs from outside, put together once in daemon.ts. Tests build the same from real parts.
import type { AgentDriver, AgentEntry } from '../agents/driver.ts';
import type { BreakerRule } from '../domain/agent-health.ts';
import type { BackoffRule } from '../domain/backoff.ts';
import type { Check } from '../domain/evidence.ts';
import type { ProjectId, TaskId } from '../domain/ids.ts';
import type { GitHost } from '../domain/git-host.ts';
import type { MergeMethod } from '../domain/merge-method.ts';
import type { PermissionPolicy } from '../domain/permission.ts';
import type { PolicyName } from '../domain/policy.ts';
import type { Project } from '../domain/project.ts';
import type { Limits as SlotLimits } from '../domain/hold.ts';
import type { HostInput, OpenHost } from '../hosts/host.ts';
import type { Budget } from '../domain/budget.ts';
import type { Tracker } from '../domain/planning/issue.ts';
import type { ConflictAnswer } from '../domain/resolution.ts';
import type { Limits, OnViolation } from '../domain/task.ts';
import type { Play } from '../agents/replay/play.ts';
import type { SetupCacheRule } from './setup-hash.ts';
import type { DaySpending } from './model/day-spending.ts';
import type { ModelGateway } from './model/model-gateway.ts';
import type { DeclaredOwnership } from './declared-ownership.ts';
import type { SessionToolServer } from './session-tools.ts';
import type { Log } from '../lib/log.ts';
import type { SerialByKey } from '../lib/serial.ts';
import type { ToolVersions } from '../review/tool-versions.ts';
import type { Store } from '../store/store.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';

/** The effective configuration of one project: its repository's file over the home's over the defaults. */
export interface Settings {
  readonly agent: string;
  readonly model: string | null;
  readonly policy: PolicyName;
  readonly onViolation: OnViolation;
  readonly setup: string | null;
  readonly setupTimeoutMs: number;
  /** When what setup made is used again; null = it runs in every copy. */
  readonly setupCache: SetupCacheRule | null;
  /** What shows the work of a task on `$PORT`; null = nothing does. */
  readonly preview: string | null;
  /** How long a preview that nobody looks at is kept. */
  readonly previewIdleMs: number;
  readonly checks: readonly Check[];
  readonly checkTimeoutMs: number;
  /** How often the output of a failed check goes back to the agent. */
  readonly checkRetries: number;
  /** How often a failed check is run again on the same tree. */
  readonly checkReruns: number;
  readonly mergeMethod: MergeMethod;
  /** How many merged trees of the merge queue are checked at once. */
  readonly mergeTests: number;
  /** Whose pages links lead to; `host` null: as the address of the remote says. */
  readonly pages: { readonly remote: string; readonly host: GitHost | null };
  /** Where applied work is pushed; null = nowhere. `branch` null: of the same name. */
  readonly push: { readonly remote: string; readonly branch: string | null } | null;
  /** Issue trackers that may be asked besides the known ones, by the beginning of their addresses. */
  readonly issueTrackers: Readonly<Record<string, Tracker>>;
  /** How a git host is asked to take work. `branch` null: of the same name. */
  readonly pullRequests: {
    /** Whether that is what an apply does, instead of merging here. */
    readonly isWanted: boolean;
    readonly remote: string;
    readonly branch: string | null;
    readonly host: GitHost | null;
    /** A function, so that what is logged or sent of the settings has no token. */
    readonly tokenFor: HostInput['tokenFor'];
    /** How long until an open one is looked at first. */
    readonly firstLookMs: number;
  };
  /** Who resolves a conflict when work is applied. */
  readonly conflicts: ConflictAnswer;
  readonly limits: Limits;
  /** How long an agent that waits for a person is kept alive; then its task is paused. */
  readonly idleMs: number;
  /** After an error that only needs time. */
  readonly backoff: BackoffRule;
  /** When an agent is not started any more. */
  readonly breaker: BreakerRule;
  /** Of all agents that work on one day: of this project, and of the home. */
  readonly budgets: { readonly projectDay: Budget; readonly day: Budget };
  /** Whether agents ask their models through the gateway, where they can. */
  readonly gateway: 'on' | 'off';
  /** How long an agent may give no sign of life while none of its tools works. */
  readonly silentMs: number;
  /** How many calls of tools in a row may bring nothing new; 0 = as many as it likes. */
  readonly repeatLimit: number;
  /** What an agent is given at a limit: one last answer, or nothing. */
  readonly onLimit: 'summary' | 'stop';
  /** How permission requests of agents are answered. */
  readonly permission: PermissionPolicy;
  /** How long a person has for a permission; then it is denied. */
  readonly approvalMs: number;
  /** How long dismissed, cancelled and deleted work is kept, and how much of it; null = however much. */
  readonly keepMs: number;
  readonly trashBytes: number | null;
  /** Of each attempt: how large its raw protocol log may become (0 = none is kept), and how long it stays. */
  readonly protocolLog: { readonly maxBytes: number; readonly keepMs: number };
  /** Whether the log keeps what subagents used. */
  readonly subagentStatistics: 'on' | 'off';
  /** In whole sentences: what in the repository's file was not followed, and why. */
  readonly warnings: readonly string[];
}

export interface AgentRegistry {
  list(): readonly AgentEntry[];
  /** Throws `unknown_agent` naming those there are. */
  get(name: string): AgentEntry;
}

/** The way of agents to their models, and what all of them use. */
export interface ModelDeps {
  readonly gateway: ModelGateway;
  readonly spending: DaySpending;
}

export interface EngineDeps {
  readonly store: Store;
  readonly workspaces: Workspaces;
  readonly driver: (protocol: AgentEntry['protocol']) => AgentDriver;
  readonly settings: (project: Project) => Promise<Settings>;
  readonly agents: (project: Project | null) => Promise<AgentRegistry>;
  /** The absolute path of an agent's program, or null when it is not installed here. */
  readonly locate: (entry: AgentEntry) => string | null;
  /** Of agents at once. Read at each choice, so that it may change while the daemon runs. */
  readonly limits: SlotLimits;
  /** In words what the machine is too short of to start one more agent, or null. */
  readonly pressure: () => Promise<string | null>;
  /** Whoever moves a project's branch holds it, by the project's id: applies, and the last step of develop tasks. */
  readonly branchLock: SerialByKey;
  /** Without it agents ask their models by themselves, and no budget of a day is kept. */
  readonly model?: ModelDeps;
  /** Asks git hosts. */
  readonly openHost: OpenHost;
  /** Which versions of its tools a check runs with. */
  readonly toolVersions: Pick<ToolVersions, 'of'>;
  /** The shortest time between two looks of the radar at the copy of a running task; 0 or missing = none. */
  readonly glimpseMs?: number;
  /** Without it agents have none of our own tools in their sessions. */
  readonly sessionTools?: SessionToolServer;
  /** Name of this worker in leases and in the log. */
  readonly worker: string;
  /** The home that this works for: only tasks of its projects are started, recovered and changed (own-project.ts). */
  readonly home: string;
  /** Plays what an attempt recorded through the drivers, without its agent. */
  readonly play: Play;
  /** Where the outputs of a task's setup and checks are kept. */
  readonly logDir: (projectId: ProjectId, taskId: TaskId) => string;
  /** The daemon's environment: only what agents and tools are allowed is taken from it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  /** From 0 to below 1. */
  readonly chance: () => number;
  /** The time zone of this machine, as Intl names it. */
  readonly zone: string;
}

/** What one run needs besides. */
export interface RunDeps extends EngineDeps {
  readonly declared: DeclaredOwnership;
}
