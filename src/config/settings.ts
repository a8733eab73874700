// Every setting there is: its type, what is allowed, its default, what it means, and whether a repository may set it.
import { z } from 'zod';
import { hostName, isHttp, isOrigin, isSafeUrl } from './addresses.ts';
import { fields, oneOf, orNull, value, whole } from './allowed.ts';
import { check, setupCache, timeLimit } from './check-fields.ts';
import { issueTrackers } from './tracker-fields.ts';
import { gitTokens } from './git-tokens.ts';
import { longestTimerMs } from '../domain/moment.ts';
import { gitHosts } from '../domain/git-host.ts';
import { mergeMethods } from '../domain/merge-method.ts';
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
  applyBy: oneOf(['queue', 'pull_request']),
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

/** One line for each setting, in the order in which they are shown. */
export const meanings: Readonly<Record<SettingKey, string>> = {
  host: 'address that the daemon listens on',
  port: 'port that the daemon listens on; 0 = any free one',
  publicUrl: 'the address that people see where a proxy with TLS stands in front',
  sessionHours: 'how long a sign-in lasts',
  defaultProject: 'what tasks are for that come in by the API of Coder and name no project',
  oidc: 'the OpenID provider that people sign in with, and who of them may',
  logLevel: "how much goes to the daemon's log",
  store: "where tasks and their log are kept: in a file of Tasklane's home, or in a PostgreSQL database",
  plan: 'the limit of agents at once that comes with a plan: pro is 10, core is 2, or any number',
  minFreeMemoryMb: 'no agent is started while less memory is free; 0 = however little',
  minFreeDiskMb: "no agent is started while less is free on the disk of Tasklane's home; 0 = however little",
  agent: 'the agent that works on a task when none is named',
  model: 'its model, as provider/model; null = its own choice',
  policy: 'what happens with finished work',
  onViolation: 'what happens when a task changed paths that it does not own: it fails, or they are reverted',
  parallel: 'how many agents may work at once; in a repository, on its tasks',
  check: 'the command that decides whether work is good',
  checks: 'more such commands, each with a name and, where it needs them, a time limit, a group and reports',
  setup: 'the command that makes a fresh copy ready to work in, such as installing packages',
  setupCache:
    'when what setup made is used again: while these files are the same; and the folders that it fills',
  preview: 'the command that shows the work of a task: a server that listens on the port in $PORT',
  checkTimeoutMs: 'time limit of each check',
  checkRetries: 'how often the output of a check that failed goes back to the agent before the task fails',
  checkReruns: 'how often a check that failed is run again on the same tree, to see whether it is flaky',
  setupTimeoutMs: 'time limit of the setup command',
  mergeMethod:
    'how work comes to the branch: with a merge commit, as one commit, or as its commits put on top',
  applyBy: 'whether applied work is merged here, or a git host is asked to take it by a pull request',
  mergeTests: 'how many merged trees of the merge queue are checked at once',
  push: 'whether applied work is pushed to the remote of the repository',
  pushRemote: 'the remote it is pushed to, by its name',
  pushBranch: 'the branch there; null = of the same name',
  gitHost: 'what serves the pages of the remote, for links; null = as its name says',
  conflicts: 'who resolves a conflict at apply: memory and merge drivers, then an agent too, or nobody',
  gitTokens: 'tokens for the git hosts that are asked to take work, each for one host',
  pullRequestPollMs: 'how long until an open pull request is looked at first; then ever longer',
  timeoutMs: 'time limit of one attempt at a task, without the checks',
  maxTurns: "rounds with the model in one attempt; null = the agent's own limit",
  maxTokens: 'tokens of one attempt, in and out together; null = no limit',
  maxCost: 'dollars of one attempt; null = no limit',
  dayTokens: 'tokens of all agents on one day; in a repository, of those on its tasks',
  dayCost: 'dollars of all agents on one day; in a repository, of those on its tasks',
  agentStartTimeoutMs: 'time limit for each answer of an agent while it starts',
  previewIdleMs: 'how long a preview that nobody looks at is kept',
  previewHost: 'the host name below which previews are shown',
  idleMs: 'how long an agent that waits for a person is kept alive before its task is paused',
  silentMs: 'how long an agent may give no sign of life while it works and none of its tools does',
  repeatLimit: 'an agent whose calls of tools bring nothing new so many times in a row is stopped; 0 = never',
  onLimit: 'what an agent at a limit is given: one last answer without tools, or nothing',
  gateway: 'whether agents ask their models through the gateway, which keeps the keys; where they can',
  networkTries: 'how often a task is tried while the network or the provider of its model fails',
  networkBackoffMs: 'how long before the second of these tries, up to; the wait doubles with each',
  agentFailures: 'an agent that failed itself in so many tasks in a row is not started any more; 0 = always',
  agentCoolDownMs: 'how long before one task may try such an agent again',
  permission: 'how requests of agents for permission are answered; a repository can only be stricter',
  approvalTimeoutMs: 'how long a person has to answer such a request before it is denied',
  keepDays: 'days for which dismissed, cancelled and deleted work is kept',
  trashMb: 'how much of it is kept for each project, in MiB; the oldest goes first; 0 = however much',
  protocolLogMb: 'size of the raw protocol log of one attempt, in MiB; 0 = none is kept',
  protocolLogDays: 'days for which raw protocol logs are kept after their last entry',
  subagentStatistics:
    'whether the log of a task keeps what its subagents used: tokens, cost, time, counts of calls',
  glimpseMs:
    'the shortest time between two looks at what a running task changed, for the conflict radar; 0 = none',
  issueTrackers:
    'issue trackers that may be asked besides github.com, gitlab.com and codeberg.org, and their tokens',
  webhookAddresses: 'where webhooks may go: any address, or only public ones; never a link-local one',
  webhookTimeoutMs: 'time limit of one try to deliver to a webhook',
  webhookRetryMs: 'the wait after a webhook failed for the first time; it doubles up to an hour',
  agents: 'agents besides the known ones, and changes to those',
  mcpServers: 'MCP servers that the built-in agent uses',
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

function hasDistinctChecks(values: Values): boolean {
  const names = (values.checks ?? []).map((one) => one.name);
  const all = values.check === undefined || values.check === null ? names : ['check', ...names];
  return new Set(all).size === all.length;
}
