// The first words with an agent: initialize, a new session or an old one loaded, and the mode in which it asks before it
// acts. Answers are read tolerantly; only what we need must be there.
import { PROTOCOL_VERSION, RequestError, methods } from '@agentclientprotocol/sdk';
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { AgentAbout, Choice, SessionOffers } from '../about.ts';
import type { AgentEntry, SessionTools } from '../driver.ts';
import { Violation } from './failure.ts';
import { wordsOf } from './model-error.ts';

/** Sends one request of the start, with a limit on the time until its answer. */
export type Ask = (method: string, params: unknown) => Promise<unknown>;

const choice = z.object({ id: z.string(), name: z.string().nullish() });

const introduction = z.object({
  protocolVersion: z.int().nullish().catch(undefined),
  agentInfo: z
    .object({ name: z.string(), title: z.string().nullish(), version: z.string().nullish() })
    .nullish()
    .catch(undefined),
  agentCapabilities: z
    .object({
      loadSession: z.boolean().nullish().catch(undefined),
      sessionCapabilities: z.object({ resume: z.unknown().optional() }).nullish().catch(undefined),
      promptCapabilities: z
        .object({ image: z.boolean().nullish(), audio: z.boolean().nullish() })
        .nullish()
        .catch(undefined),
      mcpCapabilities: z
        .object({ http: z.boolean().nullish(), sse: z.boolean().nullish() })
        .nullish()
        .catch(undefined),
    })
    .nullish()
    .catch(undefined),
  authMethods: z.array(choice).nullish().catch(undefined),
});

/** What the agent says of itself, before a session is open. */
export async function introduce(ask: Ask): Promise<AgentAbout> {
  const answer = await ask(methods.agent.initialize, {
    protocolVersion: PROTOCOL_VERSION,
    // Neither files nor terminals: agents call them beside their own access or not at all (agents.md §0.2), so they
    // would prove nothing about what was really touched.
    clientCapabilities: {
      fs: { readTextFile: false, writeTextFile: false },
      terminal: false,
      session: { notices: {} },
    },
    clientInfo: { name: 'tasklane', title: 'Tasklane', version: '1' },
  });
  const { agentInfo, agentCapabilities: can, ...said } = read(introduction, answer, 'initialize');
  return {
    info: agentInfo == null ? null : `${agentInfo.title ?? agentInfo.name} ${agentInfo.version ?? ''}`.trim(),
    version: agentInfo?.version ?? null,
    protocolVersion: said.protocolVersion ?? null,
    loadSession: can?.loadSession ?? false,
    resumeSession: can?.sessionCapabilities?.resume != null,
    images: can?.promptCapabilities?.image ?? false,
    audio: can?.promptCapabilities?.audio ?? false,
    mcp: (['http', 'sse'] as const).filter((transport) => can?.mcpCapabilities?.[transport] === true),
    authMethods: (said.authMethods ?? []).map(named),
    session: null,
  };
}

function named({ id, name }: z.infer<typeof choice>): Choice {
  return { id, name: name ?? id };
}

const optionChoice = z.object({ value: z.string(), name: z.string().nullish() });

const modeState = z.object({
  modes: z
    .object({ currentModeId: z.string(), availableModes: z.array(choice) })
    .nullish()
    .catch(undefined),
  models: z
    .object({
      currentModelId: z.string().nullish(),
      availableModels: z.array(z.object({ modelId: z.string(), name: z.string().nullish() })),
    })
    .nullish()
    .catch(undefined),
  configOptions: z
    .array(
      z.looseObject({
        id: z.string(),
        category: z.string().nullish(),
        currentValue: z.unknown().optional(),
        options: z.array(optionChoice).nullish().catch(undefined),
      }),
    )
    .nullish()
    .catch(undefined),
});
type ModeState = z.infer<typeof modeState>;

const newSession = modeState.extend({ sessionId: z.string() });

export interface OpenedSession {
  readonly id: string;
  readonly modes: ModeState;
}

export async function createSession(
  ask: Ask,
  cwd: string,
  servers: readonly SessionTools[],
): Promise<OpenedSession> {
  const answer = await ask(methods.agent.session.new, { cwd, mcpServers: servers.map(mcpServer) });
  const said = read(newSession, answer, 'session/new');
  return { id: said.sessionId, modes: said };
}

// Over HTTP: Copilot rejects a server that is a program, and others start one that never ends.
function mcpServer({ name, url, token }: SessionTools) {
  return { type: 'http', name, url, headers: [{ name: 'Authorization', value: `Bearer ${token}` }] };
}

/** The two ways of taking a session up again: with all of it told once more, and without. */
export type Revival = 'load' | 'resume';

/** The reason, where the agent does not know the session any more, or cannot do what it said it can. */
export async function reviveSession(
  ask: Ask,
  how: Revival,
  cwd: string,
  id: string,
  servers: readonly SessionTools[],
): Promise<OpenedSession | { readonly refused: string }> {
  try {
    const mcpServers = servers.map(mcpServer);
    const answer = await ask(methods.agent.session[how], { sessionId: id, cwd, mcpServers });
    return { id, modes: read(modeState, answer ?? {}, `session/${how}`) };
  } catch (error) {
    if (error instanceof RequestError) return { refused: wordsOf(error) };
    throw error;
  }
}

/** The modes and models that a session offers, in whichever of the two ways. */
export function offersOf({ modes: { modes, models, configOptions } }: OpenedSession): SessionOffers {
  const optionOf = (category: string): Offered => {
    const option = configOptions?.find((offered) => offered.category === category);
    const choices = (option?.options ?? []).map(({ value, name }) => ({ id: value, name: name ?? value }));
    return { choices, current: typeof option?.currentValue === 'string' ? option.currentValue : null };
  };
  const mode =
    modes == null
      ? optionOf('mode')
      : { choices: modes.availableModes.map(named), current: modes.currentModeId };
  const model =
    models == null
      ? optionOf('model')
      : {
          choices: models.availableModels.map(({ modelId: id, name }) => ({ id, name: name ?? id })),
          current: models.currentModelId ?? null,
        };
  return { modes: mode.choices, mode: mode.current, models: model.choices, model: model.current };
}

interface Offered {
  readonly choices: readonly Choice[];
  readonly current: string | null;
}

/** Agents offer modes in two ways: as modes, or as a configuration option of the category "mode". */
export async function setMode(ask: Ask, session: OpenedSession, entry: AgentEntry): Promise<void> {
  const wanted = entry.askMode;
  const { modes, configOptions } = session.modes;
  if (wanted === null || modes?.currentModeId === wanted) return;
  if (modes?.availableModes.some((mode) => mode.id === wanted) === true) {
    await ask(methods.agent.session.setMode, { sessionId: session.id, modeId: wanted });
    return;
  }
  const option = configOptions?.find((offered) => offered.category === 'mode');
  if (option === undefined)
    throw unknownMode(entry, wanted, modes?.availableModes.map((mode) => mode.id) ?? []);
  if (option.currentValue === wanted) return;
  await ask(methods.agent.session.setConfigOption, {
    sessionId: session.id,
    configId: option.id,
    value: wanted,
  });
}

// Going on in another mode could mean that it acts without asking, which is what the mode is there to prevent.
function unknownMode(entry: AgentEntry, wanted: string, offered: readonly string[]): AppError {
  const list = offered.length === 0 ? 'no modes at all' : offered.join(', ');
  return new AppError('agent_protocol', `${entry.title} has no mode "${wanted}"; it offers ${list}`, {
    next: `Correct askMode of agent "${entry.name}", or use the version of it that has this mode.`,
    details: { agent: entry.name, wanted, offered },
  });
}

function read<Shape extends z.ZodType>(shape: Shape, answer: unknown, method: string): z.infer<Shape> {
  const parsed = shape.safeParse(answer);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new Violation(`gave an answer to ${method} that cannot be read${where === '' ? '' : ` (${where})`}`);
}
