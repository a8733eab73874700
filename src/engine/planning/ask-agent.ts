// A conversation with an agent that only reads: in a copy of its own that is thrown away, where it is allowed nothing that
// changes something. Whatever it did to the copy all the same, nobody ever takes anything from there.
import type { AgentEntry } from '../../agents/driver.ts';
import { AppError } from '../../domain/errors.ts';
import type { Oid } from '../../domain/ids.ts';
import { proposalBounds } from '../../domain/planning/proposal.ts';
import type { Hub } from '../../workspaces/workspaces.ts';
import type { EngineDeps } from '../deps.ts';
import { keysOf } from '../model/model-access.ts';

export interface AskOptions {
  readonly entry: AgentEntry;
  readonly model: string | null;
  readonly maxTurns: number | null;
  readonly hub: Hub;
  readonly commit: Oid;
  /** For this conversation alone; removed after it. */
  readonly dir: string;
  /** Puts what the agent is to read beside the repository, before it begins. */
  readonly prepare?: (tree: string) => Promise<void>;
}

/** One turn: resolves with all that the agent said in it. */
export type Say = (text: string) => Promise<string>;

const readOnly: ReadonlySet<string> = new Set(['read', 'search', 'think', 'fetch']);

/** Throws what opening a session or a turn throws, and the signal's reason. */
export async function askAgent<T>(
  deps: Pick<EngineDeps, 'driver' | 'environment' | 'workspaces'>,
  { entry, model, maxTurns, hub, commit, dir, prepare }: AskOptions,
  signal: AbortSignal,
  work: (say: Say) => Promise<T>,
): Promise<T> {
  let said = '';
  const keys = keysOf({ entry, environment: deps.environment, variables: {} });
  try {
    const copy = await deps.workspaces.strategy.create(hub, dir, commit, 'planning');
    await prepare?.(copy.tree);
    const session = await deps.driver(entry.protocol).open(
      {
        entry,
        model,
        cwd: copy.tree,
        home: copy.home,
        resume: null,
        maxTurns,
        onEvent: (event) => {
          // One more than is read says that there was more.
          if (event.type === 'agent.message' && said.length <= proposalBounds.answer) said += event.text;
        },
        decide: async ({ call }) => ({
          outcome: readOnly.has(call.kind) ? 'allow' : 'deny',
          by: 'planning only reads',
        }),
        environment: deps.environment,
      },
      signal,
    );
    const close = (): void => void session.close();
    signal.addEventListener('abort', close, { once: true });
    try {
      return await work(async (text) => {
        said = '';
        const end = await session.prompt(text);
        signal.throwIfAborted();
        if (end.kind === 'ended') return keys.reduce((shown, key) => shown.replaceAll(key, '***'), said);
        throw new AppError('agent_protocol', `The agent ended without an answer: ${end.kind}.`, {
          next: 'Ask for less at once, or choose another agent or model.',
        });
      });
    } finally {
      signal.removeEventListener('abort', close);
      await session.close();
    }
  } finally {
    await deps.workspaces.remove(dir);
  }
}
