// Configuration as data: what the files and the environment say, laid over the defaults, with the source of each value.
// From weak to strong: defaults, the home's config.json, the repository's .tasklane/config.json, what a person set for the
// project in Tasklane, environment, command line.
import { dirname, join } from 'node:path';
import { environmentLayers } from './config/environment.ts';
import { resolveLayers } from './config/layers.ts';
import type { Layer, LayerKind, Resolved } from './config/layers.ts';
import { checkFile, parseFile } from './config/read-settings.ts';
import { withoutPassword } from './config/secret-address.ts';
import { homeSchema, isSecretSetting, repositorySchema, settingKeys } from './config/settings.ts';
import type { AgentSetting, McpServerSetting, SettingKey, Settings, Values } from './config/settings.ts';
import type { Budget } from './domain/budget.ts';
import type { Check } from './domain/evidence.ts';
import type { LimitSource, LimitSources } from './domain/limit-source.ts';
import { stricter } from './domain/permission.ts';
import { limitOfPlan } from './domain/policy.ts';

/** The file of a repository, relative to its root. */
export const projectConfigPath = '.tasklane/config.json';

/** What the person says: in the home's file, and in the environment. */
export interface HomeConfig {
  readonly file: string;
  readonly exists: boolean;
  readonly values: Values;
  readonly environment: readonly Layer[];
}

/** What a repository says. */
export interface ProjectConfig {
  readonly file: string;
  readonly exists: boolean;
  readonly values: Values;
  /** In whole sentences: what in the file is not followed, and why. */
  readonly warnings: readonly string[];
}

/** What a person set for one project in Tasklane. */
export interface OwnSettings {
  readonly file: string;
  readonly values: Values;
  /** Rises with each change; 0 = nothing was ever set. */
  readonly version: number;
}

/** An agent that a file defines or changes; `project` when it was the repository's file. */
export type ConfiguredAgent = AgentSetting & { readonly origin: 'config' | 'project' };

export interface ConfigEntry {
  readonly key: string;
  readonly value: unknown;
  /** `default`, the home's file, `repository FILE`, `project FILE`, `environment VARIABLE`, or `command line`. */
  readonly source: string;
}

export interface EffectiveConfig {
  readonly settings: Settings;
  /** `check` and `checks` as one list, each with its time limit. */
  readonly checks: readonly Check[];
  readonly agents: Readonly<Record<string, ConfiguredAgent>>;
  /** Of agents at once: everywhere, and in this project where its repository sets one. The smaller counts. */
  readonly limits: { readonly all: number; readonly project: number | null };
  /** Of all agents on one day: in this project where its repository sets one, and everywhere. Both count. */
  readonly budgets: { readonly projectDay: Budget; readonly day: Budget };
  /** Who set the limits of an attempt. */
  readonly limitSources: LimitSources;
  readonly warnings: readonly string[];
  /** The configuration files that exist. */
  readonly files: readonly string[];
  /** Who says what, from weak to strong, without the defaults. */
  readonly layers: readonly Layer[];
  /** Every value and where it comes from, for people. The values of agents' variables are masked: they may be secrets. */
  entries(): readonly ConfigEntry[];
}

/** `readFile` returns null for a file that does not exist. Throws AppError `invalid_config`. */
export function loadHomeConfig(input: {
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly readFile: (file: string) => string | null;
}): HomeConfig {
  const file = join(input.home, 'config.json');
  const text = input.readFile(file);
  return {
    file,
    exists: text !== null,
    values: text === null ? {} : checkFile(file, parseFile(file, text), homeSchema),
    environment: environmentLayers(input.environment),
  };
}

/**
 * `file` is for messages; `text` is null where the repository has none. Agents of a repository that is not trusted are
 * left out with a warning: a cloned repository must not run programs by being added. Throws AppError `invalid_config`.
 */
export function loadProjectConfig(input: {
  readonly file: string;
  readonly text: string | null;
  readonly trusted: boolean;
}): ProjectConfig {
  const { file, text } = input;
  if (text === null) return { file, exists: false, values: {}, warnings: [] };
  const content = parseFile(file, text);
  const ignored = input.trusted ? [] : needTrust.filter((one) => one.isIn(content));
  const rest = Object.entries(content).filter(([key]) => !ignored.some((one) => one.key === key));
  const values = checkFile(file, Object.fromEntries(rest), repositorySchema);
  return { file, exists: true, values, warnings: ignored.map((one) => notTrusted(file, one.what)) };
}

// What a repository may say only when the person trusts it: programs to run, and work that is applied without a person.
const needTrust = [
  {
    key: 'agents',
    what: 'The agents that it defines are programs to run, so they are ignored',
    isIn: (content: Readonly<Record<string, unknown>>) => content['agents'] !== undefined,
  },
  {
    key: 'mcpServers',
    what: 'The MCP servers that it names are programs to run, or places that what an agent sees may go to, so they are ignored',
    isIn: (content: Readonly<Record<string, unknown>>) => content['mcpServers'] !== undefined,
  },
  {
    key: 'policy',
    what: 'Its policy "develop" applies work without a person, so it is ignored',
    isIn: (content: Readonly<Record<string, unknown>>) => content['policy'] === 'develop',
  },
] as const;

function notTrusted(file: string, what: string): string {
  const repository = dirname(dirname(file));
  return `${file} is of a repository that is not trusted. ${what}; \`tasklane project add ${repository} --trust\` trusts it.`;
}

/** What counts. `overrides` is what the command line says, `own` what was set for the project in Tasklane. */
export function effective(
  home: HomeConfig,
  asked: ProjectConfig | null,
  overrides: Values = {},
  own: OwnSettings | null = null,
): EffectiveConfig {
  const project = asked === null ? null : withoutLooserPermission(home, asked);
  const resolved = resolveLayers([
    layerOf(home),
    ...(project === null ? [] : [layerOf(project, 'repository')]),
    ...(own === null ? [] : [layerOf(own, 'project')]),
    ...home.environment,
    { kind: 'call', place: null, values: overrides },
  ]);
  const files = [home, ...(project === null ? [] : [project])].filter((source) => source.exists);
  return {
    settings: resolved.settings,
    checks: checksOf(resolved.settings),
    agents: agentsOf(resolved.settings, project),
    limits: limitsOf(home, project, own),
    budgets: budgetsOf(home, project, own),
    limitSources: limitSourcesOf(resolved),
    warnings: project?.warnings ?? [],
    files: [...files.map((source) => source.file), ...(own === null || own.version === 0 ? [] : [own.file])],
    layers: resolved.layers,
    entries: () => entriesOf(resolved),
  };
}

// An agent can write the file of its repository: what it says there must not let the next one do more than the person does.
function withoutLooserPermission(home: HomeConfig, project: ProjectConfig): ProjectConfig {
  const { permission, ...values } = project.values;
  const ours = resolveLayers([layerOf(home), ...home.environment]).settings.permission;
  if (permission === undefined || stricter(permission, ours) === permission) return project;
  const warning = `${project.file} sets permission to "${permission}", which lets agents do more than your own "${ours}"; it is ignored.`;
  return { ...project, values, warnings: [...project.warnings, warning] };
}

function checksOf(settings: Settings): readonly Check[] {
  const single = settings.check === null ? [] : [{ name: 'check', command: settings.check }];
  return [...single, ...settings.checks].map((check) => ({ timeoutMs: settings.checkTimeoutMs, ...check }));
}

// What is said of a project can only lower its own limit: whatever it is, the one for all projects is asked too.
function limitsOf(
  home: HomeConfig,
  project: ProjectConfig | null,
  own: OwnSettings | null,
): EffectiveConfig['limits'] {
  const { settings } = resolveLayers([layerOf(home), ...home.environment]);
  return {
    all: Math.min(settings.parallel, limitOfPlan(settings.plan)),
    project: own?.values.parallel ?? project?.values.parallel ?? null,
  };
}

// The same for the money of a day.
function budgetsOf(
  home: HomeConfig,
  project: ProjectConfig | null,
  own: OwnSettings | null,
): EffectiveConfig['budgets'] {
  const { settings } = resolveLayers([layerOf(home), ...home.environment]);
  // Null says that there is none, and is stronger than what the repository says.
  const of = (key: 'dayTokens' | 'dayCost'): number | null => {
    const set = own?.values[key];
    return set === undefined ? (project?.values[key] ?? null) : set;
  };
  return {
    day: { tokens: settings.dayTokens, cost: settings.dayCost },
    projectDay: { tokens: of('dayTokens'), cost: of('dayCost') },
  };
}

const limitSourceOf: Readonly<Record<LayerKind, LimitSource>> = {
  home: 'home',
  repository: 'project',
  project: 'project_settings',
  environment: 'home',
  call: 'home',
};

function limitSourcesOf({ layers }: Resolved): LimitSources {
  const of = (key: SettingKey): LimitSource => {
    const last = layers.findLast(({ values }) => values[key] !== undefined);
    return last === undefined ? 'default' : limitSourceOf[last.kind];
  };
  return {
    timeoutMs: of('timeoutMs'),
    maxTurns: of('maxTurns'),
    maxTokens: of('maxTokens'),
    maxCost: of('maxCost'),
  };
}

function layerOf(
  { file, values }: HomeConfig | ProjectConfig | OwnSettings,
  kind: 'home' | 'repository' | 'project' = 'home',
): Layer {
  return { kind, place: file, values };
}

function agentsOf(settings: Settings, project: ProjectConfig | null): EffectiveConfig['agents'] {
  const own = project?.values.agents ?? {};
  return Object.fromEntries(
    Object.entries(settings.agents).map(([name, agent]) => [
      name,
      { ...agent, origin: Object.hasOwn(own, name) ? 'project' : 'config' },
    ]),
  );
}

function entriesOf({ settings, sources }: Resolved): readonly ConfigEntry[] {
  const source = (key: string): string => sources.get(key) ?? 'default';
  const plain = settingKeys
    .filter((key) => key !== 'agents')
    .map((key) => ({ key, value: shown(settings, key), source: source(key) }));
  const agents = Object.entries(settings.agents).map(([name, agent]) => {
    const key = `agents.${name}`;
    return { key, value: masked(agent), source: source(key) };
  });
  return [...plain, ...agents];
}

function shown(settings: Settings, key: SettingKey): unknown {
  if (key === 'oidc' && settings.oidc !== null) return { ...settings.oidc, clientSecret: '***' };
  if (key === 'mcpServers')
    return Object.fromEntries(
      Object.entries(settings.mcpServers).map(([name, server]) => [name, maskedServer(server)]),
    );
  if (key === 'gitTokens') return hidden(settings.gitTokens);
  const value = settings[key];
  return isSecretSetting(key) && typeof value === 'string' ? withoutPassword(value) : value;
}

function maskedServer({ env, headers, ...server }: McpServerSetting): McpServerSetting {
  return {
    ...server,
    ...(env !== undefined && { env: hidden(env) }),
    ...(headers !== undefined && { headers: hidden(headers) }),
  };
}

function hidden(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(texts).map((name) => [name, '***']));
}

function masked(agent: AgentSetting): AgentSetting {
  if (agent.env === undefined) return agent;
  return { ...agent, env: hidden(agent.env) };
}
