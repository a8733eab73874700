// Tries an agent out: starts it as a task would, in an empty folder and with a HOME of its own, opens a session, and asks
// nothing of its model. What it can do is what it said; what is wrong is said with the next step.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentAbout } from '../agents/about.ts';
import type { AgentEntry } from '../agents/driver.ts';
import { AppError } from '../domain/errors.ts';
import type { ErrorCode } from '../domain/errors.ts';
import { judgeVersion } from '../domain/version.ts';
import { hasKey, keysOf } from './agent-keys.ts';
import type { EngineDeps } from './deps.ts';

export interface AgentCheck {
  /** Null when a session could be opened. */
  readonly problem: AgentProblem | null;
  readonly warnings: readonly string[];
  readonly version: string | null;
  /** Null when it did not get as far as saying it, and for one without a protocol. */
  readonly about: AgentAbout | null;
  readonly tookMs: number;
}

export interface AgentProblem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly next: string;
  /** The end of what it printed beside the protocol. */
  readonly printed: string;
}

export interface CheckOptions {
  readonly entry: AgentEntry;
  readonly model: string | null;
  /** Of its program, where that can be known without starting it. */
  readonly version: string | null;
  /** A folder for this check alone; removed after it. */
  readonly dir: string;
  /** For all of it, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

type Deps = Pick<EngineDeps, 'driver' | 'environment' | 'locate' | 'now'> & {
  readonly workspaces: Pick<EngineDeps['workspaces'], 'remove'>;
};

/** Never throws for what is wrong with the agent; throws the reason of `signal` when that aborts. */
export async function checkAgent(deps: Deps, options: CheckOptions): Promise<AgentCheck> {
  const { entry } = options;
  const began = deps.now();
  let about: AgentAbout | null = null;
  const problem = await tryOut(deps, options, (said) => {
    about = said;
  });
  const said = about as AgentAbout | null;
  const version = options.version ?? said?.version ?? null;
  return {
    problem: problem === null ? null : withAdvice(problem, entry, version, said),
    warnings:
      problem?.code === 'agent_unavailable' && !isHere(deps, entry) ? [] : warningsOf(deps, entry, version),
    version,
    about: said,
    tookMs: deps.now() - began,
  };
}

function isHere(deps: Deps, entry: AgentEntry): boolean {
  return deps.locate(entry) !== null;
}

async function tryOut(
  deps: Deps,
  { entry, model, dir, timeoutMs, signal }: CheckOptions,
  onAbout: (about: AgentAbout) => void,
): Promise<AgentProblem | null> {
  const late = AbortSignal.timeout(timeoutMs);
  const [cwd, home] = [join(dir, 'tree'), join(dir, 'home')];
  try {
    await mkdir(cwd, { recursive: true });
    const session = await deps.driver(entry.protocol).open(
      {
        entry,
        model,
        cwd,
        home,
        resume: null,
        maxTurns: null,
        onEvent: () => undefined,
        decide: async () => ({ outcome: 'deny', by: 'a check' }),
        environment: deps.environment,
        onAbout,
      },
      AbortSignal.any([late, signal]),
    );
    await session.close();
    return null;
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted) return tooLate(entry, timeoutMs);
    return problemOf(entry, error);
  } finally {
    await deps.workspaces.remove(dir);
  }
}

function tooLate(entry: AgentEntry, timeoutMs: number): AgentProblem {
  return {
    code: 'agent_timeout',
    message: `${entry.title} opened no session within ${timeoutMs / 1000} s`,
    next: 'Give it more time with --timeout, or run its command by hand to see what it waits for.',
    printed: '',
  };
}

function problemOf(entry: AgentEntry, error: unknown): AgentProblem {
  if (!(error instanceof AppError)) throw error;
  const printed = error.details['printed'];
  return {
    code: error.code,
    message: error.message,
    next: error.next ?? `Run the command of agent "${entry.name}" by hand to see why.`,
    printed: typeof printed === 'string' ? printed : '',
  };
}

// A login that a person went through in a browser is in their own HOME, where a task's agent never looks.
function withAdvice(
  problem: AgentProblem,
  entry: AgentEntry,
  version: string | null,
  about: AgentAbout | null,
): AgentProblem {
  const advice = [problem.next];
  if (problem.code === 'model_credentials' && about !== null && about.authMethods.length > 0)
    advice.push(
      `It offers to log in by ${about.authMethods.map(({ name }) => name).join(', ')}; a task has a HOME of its own, so only what is in its environment counts.`,
    );
  const outdated = outdatedAdvice(entry, version);
  if (outdated !== null) advice.push(outdated);
  return { ...problem, next: advice.join(' ') };
}

function warningsOf(deps: Deps, entry: AgentEntry, version: string | null): readonly string[] {
  const outdated = outdatedAdvice(entry, version);
  const keys = keysOf(entry);
  return [
    ...(outdated === null ? [] : [outdated]),
    ...(entry.facts?.versions === null
      ? [`Tasklane has not been tested with ${entry.title}: its entry follows its documentation.`]
      : []),
    ...(hasKey(deps, entry) ? [] : [`No key for its model is set (${keys.join(', ')}).`]),
    ...(entry.facts?.quirks.asks === 'never'
      ? [`${entry.title} never asks for permission: it does what it wants in its copy.`]
      : []),
  ];
}

function outdatedAdvice(entry: AgentEntry, version: string | null): string | null {
  const versions = entry.facts?.versions ?? null;
  if (versions === null || version === null) return null;
  const name = entry.facts?.package ?? null;
  switch (judgeVersion(version, versions)) {
    case 'older':
      return `Version ${version} is older than ${versions.oldest}, the oldest that is known to work; update it${
        name === null ? '' : ` with \`npm install -g ${name}@${versions.tested}\``
      }.`;
    case 'newer':
      return `Version ${version} is newer than ${versions.tested}, the newest that Tasklane was tested with.`;
    case 'known':
      return null;
  }
}
