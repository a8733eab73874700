import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { effective, loadHomeConfig, loadProjectConfig } from './config.ts';
import type { EffectiveConfig, HomeConfig, ProjectConfig } from './config.ts';
import { variableOf } from './config/environment.ts';
import { readConfigFile } from './config/read-file.ts';
import { meanings } from './config/meanings.ts';
import { defaults, settingKeys } from './config/settings.ts';
import { AppError } from './domain/errors.ts';
import { tempDir } from '../test/support/temp-dir.ts';

const homeFile = join('/h', 'config.json');
const repositoryFile = '/r/.tasklane/config.json';

function homeOf(content: unknown, environment: Readonly<Record<string, string>> = {}): HomeConfig {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return loadHomeConfig({
    home: '/h',
    environment,
    readFile: (file) => (file === homeFile && content !== undefined ? text : null),
  });
}

function projectOf(content: unknown, trusted = false): ProjectConfig {
  return loadProjectConfig({ file: repositoryFile, text: JSON.stringify(content), trusted });
}

function sourceOf(config: EffectiveConfig, key: string): string | undefined {
  return config.entries().find((entry) => entry.key === key)?.source;
}

/** The message of the error that must come; it must say what to do, too. */
function refusal(load: () => unknown): string {
  try {
    load();
  } catch (error) {
    assert.ok(error instanceof AppError, String(error));
    assert.equal(error.code, 'invalid_config');
    assert.match(error.next ?? '', /^correct /);
    return error.message;
  }
  return assert.fail('it was accepted');
}

test('without files and variables, every setting has its default and says so', () => {
  const config = effective(homeOf(undefined), null);
  assert.deepEqual(config.settings, defaults);
  assert.deepEqual(new Set(config.entries().map((entry) => entry.source)), new Set(['default']));
  assert.deepEqual(config.files, []);
});

// One valid value for each setting; the type makes a new setting impossible to forget here.
const samples: typeof defaults = {
  host: '0.0.0.0',
  port: 0,
  publicUrl: 'https://tasks.example.com',
  defaultProject: 'shop',
  sessionHours: 8,
  oidc: {
    issuer: 'https://accounts.example.com',
    clientId: 'tasklane',
    clientSecret: 'hush',
    domains: ['example.com'],
    groups: ['builders'],
    groupsClaim: 'roles',
  },
  logLevel: 'debug',
  store: 'postgres://ada@db/tasklane',
  plan: 7,
  minFreeMemoryMb: 0,
  minFreeDiskMb: 9,
  agent: 'qwen',
  model: 'openai/gpt-5',
  policy: 'parallel',
  onViolation: 'revert',
  parallel: 3,
  check: 'npm test',
  checks: [{ name: 'lint', command: 'npm run lint', timeoutMs: 5 }],
  setup: 'npm ci',
  preview: 'npm run dev',
  previewIdleMs: 8,
  previewHost: 'preview.example.com',
  checkTimeoutMs: 1,
  setupCache: { files: ['package-lock.json'], folders: ['node_modules'] },
  checkRetries: 3,
  checkReruns: 2,
  mergeMethod: 'squash',
  applyBy: 'pull_request',
  gitTokens: { 'git.example.com:8443': 'hush', 'http://localhost:3000': 'hush' },
  pullRequestPollMs: 9,
  mergeTests: 4,
  push: true,
  pushRemote: 'upstream',
  pushBranch: 'next',
  gitHost: 'gitea',
  conflicts: 'agent',
  setupTimeoutMs: 2,
  timeoutMs: 3,
  maxTurns: 4,
  maxTokens: 5,
  maxCost: 0.5,
  dayTokens: 6,
  dayCost: 7.25,
  agentStartTimeoutMs: 5,
  idleMs: 6,
  silentMs: 7,
  repeatLimit: 8,
  onLimit: 'stop',
  gateway: 'off',
  networkTries: 6,
  networkBackoffMs: 7,
  agentFailures: 0,
  agentCoolDownMs: 8,
  permission: 'deny',
  approvalTimeoutMs: 9,
  keepDays: 0,
  trashMb: 7,
  protocolLogMb: 9,
  protocolLogDays: 8,
  subagentStatistics: 'off',
  glimpseMs: 0,
  issueTrackers: { 'https://git.example.com': { kind: 'gitea', tokenEnv: 'GIT_TOKEN' } },
  webhookAddresses: 'public',
  webhookTimeoutMs: 6,
  webhookRetryMs: 7,
  agents: { mine: { command: ['mine', '--acp'], protocol: 'acp', env: { A: 'b' }, passEnv: ['KEY'] } },
  mcpServers: {
    tickets: { url: 'https://tickets.example.com/mcp', headers: { authorization: 'hush' } },
    db: { command: ['db', '--stdio'], env: { DB: 'test' }, tools: ['read_*'], timeoutMs: 9 },
  },
};

for (const key of settingKeys)
  test(`${key} can be set in the home's file`, () => {
    const config = effective(homeOf({ [key]: samples[key] }), null);
    assert.deepEqual(config.settings[key], samples[key]);
    assert.equal(sourceOf(config, key === 'agents' ? 'agents.mine' : key), homeFile);
    assert.deepEqual(config.files, [homeFile]);
  });

for (const key of settingKeys.filter(
  (name) =>
    !['checks', 'agents', 'gitTokens', 'oidc', 'setupCache', 'mcpServers', 'issueTrackers'].includes(name),
))
  test(`${key} can be set with ${variableOf(key)}`, () => {
    const config = effective(
      homeOf(undefined, { [variableOf(key)]: JSON.stringify(samples[key]).replaceAll('"', '') }),
      null,
    );
    assert.equal(config.settings[key], samples[key]);
    assert.equal(sourceOf(config, key), `environment ${variableOf(key)}`);
  });

test('the names of variables are words in capitals', () => {
  assert.equal(variableOf('port'), 'TASKLANE_PORT');
  assert.equal(variableOf('checkTimeoutMs'), 'TASKLANE_CHECK_TIMEOUT_MS');
});

test('the command line is stronger than the environment, that than the repository, that than the home', () => {
  const home = { agent: 'one', model: 'a/one', setup: 'one', maxTurns: 1, port: 1 };
  const project = { agent: 'two', model: 'a/two', setup: 'two' };
  const environment = { TASKLANE_AGENT: 'three', TASKLANE_MODEL: 'a/three' };
  const config = effective(homeOf(home, environment), projectOf(project), { agent: 'four', port: undefined });
  const shown = config.entries().map((entry) => [entry.key, entry.value, entry.source]);
  for (const expected of [
    ['agent', 'four', 'command line'],
    ['model', 'a/three', 'environment TASKLANE_MODEL'],
    ['setup', 'two', `repository ${repositoryFile}`],
    ['maxTurns', 1, homeFile],
    ['port', 1, homeFile],
    ['keepDays', 30, 'default'],
    ['trashMb', 10_240, 'default'],
    ['protocolLogMb', 32, 'default'],
    ['protocolLogDays', 30, 'default'],
    ['subagentStatistics', 'on', 'default'],
  ])
    assert.ok(
      shown.some((entry) => JSON.stringify(entry) === JSON.stringify(expected)),
      `${String(expected)} in ${JSON.stringify(shown)}`,
    );
  assert.deepEqual(config.files, [homeFile, repositoryFile]);
});

test('what is set for a project in Tasklane is stronger than its repository, and weaker than the environment', () => {
  const own = {
    file: '/h/p/1/settings.json',
    version: 2,
    values: {
      setup: 'own',
      model: 'a/own',
      permission: 'allow_all',
      parallel: 3,
      dayCost: null,
      maxTurns: 7,
    },
  } as const;
  const project = projectOf({ setup: 'theirs', check: 'c', parallel: 5, dayCost: 9, dayTokens: 4 });
  const config = effective(
    homeOf({ permission: 'ask', checks: [{ name: 'lint', command: 'l' }] }, { TASKLANE_MODEL: 'a/env' }),
    project,
    {},
    own,
  );
  const { setup, model, permission } = config.settings;
  assert.deepEqual([setup, model, permission], ['own', 'a/env', 'allow_all']);
  assert.equal(sourceOf(config, 'setup'), 'project /h/p/1/settings.json');
  assert.equal(sourceOf(config, 'check'), `repository ${repositoryFile}`);
  assert.equal(config.limits.project, 3);
  assert.deepEqual(config.budgets.projectDay, { tokens: 4, cost: null }, 'null is an answer too');
  assert.equal(config.limitSources.maxTurns, 'project_settings');
  assert.deepEqual(config.files, [homeFile, repositoryFile, '/h/p/1/settings.json']);
});

test('R182 R220 the limit is the smaller of the plan and the own number; a repository can only lower that of its tasks', () => {
  const limits = (home: object, repository?: object): EffectiveConfig['limits'] =>
    effective(homeOf(home), repository === undefined ? null : projectOf(repository)).limits;
  assert.deepEqual(limits({}), { all: 10, project: null });
  assert.deepEqual(limits({ plan: 'core' }), { all: 2, project: null });
  assert.deepEqual(limits({ plan: 40, parallel: 30 }), { all: 30, project: null });
  assert.deepEqual(limits({ plan: 4, parallel: 30 }, { parallel: 20 }), { all: 4, project: 20 });
  assert.match(
    refusal(() => homeOf({ plan: 'max' })),
    /plan is "max" \(a string\); allowed: "pro", "core", or a whole number from 1 to 1000$/,
  );
});

test('an empty variable counts as unset', () => {
  assert.equal(effective(homeOf({ port: 1 }, { TASKLANE_PORT: '' }), null).settings.port, 1);
});

test('the single check and the named ones are one list, each with its time limit', () => {
  const checks = [
    { name: 'lint', command: 'l' },
    { name: 'types', command: 't', timeoutMs: 7 },
  ];
  const config = effective(homeOf({ checkTimeoutMs: 9 }), projectOf({ check: 'c', checks }));
  assert.deepEqual(config.checks, [
    { name: 'check', command: 'c', timeoutMs: 9 },
    { name: 'lint', command: 'l', timeoutMs: 9 },
    { name: 'types', command: 't', timeoutMs: 7 },
  ]);
});

test('who names a check does not want those of a weaker source as well', () => {
  const project = projectOf({ checks: [{ name: 'lint', command: 'l' }] });
  const names = (config: EffectiveConfig): string[] => config.checks.map((check) => check.command);
  assert.deepEqual(names(effective(homeOf({ check: 'c' }), project)), ['l']);
  assert.deepEqual(names(effective(homeOf({}), project, { check: 'mine' })), ['mine']);
  assert.deepEqual(names(effective(homeOf({ check: 'c' }), projectOf({ check: null }))), []);
});

test('agents of a repository that is not trusted are ignored, with a warning that says how to trust it', () => {
  const project = projectOf({ agent: 'qwen', agents: { mine: { command: ['sh', '-c', 'evil'] } } });
  const config = effective(homeOf({}), project);
  assert.deepEqual(config.agents, {});
  assert.equal(config.settings.agent, 'qwen');
  assert.match(config.warnings.join(), /tasklane project add \/r --trust/);
  assert.match(config.warnings.join(), /not\s+trusted/);
});

test('a repository that is not trusted cannot have its work applied without a person', () => {
  const untrusted = effective(homeOf({}), projectOf({ policy: 'develop' }));
  assert.equal(untrusted.settings.policy, 'board');
  assert.match(untrusted.warnings.join(), /develop.*--trust/);
  assert.equal(effective(homeOf({}), projectOf({ policy: 'develop' }, true)).settings.policy, 'develop');
});

test('MCP servers of a repository count once it is trusted, beside those of the home, and their secrets are masked', () => {
  const home = homeOf({
    mcpServers: { tickets: { url: 'https://t.example.com', headers: { key: 'hush' } } },
  });
  const named = { mcpServers: { db: { command: ['db'], env: { A: 'hush' } } } };
  const untrusted = effective(home, projectOf(named));
  assert.deepEqual(Object.keys(untrusted.settings.mcpServers), ['tickets']);
  assert.match(untrusted.warnings.join(), /The MCP servers that it names are programs.*--trust/);
  const trusted = effective(home, projectOf(named, true));
  assert.deepEqual(Object.keys(trusted.settings.mcpServers), ['tickets', 'db']);
  const shown = JSON.stringify(trusted.entries().find(({ key }) => key === 'mcpServers')?.value);
  assert.match(shown, /"key":"\*\*\*".*"A":"\*\*\*"/);
  assert.doesNotMatch(shown, /hush/);
  assert.match(
    refusal(() => homeOf({ mcpServers: { x: {} } })),
    /mcpServers\.x .*either url or command/,
  );
});

test('not even nonsense under agents stops the work in a repository that is not trusted', () => {
  assert.deepEqual(effective(homeOf({}), projectOf({ agents: 5 })).agents, {});
});

test('agents of a trusted repository join those of the home, and replace one of the same name as a whole', () => {
  const home = homeOf({
    agents: { shared: { command: ['a'], env: { KEY: 'secret' } }, own: { command: ['o'] } },
  });
  const config = effective(home, projectOf({ agents: { shared: { command: ['b'] } } }, true));
  assert.deepEqual(config.agents, {
    shared: { command: ['b'], origin: 'project' },
    own: { command: ['o'], origin: 'config' },
  });
  assert.equal(sourceOf(config, 'agents.shared'), `repository ${repositoryFile}`);
  assert.equal(sourceOf(config, 'agents.own'), homeFile);
  assert.deepEqual(config.warnings, []);
});

test("the values of an agent's variables are shown to nobody", () => {
  const home = homeOf({ agents: { mine: { command: ['m'], env: { KEY: 'hush' }, passEnv: ['OTHER'] } } });
  const config = effective(home, null);
  const shown = config.entries().find((entry) => entry.key === 'agents.mine');
  assert.deepEqual(shown?.value, { command: ['m'], env: { KEY: '***' }, passEnv: ['OTHER'] });
  assert.equal(config.agents['mine']?.env?.['KEY'], 'hush');
  const message = refusal(() => homeOf({ agents: { mine: { env: { 'A-B': 'hush', C: ['hush'] } } } }));
  assert.doesNotMatch(message, /hush/);
  assert.match(message, /agents\.mine\.env\.C is a list; allowed: a string/);
});

const refused = [
  {
    content: { port: '80' },
    says: `${homeFile}: port is "80" (a string); allowed: a whole number from 0 to 65535`,
  },
  { content: { port: 65_536 }, says: `${homeFile}: port is 65536; allowed: a whole number from 0 to 65535` },
  { content: { parallel: 0 }, says: `${homeFile}: parallel is 0; allowed: a whole number from 1 to 1000` },
  {
    content: { timeoutMs: 2 ** 31 },
    says: /timeoutMs is 2147483648; allowed: a whole number from 1 to 2147483647/,
  },
  { content: { maxTurns: 0.5 }, says: /maxTurns is 0\.5; allowed: a whole number from 1, or null/ },
  { content: { policy: 'bord' }, says: /policy is "bord" \(a string\); allowed: .*"board"/ },
  {
    content: { permission: null },
    says: /permission is null; allowed: "deny", "ask", "allow_edits", "allow_all"/,
  },
  { content: { model: 'gpt' }, says: /model is "gpt" \(a string\); allowed: provider\/model, or null/ },
  { content: { check: '  ' }, says: /check is " {2}" \(a string\); allowed: a command line for sh, or null/ },
  { content: { checks: { lint: 'l' } }, says: /checks is .* \(an object\); allowed: a list of objects/ },
  { content: { checks: ['l'] }, says: /checks\.0 is "l" \(a string\); allowed: name, command, timeoutMs/ },
  { content: { checks: [{ name: 'l' }] }, says: /checks\.0\.command is missing; it is a command line/ },
  { content: { check: 'a', checks: [{ name: 'check', command: 'b' }] }, says: /checks with different names/ },
  { content: { agents: { 'my agent': {} } }, says: /agents has the key "my agent"; allowed: an object/ },
  {
    content: { agents: { mine: { command: 'run it' } } },
    says: /agents\.mine\.command is "run it" .*a list of strings/,
  },
  { content: { agents: { mine: { command: [] } } }, says: /agents\.mine\.command is \[\]/ },
  {
    content: { agents: { mine: { comand: [] } } },
    says: /unknown key "agents\.mine\.comand"; did you mean "command"\? Known keys: command, protocol, env, passEnv/,
  },
  { content: { porrt: 1 }, says: /unknown key "porrt"; did you mean "port"\? Known keys: host, port, / },
  { content: { colour: 1 }, says: /unknown key "colour"\. Known keys: host, port, / },
  { content: [], says: `${homeFile}: it holds [] (a list), not an object` },
  {
    content: '{"port": 1,}',
    says: `${homeFile} is not valid JSON: line 1, column 12: "}" is not expected there`,
  },
  { content: { port: 'x'.repeat(1000) }, says: /port is "x{58}… \(a string\)/ },
];

for (const { content, says } of refused)
  test(`the home's file may not hold ${JSON.stringify(content).slice(0, 70)}`, () => {
    const message = refusal(() => homeOf(content));
    if (typeof says === 'string') assert.equal(message, says);
    else assert.match(message, says);
  });

test('all problems of a file are told at once', () => {
  const message = refusal(() => homeOf({ port: 'x', parallel: 'y', nope: 1 }));
  assert.match(message, /port is "x"/);
  assert.match(message, /parallel is "y"/);
  assert.match(message, /unknown key "nope"/);
});

test('a variable with a wrong value is refused by its own name', () => {
  assert.equal(
    refusal(() => homeOf({}, { TASKLANE_PORT: 'http' })),
    'TASKLANE_PORT is "http"; allowed: a whole number from 0 to 65535',
  );
  assert.match(
    refusal(() => homeOf({}, { TASKLANE_MAX_TURNS: '-1' })),
    /a whole number from 1$/,
  );
});

test('the name of an agent may consist of digits, also in a variable', () => {
  assert.equal(effective(homeOf({}, { TASKLANE_AGENT: '007' }), null).settings.agent, '007');
});

for (const key of [
  'host',
  'port',
  'logLevel',
  'store',
  'plan',
  'minFreeMemoryMb',
  'approvalTimeoutMs',
  'keepDays',
])
  test(`a repository may not set ${key}, which is the person's to decide`, () => {
    assert.match(
      refusal(() => projectOf({ [key]: 1 })),
      new RegExp(`${repositoryFile}: ${key} cannot be set here, only in config.json in Tasklane's home`),
    );
  });

test('a repository may ask for less leave than the person gives, and never for more', () => {
  const of = (home: object, permission: string, environment: Record<string, string> = {}) =>
    effective(homeOf(home, environment), projectOf({ permission }));
  assert.equal(of({}, 'ask').settings.permission, 'ask');
  const looser = of({ permission: 'ask' }, 'allow_all');
  assert.equal(looser.settings.permission, 'ask');
  assert.match(
    looser.warnings.join(),
    /permission to "allow_all", which lets agents do more than your own "ask"/,
  );
  assert.equal(of({}, 'allow_all', { TASKLANE_PERMISSION: 'deny' }).settings.permission, 'deny');
});

test('a repository without a file changes nothing', () => {
  const project = loadProjectConfig({ file: repositoryFile, text: null, trusted: false });
  const config = effective(homeOf(undefined), project);
  assert.deepEqual(config.settings, defaults);
  assert.deepEqual(config.files, []);
});

test('a file is read from disk, a missing one is none, and a folder in its place is refused', (t) => {
  const home = tempDir(t);
  const load = (): HomeConfig => loadHomeConfig({ home, environment: {}, readFile: readConfigFile });
  assert.equal(load().exists, false);
  writeFileSync(join(home, 'config.json'), '{"port": 1}');
  assert.equal(effective(load(), null).settings.port, 1);
  mkdirSync(join(home, 'sub', 'config.json'), { recursive: true });
  assert.throws(
    () => readConfigFile(join(home, 'sub', 'config.json')),
    /config\.json cannot be read: EISDIR/,
  );
});

test('docs/configuration.md has a line for each setting, with its meaning, default and variable', () => {
  const page = readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8');
  for (const key of settingKeys) {
    const variable = [
      'agents',
      'checks',
      'gitTokens',
      'oidc',
      'setupCache',
      'mcpServers',
      'issueTrackers',
    ].includes(key)
      ? ''
      : `\`${variableOf(key)}\``;
    const line = `| \`${key}\` | ${meanings[key]} | \`${JSON.stringify(defaults[key])}\` | ${variable} |`;
    assert.ok(
      page.replaceAll(/ +/g, ' ').includes(line.replaceAll(/ +/g, ' ')),
      `docs/configuration.md lacks\n${line}`,
    );
  }
});
