// A conversation with an agent that only reads: in a copy of its own that is thrown away, where it is allowed nothing that
// changes something. Whatever it did to the copy all the same, nobody ever takes anything from there.
import type { ToolAccess } from '../../agents/driver.ts';
import type { AgentEvent } from '../../domain/agent-event.ts';
import { AppError } from '../../domain/errors.ts';
import type { Oid } from '../../domain/ids.ts';
import { proposalBounds } from '../../domain/planning/proposal.ts';
import type { Hub } from '../../workspaces/workspaces.ts';
import type { EngineDeps } from '../deps.ts';
import { keysOf } from '../model/model-access.ts';
import type { OpenSessionTools } from '../session-tools.ts';
import type { PlannerModel } from './planner-model.ts';

export interface AskOptions {
  readonly access: PlannerModel;
  readonly model: string | null;
  readonly maxTurns: number | null;
  readonly hub: Hub;
  readonly commit: Oid;
  /** For this conversation alone; removed after it. */
  readonly dir: string;
  /** Puts what the agent is to read beside the repository, before it begins. */
  readonly prepare?: (tree: string) => Promise<void>;
  /** Our own tools; null: it has none of them. Closed by whoever opened them. */
  readonly tools: OpenSessionTools | null;
  /** Told everything that the agent says. */
  readonly onEvent: (event: AgentEvent) => void;
  /** Whether a tool has been used with success: then the end of a turn means more. */
  readonly hasActed: () => boolean;
}

/** One turn: resolves with all that the agent said in it. */
export type Say = (text: string) => Promise<string>;

const readOnly: ReadonlySet<string> = new Set(['read', 'search', 'think', 'fetch']);

/** Throws what opening a session or a turn throws, and the signal's reason. */
export async function askAgent<T>(
  deps: Pick<EngineDeps, 'driver' | 'workspaces'>,
  options: AskOptions,
  signal: AbortSignal,
  work: (say: Say, tools: ToolAccess) => Promise<T>,
): Promise<T> {
  const { access, hub, commit, dir, tools } = options;
  let said = '';
  const keys = [...keysOf(access), ...(tools === null ? [] : [tools.tools.token])];
  const masked = (text: string): string => keys.reduce((shown, key) => shown.replaceAll(key, '***'), text);
  try {
    const copy = await deps.workspaces.strategy.create(hub, dir, commit, 'planning');
    await options.prepare?.(copy.tree);
    const session = await deps.driver(access.entry.protocol).open(
      {
        entry: access.entry,
        model: options.model,
        cwd: copy.tree,
        home: copy.home,
        resume: null,
        maxTurns: options.maxTurns,
        onEvent: (event) => {
          // One more than is read says that there was more.
          if (event.type === 'agent.message' && said.length <= proposalBounds.answer) said += event.text;
          access.see(event);
          options.onEvent(event.type === 'agent.message' ? { ...event, text: masked(event.text) } : event);
        },
        decide: async ({ call, ownTool }) => {
          if (ownTool !== null) return { outcome: 'allow', by: 'own tool' };
          return { outcome: readOnly.has(call.kind) ? 'allow' : 'deny', by: 'planning only reads' };
        },
        environment: access.environment,
        variables: access.variables,
        ...(tools !== null && { tools: tools.tools }),
      },
      signal,
    );
    const close = (): void => void session.close();
    signal.addEventListener('abort', close, { once: true });
    try {
      signal.throwIfAborted();
      const say: Say = async (text) => {
        said = '';
        const end = await session.prompt(text).catch((error: unknown) => {
          throw access.errorOf({ kind: 'error', error }, options.hasActed()) ?? error;
        });
        signal.throwIfAborted();
        const error = access.errorOf(end, options.hasActed());
        if (error !== null) throw error;
        if (end.kind === 'ended') return masked(said);
        throw new AppError('agent_protocol', `The agent ended without an answer: ${end.kind}.`, {
          next: 'Ask for less at once, or choose another agent or model.',
        });
      };
      return await work(say, session.toolAccess);
    } finally {
      signal.removeEventListener('abort', close);
      await session.close();
    }
  } finally {
    await deps.workspaces.remove(dir);
  }
}
