// Every setting there is: its type, what is allowed, its default, what it means, and whether a repository may set it.
import { z } from 'zod';
import { hostName, isHttp, isOrigin, isSafeUrl } from './addresses.ts';
import { fields, oneOf, orNull, value, whole } from './allowed.ts';
import { check, setupCache, timeLimit } from './check-fields.ts';
import { issueTrackers } from './tracker-fields.ts';
import { gitTokens } from './git-tokens.ts';
import { longestTimerMs } from '../domain/moment.ts';
import { gitHosts } from '../domain/git-host.ts';
import { applyWays, mergeMethods } from '../domain/merge-method.ts';
import { permissionPolicies } from '../domain/permission.ts';
import { conflictAnswers } from '../domain/resolution.ts';
import { planNames, policyNames } from '../domain/policy.ts';
import { violationAnswers } from '../domain/task.ts';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const agentName = /^\w[\w.-]*$/;
const variableName = z.string().regex(/^[A-Za-z_]\w*$/);

const agent = fields({
  command: z.exactOptional(
    value(
      z.tuple([z.string().regex(/\S/)], z.string()),
      'a list of strings: the program, then its arguments',
    ),
  ),
  protocol: z.exactOptional(oneOf(['acp', 'command'])),
  env: z.exactOptional(
    z.record(variableName, value(z.string(), 'a string'), {
      error: 'an object: names of variables (letters, digits, "_") and their values',
    }),
  ),
  passEnv: z.exactOptional(value(z.array(variableName), 'a list of names of environment variables')),
  gateway: z.exactOptional(oneOf(['on', 'off'])),
});

const texts = z.record(z.string().regex(/^\S+$/), value(z.string(), 'a string'), {
  error: 'an object: names and their values',
});

const mcpServer = fields({
  url: z.exactOptional(value(z.string().refine(isHttp), 'an address of http or https')),
  headers: z.exactOptional(texts),
  command: z.exactOptional(
    value(
      z.tuple([z.string().regex(/\S/)], z.string()),
      'a list of strings: the program, then its arguments',
    ),
  ),
  env: z.exactOptional(texts),
  tools: z.exactOptional(value(z.array(z.string()), 'a list of names of its tools, with *')),
  disallowedTools: z.exactOptional(value(z.array(z.string()), 'a list of names of its tools, with *')),
  timeoutMs: z.exactOptional(timeLimit),
}).refine((server) => (server.url === undefined) !== (server.command === undefined), {
  error: 'an object with either url or command',
});

const ofRepository = {
  agent: value(z.string().regex(agentName), 'the name of an agent'),
  model: orNull(z.string().regex(/^[^/\s]+\/\S+$/), 'provider/model'),
  policy: oneOf(policyNames),
  onViolation: oneOf(violationAnswers),
  parallel: whole(1, 1000),
  check: orNull(z.string().regex(/\S/), 'a command line for sh'),
  checks: z.array(check, { error: 'a list of objects, each with name and command' }),
  setup: orNull(z.string().regex(/\S/), 'a command line for sh'),
  setupCache: orNull(setupCache, 'an object: files and folders, each a list of paths in the tree'),
  preview: orNull(z.string().regex(/\S/), 'a command line for sh'),
  checkTimeoutMs: timeLimit,
  checkRetries: whole(0, 100),
  checkReruns: whole(0, 10),
  setupTimeoutMs: timeLimit,
  mergeMethod: oneOf(mergeMethods),
  applyBy: oneOf(applyWays),
  mergeTests: whole(1, 64),
  permission: oneOf(permissionPolicies),
  push: z.boolean({ error: 'true or false' }),
  pushRemote: value(z.string().regex(/^[A-Za-z0-9][\w.-]*$/), 'the name of a remote'),
  gitHost: orNull(z.enum(gitHosts), gitHosts.map((name) => `"${name}"`).join(', ')),
  pushBranch: orNull(z.string().regex(/^\S+$/), 'the name of a branch'),
  conflicts: oneOf(conflictAnswers),
  timeoutMs: timeLimit,
  maxTurns: orNull(z.int().min(1), 'a whole number from 1'),
  maxTokens: orNull(z.int().min(1), 'a whole number from 1'),
  maxCost: orNull(z.number().positive(), 'a number above 0, in dollars'),
  dayTokens: orNull(z.int().min(1), 'a whole number from 1'),
  dayCost: orNull(z.number().positive(), 'a number above 0, in dollars'),
  agents: z.record(z.string().regex(agentName), agent, {
    error: 'an object: the name of each agent (letters, digits, ".", "_", "-") and what it is',
  }),
  mcpServers: z.record(z.string().regex(agentName), mcpServer, {
    error: 'an object: the name of each server (letters, digits, ".", "_", "-") and where it is',
  }),
};

const oidc = fields({
  issuer: value(z.string().refine(isSafeUrl), 'an https address, or http on this machine'),
  clientId: value(z.string().regex(/\S/), 'the id that the provider gave'),
  clientSecret: value(z.string().regex(/\S/), 'the secret that the provider gave'),
  domains: z.exactOptional(value(z.array(z.string().regex(/\S/)), 'a list of domains; "*" = everybody')),
  groups: z.exactOptional(value(z.array(z.string().regex(/\S/)), 'a list of groups')),
  groupsClaim: z.exactOptional(value(z.string().regex(/\S/), 'the name of a claim')),
});

const ofHome = {
  host: value(z.string().regex(/^\S+$/), 'the name or address to listen on'),
  port: whole(0, 65_535),
  publicUrl: orNull(z.string().refine(isOrigin), 'an address such as https://tasks.example.com'),
  sessionHours: whole(1, 8760),
  defaultProject: orNull(z.string().regex(/\S/), 'the name or id of a project'),
  oidc: orNull(oidc, 'an object: issuer, clientId, clientSecret, and domains or groups'),
  logLevel: oneOf(logLevels),
  store: value(
    z.string().regex(/^(sqlite|postgres(ql)?:\/\/\S+)$/),
    '"sqlite", or the address of a PostgreSQL database: postgres://USER:PASSWORD@HOST:PORT/DATABASE',
  ),
  plan: value(
    z.union([z.enum(planNames), z.int().min(1).max(1000)]),
    `${planNames.map((name) => `"${name}"`).join(', ')}, or a whole number from 1 to 1000`,
  ),
  minFreeMemoryMb: whole(0, 10_000_000),
  minFreeDiskMb: whole(0, 1_000_000_000),
  ...ofRepository,
  gitTokens,
  pullRequestPollMs: timeLimit,
  agentStartTimeoutMs: timeLimit,
  idleMs: timeLimit,
  previewIdleMs: timeLimit,
  previewHost: value(z.string().regex(hostName), 'a host name in lower case, such as preview.localhost'),
  silentMs: timeLimit,
  repeatLimit: whole(0, 10_000),
  onLimit: oneOf(['summary', 'stop']),
  gateway: oneOf(['on', 'off']),
  networkTries: whole(1, 100),
  networkBackoffMs: timeLimit,
  agentFailures: whole(0, 100),
  agentCoolDownMs: timeLimit,
  approvalTimeoutMs: timeLimit,
  keepDays: whole(0, 36_500),
  trashMb: whole(0, 100_000_000),
  protocolLogMb: whole(0, 10_000),
  protocolLogDays: whole(0, 36_500),
  subagentStatistics: oneOf(['on', 'off']),
  glimpseMs: whole(0, longestTimerMs),
  issueTrackers,
  webhookAddresses: oneOf(['any', 'public']),
  webhookTimeoutMs: timeLimit,
  webhookRetryMs: timeLimit,
};

const settingsSchema = z.strictObject(ofHome);
export type Settings = Readonly<z.infer<typeof settingsSchema>>;
export type SettingKey = keyof Settings;
export type AgentSetting = Settings['agents'][string];
export type McpServerSetting = Settings['mcpServers'][string];

/** What one source says. */
export type Values = { readonly [Key in SettingKey]?: Settings[Key] | undefined };

export const defaults: Settings = {
  host: '127.0.0.1',
  port: 4747,
  publicUrl: null,
  sessionHours: 168,
  defaultProject: null,
  oidc: null,
  logLevel: 'info',
  store: 'sqlite',
  plan: 'pro',
  minFreeMemoryMb: 512,
  minFreeDiskMb: 1024,
  agent: 'tasklane',
  model: null,
  policy: 'board',
  onViolation: 'fail',
  parallel: 10,
  check: null,
  checks: [],
  setup: null,
  setupCache: null,
  preview: null,
  checkTimeoutMs: 600_000,
  checkRetries: 2,
  checkReruns: 1,
  setupTimeoutMs: 600_000,
  mergeMethod: 'merge',
  applyBy: 'queue',
  mergeTests: 2,
  push: false,
  pushRemote: 'origin',
  pushBranch: null,
  gitHost: null,
  conflicts: 'memory',
  gitTokens: {},
  pullRequestPollMs: 60_000,
  timeoutMs: 3_600_000,
  maxTurns: null,
  maxTokens: null,
  maxCost: null,
  dayTokens: null,
  dayCost: null,
  agentStartTimeoutMs: 60_000,
  idleMs: 900_000,
  previewIdleMs: 900_000,
  previewHost: 'preview.localhost',
  silentMs: 900_000,
  repeatLimit: 20,
  onLimit: 'summary',
  gateway: 'on',
  networkTries: 5,
  networkBackoffMs: 15_000,
  agentFailures: 5,
  agentCoolDownMs: 600_000,
  permission: 'allow_all',
  approvalTimeoutMs: 3_600_000,
  keepDays: 30,
  trashMb: 10_240,
  protocolLogMb: 32,
  protocolLogDays: 30,
  subagentStatistics: 'on',
  glimpseMs: 15_000,
  issueTrackers: {},
  webhookAddresses: 'any',
  webhookTimeoutMs: 10_000,
  webhookRetryMs: 5_000,
  agents: {},
  mcpServers: {},
};

export const settingKeys: readonly SettingKey[] = settingsSchema.keyof().options;

/** Whether a value of it may hold a password, and must not be repeated in words. */
export function isSecretSetting(key: PropertyKey | undefined): boolean {
  return key === 'store' || key === 'gitTokens';
}

const distinctChecks = {
  path: ['checks'],
  error: 'checks with different names ("check" is the name of the single one)',
};

/** `config.json` in Tasklane's home. */
export const homeSchema: z.ZodType<Values> = fields(ofHome)
  .partial()
  .refine(hasDistinctChecks, distinctChecks);

/** `.tasklane/config.json` in a repository: nothing about the machine, and nothing that loosens what agents may do. */
export const repositorySchema: z.ZodType<Values> = fields(ofRepository)
  .partial()
  .refine(hasDistinctChecks, distinctChecks);

const { agents: _agents, mcpServers: _mcpServers, ...ofProject } = ofRepository;

/** What a person sets for one project in Tasklane: what its repository may say, but no programs to be agents or servers. */
export const projectSchema: z.ZodType<Values> = fields(ofProject)
  .partial()
  .refine(hasDistinctChecks, distinctChecks);

export const projectKeys: readonly SettingKey[] = z.strictObject(ofProject).keyof().options;

function hasDistinctChecks(values: Values): boolean {
  const names = (values.checks ?? []).map((one) => one.name);
  const all = values.check === undefined || values.check === null ? names : ['check', ...names];
  return new Set(all).size === all.length;
}
