// Templates from a folder to a task that is done: the real command line, daemon and built-in agent, with the scripted model.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { userInfo } from 'node:os';
import { test } from 'node:test';
import type { TemplatePushedJson, TemplateViewJson } from '../../src/api/template-schemas.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import { AppError } from '../../src/domain/errors.ts';
import { usernameFrom } from '../../src/domain/user.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

function folder(stage: Stage, name: string, files: Readonly<Record<string, string>>): string {
  const dir = join(stage.dir, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
  }
  return dir;
}

async function json<Shape>(stage: Stage, ...args: readonly string[]): Promise<Shape> {
  const result = await stage.run(...args, '--json');
  assert.equal(result.code, 0, `${result.stdout}\n${result.stderr}`);
  return JSON.parse(result.stdout) as Shape;
}

function parametersOf(values: readonly string[]): readonly string[] {
  return values.flatMap((value) => ['--parameter', value]);
}

/** Everything that the store tells of a task, as a client gets it. */
async function logOf(stage: Stage, task: string): Promise<string> {
  return JSON.stringify(await stage.client().call(endpoints.events, { query: { task, limit: 5000 } }));
}

const web = {
  'template.yaml': `name: Web-App
display_name: Web app
policy: board
image: node:24
setup: { file: bin/setup.sh }
system_prompt: |
  House rule for {{stage}}: be brief. {{.Kept}}
checks:
  - test "$TASKLANE_PARAM_PORT" = 4000 && test -f hello.txt && echo "with $TASKLANE_PARAM_API_SECRET"
limits: { timeout: 10m, max_turns: 40 }
parameters:
  - { name: stage, options: [test, live], default: test }
  - { name: port, type: number, validation: { min: 1024, error: 'No port: {value}' } }
  - { name: setup_script }
  - { name: system_prompt, default: '' }
  - { name: api-secret, sensitive: true, required: false }
  - { name: AI Prompt, default: '' }
presets:
  - name: Small one
    default: true
    parameters:
      port: 4000
      setup_script: |
        #!/bin/sh
        echo "script: $TASKLANE_PARAM_PORT in $(basename "$PWD")"
        echo "from the template: $(cat "$TASKLANE_TEMPLATE_DIR/data/note.txt")" > "$HOME/seen"
`,
  'bin/setup.sh': `#!/bin/sh
set -eu
echo "setup of $TASKLANE_TEMPLATE with \${TASKLANE_PARAM_API_SECRET:-none} and $TASKLANE_PARAM_AI_PROMPT"
`,
  'data/note.txt': 'a note\n',
};

test('R56 R57 R61 R69 R70 a task made from a template runs to done with its files, preset, parameters and scripts', async (context) => {
  const stage = await createStage(context);
  const pushed = await json<TemplatePushedJson>(stage, 'template', 'push', folder(stage, 'web', web));
  assert.deepEqual([pushed.template.name, pushed.version.name, pushed.is_new], ['Web-App', 'v1', true]);
  const secret = 'Tr0ub4dor-secret';
  const flags = ['--name', 'first', '--template', 'web-app', '--preset', 'Small one', '--apply'];
  const { task } = await stage.runTask([
    promptOf('hello'),
    ...flags,
    ...parametersOf([`api-secret=${secret}`, 'port=9', 'other=1', 'system_prompt=Speak like {{stage}}.']),
  ]);
  assert.deepEqual([task.state, task.policy], ['done', 'board']);
  assert.deepEqual(
    [task.template?.name, task.template?.version, task.template?.preset, task.template?.version_id],
    ['Web-App', 'v1', 'Small one', pushed.version.id],
  );
  const values = new Map(task.template?.parameters.map(({ name, value }) => [name, value]));
  assert.equal(values.get('port'), '4000', 'the preset wins');
  assert.equal(values.get('api-secret'), null);
  assert.equal(values.get('stage'), 'test');
  assert.match(values.get('AI Prompt') ?? '', /script:hello/);
  assert.deepEqual(
    task.result?.checks.map((check) => check.outcome),
    ['passed', 'passed'],
    'in the copy, and on the merged tree',
  );
  assert.deepEqual(
    task.result?.files.map((file) => file.path),
    ['hello.txt'],
    'nothing of the template is committed',
  );

  for (const { tail, log } of task.result?.checks ?? []) {
    assert.equal(tail, 'with [hidden]');
    const params = { task: task.id, log };
    assert.equal(await stage.client().call(endpoints.checkLog, { params }), 'with [hidden]\n');
  }
  const log = await logOf(stage, task.id);
  assert.match(log, /setup of Web-App with \[hidden\] and Please do as the script says/);
  assert.match(log, /script: 4000 in tree/);
  assert.match(log, /names the image node:24, and containers are not run here/);
  assert.match(log, /no parameter “other”/);
  assert.match(log, /Preset “Small one” sets the parameter “port”/);
  assert.doesNotMatch(log, new RegExp(secret));
  const asked = JSON.stringify(stage.model.requests[0]?.body);
  assert.match(asked, /House rule for test: be brief\. \{\{\.Kept\}\}/);
  assert.match(asked, /Speak like \{\{stage\}\}\./, 'a value is not filled again');
  assert.ok(!readFileSync(join(stage.home, 'daemon.log'), 'utf8').includes(secret));
});

test('R69 a setup script that fails fails the task with its output, before the agent starts', async (context) => {
  const stage = await createStage(context);
  await json(stage, 'template', 'push', folder(stage, 'web', web));
  const script = 'echo what is wrong >&2; exit 3';
  const { task } = await stage.runTask(
    [
      promptOf('hello'),
      '--template',
      'Web-App',
      '--parameter',
      'port=4000',
      '--parameter',
      `setup_script=${script}`,
    ],
    1,
  );
  assert.deepEqual([task.state, task.failure?.kind], ['failed', 'setup']);
  assert.match(task.failure?.message ?? '', /The parameter setup_script ended with exit code 3/);
  assert.match(task.failure?.detail ?? '', /what is wrong/);
  assert.equal(stage.model.requests.length, 0);
});

test('the agent and its commands see parameters and the folder of the template', async (context) => {
  const command =
    'cat "$TASKLANE_TEMPLATE_DIR/note.txt" > shell.txt; echo "$TASKLANE_PARAM_WORD" >> shell.txt';
  const stage = await createStage(context, {
    scripts: { see: [{ do: [{ shell: { command } }] }, { say: 'Seen.' }] },
  });
  const dir = folder(stage, 'plain', {
    'template.yaml': 'name: plain\nsetup: echo {{word}} > "$HOME/word"\nparameters: [{ name: word }]\n',
    'note.txt': 'noted\n',
  });
  await json(stage, 'template', 'push', dir);
  const { task } = await stage.runTask([
    promptOf('see'),
    '--template',
    'plain',
    '--parameter',
    "word=it's $(id)",
  ]);
  assert.equal(task.state, 'ready');
  assert.equal(stage.repository.git('show', `${task.branch}:shell.txt`), "noted\nit's $(id)");
});

test('R60 R62 R86 what is missing, unknown or wrong is refused in words, and nothing is made', async (context) => {
  const stage = await createStage(context);
  await json(stage, 'template', 'push', folder(stage, 'web', web));
  const create = async (...flags: readonly string[]): Promise<string> => {
    const result = await stage.run('task', 'create', '--template', 'web-app', ...flags, 'Do it');
    assert.ok(result.code === 1 || result.code === 2, result.stdout);
    return result.stderr;
  };
  assert.equal((await stage.run('task', 'create', '--template', 'web-app', 'Do it')).code, 2);
  const missing = await create();
  assert.match(missing, /Required parameter not provided: port, setup_script/);
  assert.match(missing, /Use --preset "Small one", or give --parameter port=… --parameter setup_script=…/);
  assert.match(await create('--preset', 'Big'), /has no preset “Big”[\s\S]*“Small one”/);
  assert.match(await create('--template-version', 'v9'), /has no version “v9”[\s\S]*v1/);
  assert.match(await create('--parameter', 'port=80', '--parameter', 'setup_script=x'), /port: No port: 80/);
  assert.match(
    await create('--preset', 'Small one', '--parameter', 'stage=prod'),
    /stage: "prod" is not one of its options \("test", "live"\)/,
  );
  const unknown = await stage.run('task', 'create', '--template', 'wep', 'Do it');
  assert.match(unknown.stderr, /There is no template “wep”[\s\S]*tasks-docker, Web-App, workspace/);
  const alone = await stage.run('task', 'create', '--preset', 'Small one', 'Do it');
  assert.match(alone.stderr, /belong to a template, and none was named/);
  assert.equal((await stage.run('task', 'create', '--parameter', 'x', 'Do it')).code, 2);
  assert.equal((await stage.client().call(endpoints.listTasks)).tasks.length, 0);

  const draft = await stage.task(['task', 'create', '--draft', '--template', 'workspace', 'Do it']);
  assert.deepEqual([draft.state, draft.template?.name, draft.policy], ['draft', 'workspace', 'workspace']);
});

test('what is said of a task stands above its template, and the template above the project', async (context) => {
  const stage = await createStage(context, {
    config: { setup: 'true', checks: [{ name: 'own', command: 'true' }], timeoutMs: 60_000 },
  });
  const dir = folder(stage, 'web', {
    'template.yaml': 'name: web\npolicy: board\nchecks: [test -d .]\nlimits: { timeout: 5m }\n',
  });
  await json(stage, 'template', 'push', dir);
  const create = ['task', 'create', '--draft', 'Do it'];
  const plain = await stage.task([...create, '--template', 'web']);
  const own = await stage.task([...create, '--template', 'web', '--policy', 'workspace']);
  const none = await stage.task(create);
  assert.deepEqual([plain.policy, own.policy, none.template], ['board', 'workspace', null]);
  const created = await stage.client().call(endpoints.events, { query: { task: plain.id } });
  const made = JSON.stringify(created.events[0]?.data);
  assert.match(made, /"setup":"true"/, 'of the project, because the template has none');
  assert.match(made, /"command":"test -d \."/);
  assert.match(made, /"timeoutMs":300000/);
});

test('versions are listed, promoted and deleted; a task keeps its version', async (context) => {
  const stage = await createStage(context);
  const dir = join(stage.dir, 'my template');
  const begun = await stage.run('template', 'init', dir);
  assert.equal(begun.code, 0, begun.stderr);
  assert.match((await stage.run('template', 'init', dir)).stderr, /is not empty/);
  const first = await json<TemplatePushedJson>(stage, 'template', 'push', dir);
  assert.equal(first.template.name, 'my-template');
  const again = await stage.run('template', 'push', dir);
  assert.match(again.stdout, /has these files already: version v1 \(active\)/);
  const { task } = await stage.runTask([
    promptOf('hello'),
    '--template',
    'my-template',
    '--preset',
    'Friendly',
  ]);
  assert.equal(task.state, 'ready');
  assert.match(await logOf(stage, task.id), /Greeting: Good morning \(loud: false\)/);

  writeFileSync(join(dir, 'more.txt'), 'more\n');
  const push = ['template', 'push'];
  const version = ['--no-activate', '--version-name', 'next', '--message', 'more of it'];
  const second = await json<TemplatePushedJson>(stage, ...push, dir, ...version);
  assert.equal(second.version.is_active, false);
  assert.match(
    (await stage.run('template', 'versions', 'my-template')).stdout,
    /next\s+no .*more of it\nv1\s+yes/,
  );
  await json(stage, 'template', 'promote', 'my-template', 'next');
  const shown = await json<TemplateViewJson>(stage, 'template', 'show', 'my-template');
  assert.equal(shown.version.name, 'next');
  const words = (await stage.run('template', 'show', 'my-template')).stdout;
  assert.match(words, /my-template: My template \(next, active\)/);
  assert.match(words, /greeting \(string; default Hello\)/);
  assert.match(words, /Friendly \(the default; sets greeting=Good morning\)/);
  assert.match(
    (await stage.run('template', 'list')).stdout,
    new RegExp(`^my-template\\s+next\\s+${usernameFrom(userInfo().username)} `, 'm'),
  );

  const copy = join(stage.dir, 'copy');
  await json(stage, 'template', 'init', copy, '--from', 'my-template');
  assert.equal(readFileSync(join(copy, 'more.txt'), 'utf8'), 'more\n');
  const same = await json<TemplatePushedJson>(stage, 'template', 'push', copy);
  assert.deepEqual([same.is_new, same.version.name], [false, 'next'], 'the copy is the same to the bit');

  const removed = await stage.run('template', 'delete', 'my-template');
  assert.equal(removed.code, 0, removed.stderr);
  assert.equal((await stage.run('template', 'show', 'my-template')).code, 1);
  await stage.run('task', 'retry', String(task.number));
  assert.equal((await stage.show(task.id)).template?.version, 'v1');
});

test('a folder that is no template is refused before anything is sent, and bad files by the daemon', async (context) => {
  const stage = await createStage(context);
  const push = async (
    files: Readonly<Record<string, string>>,
    prepare?: (dir: string) => void,
  ): Promise<string> => {
    const dir = folder(stage, `t${Math.floor(performance.now())}`, files);
    prepare?.(dir);
    const result = await stage.run('template', 'push', dir);
    assert.ok(result.code === 1 || result.code === 2, result.stdout);
    return result.stderr;
  };
  assert.match((await stage.run('template', 'push', join(stage.dir, 'no'))).stderr, /There is no folder/);
  assert.match(await push({ 'x.txt': '' }), /has no file template\.yaml/);
  const link = (to: string) => (dir: string) => symlinkSync(to, join(dir, 'link'));
  assert.match(
    await push({ 'template.yaml': 'name: t' }, link('/etc/hostname')),
    /link cannot be part .* a link out of/,
  );
  assert.match(
    await push({ 'template.yaml': 'name: t' }, link('nothing')),
    /it is a link that leads nowhere/,
  );
  assert.match(await push({ 'template.yaml': 'name: t', 'a/b': '' }, link('a')), /it is a link to a folder/);
  assert.match(await push({ 'template.yaml': 'name: t', big: 'x'.repeat(5_000_000) }), /too much in it/);
  assert.match(
    await push({ 'template.yaml': 'name: t', big: 'x'.repeat(300_000) }),
    /big: a file may have 262144/,
  );
  const problems = await push({ 'template.yaml': 'name: t\npolicy: x\nparameters:\n  - type: int\n' });
  assert.match(problems, /The template has 3 problems:/);
  assert.match(problems, /template\.yaml line 2, policy: "x" is not known \(use develop, /);
  assert.match(problems, /template\.yaml line 4, parameters\[0\]\.name: a parameter needs a name/);

  const call = (path: string): Promise<unknown> =>
    stage.client().call(endpoints.pushTemplate, {
      body: {
        files: [
          { path: 'template.yaml', content: 'name: t' },
          { path, content: '' },
        ],
      },
    });
  for (const path of ['../x', '/x', 'a/../b', 'a\\b'])
    await assert.rejects(call(path), (error) => error instanceof AppError && error.code === 'invalid_input');
  const resolved = await stage.client().call(endpoints.resolveTemplate, {
    params: { template: 'tasks-docker' },
    body: { preset: 'Real World App: Angular + Django' },
  });
  assert.deepEqual(
    resolved.parameters.map(({ name, from }) => [name, from]),
    [
      ['system_prompt', 'preset'],
      ['setup_script', 'preset'],
      ['container_image', 'preset'],
      ['preview_port', 'preset'],
      ['AI Prompt', 'default'],
    ],
  );
});
