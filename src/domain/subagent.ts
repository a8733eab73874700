// What a subagent is: a named helper that the built-in agent hands a part of its work to. It has a conversation, a set of
// tools and limits of its own, and gives back one final message.

/** From strong to weak: a project's subagent hides one of the same name of the person, and that one a built-in. */
export const subagentLevels = ['project', 'user', 'built-in'] as const;
export type SubagentLevel = (typeof subagentLevels)[number];

export const subagentCopies = ['shared', 'own'] as const;
/** Whether it works in the copy of the agent, or in one of its own whose changes are merged at the end. */
export type SubagentCopy = (typeof subagentCopies)[number];

export const terminateModes = ['graceful', 'immediate'] as const;
/** What happens at a limit: one last chance to sum up, or an end at once. */
export type TerminateMode = (typeof terminateModes)[number];

export interface SubagentLimits {
  /** Answers of the model; null = as many as the agent itself may have in a turn. */
  readonly maxTurns: number | null;
  /** Null = no limit of its own. */
  readonly maxTimeMinutes: number | null;
  /** Sent and received together; null = no limit of its own. */
  readonly maxTokens: number | null;
  readonly terminateMode: TerminateMode;
}

export interface Subagent {
  readonly name: string;
  /** When to use it: this is what the model chooses by. */
  readonly description: string;
  readonly systemPrompt: string;
  /** Names and patterns as they are written; null = all that the agent has. An empty list is null. */
  readonly tools: readonly string[] | null;
  /** Taken away again, whatever `tools` says. */
  readonly disallowedTools: readonly string[];
  /** `provider/id` or the id of a model of the agent's own provider; null = the agent's own. */
  readonly model: string | null;
  /** Null = the provider's default. */
  readonly temperature: number | null;
  readonly limits: SubagentLimits;
  readonly copy: SubagentCopy;
  /** For views. */
  readonly color: string | null;
}

/** A subagent and where it comes from. */
export interface FoundSubagent extends Subagent {
  readonly level: SubagentLevel;
  /** The file; null for a built-in one. */
  readonly path: string | null;
  /** Whether only another program may change it: built-in, or in a folder that belongs to another agent. */
  readonly isReadOnly: boolean;
  /** In whole sentences: what in it works differently from what one would expect. */
  readonly warnings: readonly string[];
}

/** A file that could not be used, and why. */
export interface BrokenSubagent {
  readonly path: string;
  readonly level: SubagentLevel;
  readonly message: string;
}

export interface SubagentList {
  /** One for each name, the strongest; in the order of their names. */
  readonly subagents: readonly FoundSubagent[];
  readonly broken: readonly BrokenSubagent[];
}

/** Names are compared without regard to case. Undefined when there is none. */
export function findSubagent(list: readonly FoundSubagent[], name: string): FoundSubagent | undefined {
  return list.find((one) => isSameName(one.name, name));
}

export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
