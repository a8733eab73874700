// What the agent is told through its environment: which model, with which key, and its limits. The environment is an
// argument, so that nothing here depends on the process it runs in.
import { delimiter, join } from 'node:path';
import { AppError } from '../../domain/errors.ts';
import type { Price } from '../../domain/subagent/statistics.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export const providers = ['openai', 'anthropic', 'google', 'openai-compatible'] as const;
export type ProviderName = (typeof providers)[number];

export interface ModelChoice {
  readonly provider: ProviderName;
  readonly id: string;
  readonly apiKey: string | null;
  readonly baseUrl: string;
}

export interface Limits {
  /** Model requests in one turn. */
  readonly maxTurns: number;
  /** Tokens the model can see at once. */
  readonly contextWindow: number;
}

interface Access {
  /** The first that is set counts. */
  readonly keys: readonly string[];
  /** The variable that names another address. */
  readonly baseUrl: string;
  /** The provider's own address. Null = there is none. */
  readonly address: string | null;
  /** Used when TASKLANE_MODEL is not set and this provider's key is. Null = there is no sensible one. */
  readonly defaultModel: string | null;
}

const access: Readonly<Record<ProviderName, Access>> = {
  openai: {
    keys: ['OPENAI_API_KEY'],
    baseUrl: 'OPENAI_BASE_URL',
    address: 'https://api.openai.com/v1',
    defaultModel: 'gpt-5.5',
  },
  anthropic: {
    keys: ['ANTHROPIC_API_KEY'],
    baseUrl: 'ANTHROPIC_BASE_URL',
    address: 'https://api.anthropic.com/v1',
    defaultModel: 'claude-sonnet-5-5',
  },
  google: {
    keys: ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
    baseUrl: 'GOOGLE_GEMINI_BASE_URL',
    address: 'https://generativelanguage.googleapis.com/v1beta',
    defaultModel: 'gemini-pro-latest',
  },
  'openai-compatible': {
    keys: ['TASKLANE_API_KEY'],
    baseUrl: 'TASKLANE_BASE_URL',
    address: null,
    defaultModel: null,
  },
};

/** Throws AppError: `invalid_config` (not a model we can reach), `model_credentials` (no key). */
export function chooseModel(environment: Environment): ModelChoice {
  const wanted = environment['TASKLANE_MODEL'] ?? '';
  if (wanted === '') return firstWithKey(environment);
  const slash = wanted.indexOf('/');
  const provider = providers.find((name) => name === wanted.slice(0, slash));
  const id = wanted.slice(slash + 1);
  if (provider === undefined || id === '')
    throw new AppError('invalid_config', `TASKLANE_MODEL is "${wanted}", which is not provider/model`, {
      next: `Set it to a provider of ${providers.join(', ')}, a slash, and the model's name.`,
    });
  return withAccess(provider, id, environment);
}

/** Throws AppError `invalid_config` for values that are no positive whole numbers. */
export function readLimits(environment: Environment): Limits {
  return {
    maxTurns: positive(environment, 'TASKLANE_MAX_TURNS', 200),
    contextWindow: positive(environment, 'TASKLANE_CONTEXT_WINDOW', 200_000),
  };
}

/** The model that a subagent names: `provider/id`, or an id of the provider that the agent itself uses. Throws as chooseModel. */
export function chooseNamedModel(environment: Environment, wanted: string): ModelChoice {
  const isWhole = providers.some((name) => wanted.startsWith(`${name}/`));
  const named = isWhole ? wanted : `${chooseModel(environment).provider}/${wanted}`;
  return chooseModel({ ...environment, TASKLANE_MODEL: named });
}

/** The repository that the working directory is a copy of; null when nobody said. */
export function projectRoot(environment: Environment): string | null {
  const root = environment['TASKLANE_PROJECT_ROOT'] ?? '';
  return root === '' ? null : root;
}

/** The subagent that this agent is, when another agent has it work as a task of its own; null = it is the agent itself. */
export function ownSubagent(environment: Environment): string | null {
  const name = environment['TASKLANE_SUBAGENT'] ?? '';
  return name === '' ? null : name;
}

/** MCP servers of the person's configuration, as JSON; empty = none. */
export function configuredServers(environment: Environment): string {
  return environment['TASKLANE_MCP_SERVERS'] ?? '';
}

/** Folders of the person's own subagents, the strongest first. */
export function personalSubagents(environment: Environment): readonly string[] {
  return (environment['TASKLANE_SUBAGENTS'] ?? '').split(delimiter).filter((dir) => dir !== '');
}

/** Of the agent's model, in dollars for a million tokens: "input,output". Null = not known. Throws `invalid_config`. */
export function readPrice(environment: Environment): Price | null {
  const text = environment['TASKLANE_MODEL_PRICE'] ?? '';
  if (text === '') return null;
  const [input = NaN, output = NaN, ...rest] = text.split(',').map(Number);
  if (input >= 0 && output >= 0 && rest.length === 0) return { input, output };
  throw new AppError('invalid_config', `TASKLANE_MODEL_PRICE is "${text}"`, {
    next: 'Set it to dollars for a million tokens sent and received, as in 3,15.',
  });
}

/** Where conversations are kept. Throws AppError `invalid_config` without a HOME. */
export function sessionsDir(environment: Environment): string {
  const home = environment['HOME'] ?? '';
  if (home === '')
    throw new AppError('invalid_config', 'HOME is not set, so there is no place to keep the conversation', {
      next: 'Set HOME to a folder the agent may write to.',
    });
  return join(home, '.tasklane-agent', 'sessions');
}

function firstWithKey(environment: Environment): ModelChoice {
  for (const provider of providers) {
    const model = access[provider].defaultModel;
    if (model !== null && keyOf(provider, environment) !== null)
      return withAccess(provider, model, environment);
  }
  const keys = providers.flatMap((provider) => access[provider].keys.slice(0, 1));
  throw new AppError('model_credentials', 'No model is chosen and no key is set.', {
    next: `Set TASKLANE_MODEL to provider/model and its key, one of ${keys.join(', ')}.`,
  });
}

function withAccess(provider: ProviderName, id: string, environment: Environment): ModelChoice {
  const { keys, baseUrl: variable, address } = access[provider];
  const apiKey = keyOf(provider, environment);
  const given = environment[variable] ?? '';
  const baseUrl = given === '' ? address : given;
  if (baseUrl === null)
    throw new AppError('invalid_config', `${provider}/${id} needs to know where the model is.`, {
      next: `Set ${variable} to its address, with the version at the end as in /v1.`,
    });
  // Servers on one's own machine often want no key.
  if (apiKey === null && address !== null)
    throw new AppError('model_credentials', `There is no key for ${provider}/${id}.`, {
      next: `Set ${keys.join(' or ')}.`,
    });
  return { provider, id, apiKey, baseUrl: withVersion(provider, baseUrl) };
}

function keyOf(provider: ProviderName, environment: Environment): string | null {
  return access[provider].keys.map((name) => environment[name]).find(Boolean) ?? null;
}

// The makers' own tools take these two addresses without the version, the AI SDK with it; both spellings work here.
function withVersion(provider: ProviderName, baseUrl: string): string {
  const trimmed = baseUrl.replace(/\/+$/, '');
  if (/\/v\d\w*$/.test(trimmed)) return trimmed;
  if (provider === 'anthropic') return `${trimmed}/v1`;
  return provider === 'google' ? `${trimmed}/v1beta` : trimmed;
}

function positive(environment: Environment, name: string, fallback: number): number {
  const text = environment[name] ?? '';
  if (text === '') return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new AppError('invalid_config', `${name} is "${text}"`, { next: 'Set it to a whole number above 0.' });
}
