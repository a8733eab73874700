// The documentation that users of Coder tasks have, run as it stands: every block of shell on the page is taken from the page
// itself and run with bash, curl, jq and awk against a real daemon. Only what the page writes as <a placeholder> is filled in.
// The page is not part of this repository: it is looked for beside it, and without it these tests are skipped.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { CliResult } from '../support/cli.ts';
import { createCoderStage, pushTemplate } from '../support/coder-stage.ts';
import type { CoderStage } from '../support/coder-stage.ts';
import { blocksIn } from '../support/seed-blocks.ts';
import type { Block } from '../support/seed-blocks.ts';
import { promptOf } from '../support/stage.ts';

const folder = fileURLToPath(new URL('../../../shared/seeds', import.meta.url));
const needs = fileURLToPath(new URL('../../scripts/tool-needs.mjs', import.meta.url));
const page = existsSync(folder) ? readdirSync(folder).find((name) => name.startsWith('001')) : undefined;
const skip = reasonToSkip();

function reasonToSkip(): string | false {
  if (page === undefined) return 'the page with the scripts is not beside this repository';
  const { status, stderr } = spawnSync(process.execPath, [needs, 'bash', 'curl', 'jq', 'awk', 'watch'], {
    encoding: 'utf8',
  });
  return status !== 0 && stderr.trim();
}

const blocks: readonly Block[] =
  page === undefined
    ? []
    : blocksIn(readFileSync(join(folder, page), 'utf8')).filter(({ language }) => language === 'bash');

/** The blocks below a heading, in order; fails when the page has none there. */
function under(...headings: readonly string[]): readonly string[] {
  const found = blocks.filter((block) => headings.every((heading) => block.under.includes(heading)));
  assert.notEqual(found.length, 0, `the page has no script under ${headings.join(' > ')}`);
  for (const block of found) seen.add(block);
  return found.map(({ text }) => text);
}

const seen = new Set<Block>();

function filled(script: string, values: Readonly<Record<string, string>>): string {
  return script.replaceAll(/<([\w-]+)>/g, (whole, name: string) => values[name] ?? whole);
}

async function succeeds(running: Promise<CliResult>): Promise<string> {
  const { code, stdout, stderr } = await running;
  assert.equal(code, 0, `${stdout}\n${stderr}`);
  return stdout;
}

const myTemplate = { name: 'my-template', script: 'hello', preset: 'Default' };

async function withTemplates(coder: CoderStage): Promise<void> {
  await pushTemplate(coder, myTemplate);
  const preset = 'Real World App: Angular + Django';
  await pushTemplate(coder, { name: 'Tasks-test-preinstall', script: 'hello', preset, isRequired: true });
}

async function taskNamed(coder: CoderStage, name: string): Promise<void> {
  const made = coder.bash(
    `coder task create -q --template my-template --name ${name} "${promptOf('hello')}" && until coder task status ${name} | grep -q idle; do sleep 5; done`,
  );
  await succeeds(made);
}

test(
  'R53 R72 R74 R83 R84 R86 the presets are found, and a task is created with one',
  { skip },
  async (context) => {
    const coder = await createCoderStage(context);
    await withTemplates(coder);
    const [find = ''] = under('Step 1: Find Available Presets');
    const [create = ''] = under('Step 2: Create Task with Preset');
    const [plain = ''] = under('Without Preset (If Template Has Defaults)');
    const output = await succeeds(coder.bash(find + create + plain));
    assert.match(output, /"name": "Real World App: Angular \+ Django",\s+"default": true/);
    const without = await coder.bash('coder task create --template Tasks-test-preinstall "x"');
    assert.notEqual(without.code, 0);
    assert.match(without.stderr, /Required parameter not provided/, 'R60');
    assert.equal(without.stdout, '', 'R109');
  },
);

test(
  'R85 R87 R89 R90 R98 R100 R102 R104 R105 each command of the reference runs as it is written',
  { skip },
  async (context) => {
    const coder = await createCoderStage(context);
    await withTemplates(coder);
    await taskNamed(coder, 'sample');
    const values = { 'task-name': 'sample', 'task-workspace-name': 'sample' };
    const [monitor = ''] = under('Monitoring Task Progress');
    // `watch` goes on until somebody ends it.
    const ended = monitor.replace(/^watch .*$/m, 'timeout --preserve-status -s INT 3 $&');
    const monitored = await succeeds(coder.bash(`set -e\n${filled(ended, values)}`));
    assert.match(monitored, /^STATE CHANGED +STATUS +HEALTHY +STATE +MESSAGE$/m);
    assert.match(monitored, /^sample +active +idle +\w+ ago +Created hello\.txt as asked\.$/m);
    assert.match(monitored, /Every 15/);
    assert.match(monitored, /^output +Created hello\.txt as asked\.$/m);
    await succeeds(coder.bash(under('coder task list').join('\n')));
    const [, examples = ''] = under('coder task create');
    await succeeds(coder.bash(`set -e\n${examples}`));
    for (const command of ['status', 'logs', 'send', 'delete'])
      await succeeds(coder.bash(filled(under(`coder task ${command}`).join('\n'), values)));
    const gone = await coder.bash('coder task status sample 2>/dev/null');
    assert.deepEqual([gone.code === 0, gone.stdout], [false, '']);
    const listed = await succeeds(coder.bash('coder task list | cat'));
    assert.match(listed, /^dark-mode-task /m);
  },
);

test('R72 R73 R74 R75 R76 the API answers curl and jq as the page says', { skip }, async (context) => {
  const coder = await createCoderStage(context);
  await withTemplates(coder);
  await taskNamed(coder, 'sample');
  const id = await succeeds(
    coder.bash(
      'curl -s -H "Coder-Session-Token: $CODER_SESSION_TOKEN" "$CODER_URL/api/v2/templates" | jq -r ".[0].id"',
    ),
  );
  const values = { 'task-name': 'sample', 'template-uuid': id.trim() };
  const run = async (...headings: readonly string[]): Promise<string> =>
    succeeds(
      coder.bash(`set -e -o pipefail\n${filled(under('API Reference', ...headings).join(''), values)}`),
    );
  assert.match(await run('List Tasks'), /"name": "sample"/);
  assert.match(await run('Get Task Details'), /"initial_prompt": "Please do as/);
  const presets = under('API Reference', 'Get Template Presets').join('');
  const parameters = under('API Reference', 'Get Template Parameters').join('');
  const output = await succeeds(coder.bash(filled(`set -e -o pipefail\n${presets}${parameters}`, values)));
  assert.match(output, /"Default": true/);
  assert.match(output, /"name": "system_prompt",\s+"required": \w+,\s+"default_value"/);
});

test(
  'R106 the script that creates a task and waits ends with “Task completed!”',
  { skip },
  async (context) => {
    const coder = await createCoderStage(context);
    await withTemplates(coder);
    const [script = ''] = under('Create Task and Wait for Completion');
    const output = await succeeds(coder.bash(script));
    assert.match(output, /^Status: active, State: idle\nTask completed!\n/m);
    assert.match(output, /Created hello\.txt as asked\./);
  },
);

test('R106 R67 R69 the same script ends with 1 when the setup script fails', { skip }, async (context) => {
  const coder = await createCoderStage(context);
  await pushTemplate(coder, { ...myTemplate, setup: 'echo no network >&2; exit 3' });
  const [script = ''] = under('Create Task and Wait for Completion');
  const { code, stdout } = await coder.bash(script);
  assert.equal(code, 1, stdout);
  assert.match(stdout, /^Status: error, State: idle\nTask failed!\n$/m);
  const id = /Created task: (\S+)/.exec(stdout)?.[1] ?? '';
  const told = await succeeds(coder.bash(`coder task status ${id}; coder task logs ${id}; coder logs ${id}`));
  assert.match(told, /^\d+s +error +false +idle +Setup script failed: /m);
  assert.match(told, /^output +Error: /m);
  assert.match(
    told,
    /Agent starting +no network$/m,
    'R112: the log of the workspace has the words of the script',
  );
});

test('R113 a key that the model refuses is named as the cause', { skip }, async (context) => {
  const coder = await createCoderStage(context);
  await pushTemplate(coder, { ...myTemplate, script: 'error-401' });
  const id = (await succeeds(coder.bash('coder task create -q --template my-template "Fix it"'))).trim();
  await coder.stage.until(id, 'failed');
  assert.match(
    await succeeds(coder.bash(`coder task status ${id}`)),
    /^\d+s +error +false +idle +API key missing or refused: /m,
  );
});

test('R107 the script that creates a batch gives each task a name of its own', { skip }, async (context) => {
  const coder = await createCoderStage(context);
  await withTemplates(coder);
  const [script = ''] = under('Batch Create Multiple Tasks');
  const output = await succeeds(coder.bash(script));
  assert.equal(new Set(output.match(/^Created: \S+$/gm)).size, 3, output);
  const names = await succeeds(coder.bash('coder task list -c name | tail -n +2'));
  assert.equal(new Set(names.trim().split('\n')).size, 3, names);
});

test(
  'R108 the script of an interactive session reaches the agent with both of its messages',
  { skip },
  async (context) => {
    const coder = await createCoderStage(context);
    await withTemplates(coder);
    const [script = ''] = under('Interactive Task Session');
    await succeeds(coder.bash(script));
    const { stage } = coder;
    const id = (await succeeds(coder.bash('coder task list -c id | tail -n 1'))).trim();
    await stage.event(
      id,
      (event) => event.type === 'run.message' && JSON.stringify(event.data).includes('src/auth/'),
    );
  },
);

test('R111 the line that installs a matching command line works', { skip }, async (context) => {
  const coder = await createCoderStage(context);
  const [script = ''] = under('Version Mismatch Warnings');
  const line = filled(script, {}).replace('https://<your-coder-url>', coder.url);
  await succeeds(coder.bash(`set -e -o pipefail\n${line}`));
  const listed = await coder.bash('"$HOME/.local/bin/coder" task list');
  assert.deepEqual([listed.code, listed.stderr], [0, 'No tasks found.\n']);
});

test('every script of the page is run by one of these tests', { skip }, () => {
  const left = blocks.filter((block) => !seen.has(block)).map(({ text }) => text);
  assert.deepEqual(left, []);
});
