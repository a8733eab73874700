// What a tool is: it first says what it would do (so that a person can be asked with the whole picture, and nobody is
// asked about a call that cannot work), then does it. What a model does wrong comes back to it as text; a throw is a bug.
import type { z } from 'zod';
import type { FileDiff, PlanEntry, ToolKind } from '../../../domain/agent-event.ts';
import type { Client } from '../client.ts';
import type { ModelCall } from '../model.ts';
import type { Commands } from './commands.ts';
import type { Workspace } from '../workspace.ts';

export interface ToolContext {
  readonly workspace: Workspace;
  /** The environment of commands, without keys. */
  readonly commandEnvironment: Readonly<Record<string, string>>;
  readonly commands: Commands;
}

export type Outcome =
  { readonly kind: 'done'; readonly text: string; readonly diffs?: readonly FileDiff[] } | Failed;

export interface Failed {
  readonly kind: 'failed';
  /** For the model: what is wrong, with which value, and what to try. */
  readonly text: string;
}

export interface Prepared {
  readonly kind: 'prepared';
  /** What it will change, as far as that is known before. */
  readonly diffs: readonly FileDiff[];
  /** Rejects with the signal's reason when that aborts; then nothing it started is left. */
  readonly run: (progress: Progress, signal: AbortSignal, running: Running) => Promise<Outcome>;
}

/** Who decides whether a call may run. */
export interface Permissions {
  /** Whether a person must agree to this tool's call now. */
  readonly mustAsk: (tool: Tool, call: ModelCall) => boolean;
  /** A person agreed to this and to all like it. */
  readonly allowAlways: (tool: Tool, call: ModelCall) => void;
  /** Ends the turn. */
  readonly cancel: () => void;
}

/** For the few tools that make calls of their own. */
export interface Running {
  readonly callId: string;
  readonly client: Client;
  readonly permissions: Permissions;
}

/** Shows a person what has come so far; each call replaces the one before. */
export type Progress = (text: string) => void;

/** What a person sees of a call. A function of its arguments alone, so that a loaded conversation shows the same. */
export interface CallView {
  readonly title: string;
  /** As the model wrote them. */
  readonly paths: readonly string[];
  readonly plan?: readonly PlanEntry[];
}

export interface Tool<Schema extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly description: string;
  readonly kind: ToolKind;
  readonly input: Schema;
  /**
   * `free` = changes nothing: never asked about, and may run beside others. `edits` and `executes` run one after the
   * other in the order of the calls, and a person is asked in the mode `ask`.
   */
  readonly effect: 'free' | 'edits' | 'executes';
  view(input: z.output<Schema>): CallView;
  prepare(input: z.output<Schema>, context: ToolContext): Promise<Prepared | Failed>;
  /** JSON schema for the model, where it is not that of `input`. */
  readonly schema?: Readonly<Record<string, unknown>>;
}

export function failed(text: string): Failed {
  return { kind: 'failed', text };
}

/** For tools that change nothing: all there is to do is to run. */
export function justRun(run: Prepared['run']): Prepared {
  return { kind: 'prepared', diffs: [], run };
}
