import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { AppError } from '../../domain/errors.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import type { TemplateFile } from '../../domain/template.ts';
import { openLog } from '../../lib/log.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import type { Store } from '../../store/store.ts';
import { templateDefaults } from './for-task.ts';
import { pushTemplate } from './push.ts';
import { resolveTemplate } from './resolve.ts';
import { seedTemplates } from './shipped.ts';
import { Templates } from './templates.ts';

interface Bench {
  readonly store: Store;
  readonly templates: Templates;
  readonly deps: Parameters<typeof seedTemplates>[0];
  readonly push: (
    yaml: string,
    given?: Partial<Parameters<Templates['push']>[0]>,
  ) => ReturnType<Templates['push']>;
}

async function bench(context: TestContext): Promise<Bench> {
  const store = await openSqliteStore({ file: join(tempDir(context), 'db'), now: Date.now });
  context.after(() => store.close());
  const deps = { store, newId: randomUUID, now: Date.now, log: openLog({ level: 'silent' }) };
  const templates = new Templates(deps);
  const push: Bench['push'] = (yaml, given = {}) =>
    templates.push({ files: [yamlFile(yaml)], ...given }, 'ada');
  return { store, templates, deps, push };
}

function yamlFile(text: string): TemplateFile {
  return { path: 'template.yaml', content: new TextEncoder().encode(text), executable: false };
}

async function refused(promise: Promise<unknown>, code: ErrorCode): Promise<AppError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code, error.message);
  return error;
}

test('R56 R57 a push of other files is a new version and active, of the same files none', async (context) => {
  const { templates, push } = await bench(context);
  const first = await push('name: web');
  assert.deepEqual([first.isNew, first.version.name, first.version.number], [true, 'v1', 1]);
  const second = await push('name: web\ndescription: b');
  assert.deepEqual([second.isNew, second.version.name], [true, 'v2']);
  assert.equal(second.template.activeVersionId, second.version.id);
  const again = await push('name: web\ndescription: b', { versionName: 'other' });
  assert.deepEqual([again.isNew, again.version.id], [false, second.version.id]);
  assert.match(again.warnings[0] ?? '', /These files are version v2 already: the name other is not used/);
  const back = await push('name: web');
  assert.deepEqual([back.isNew, back.template.activeVersionId], [false, first.version.id]);
  const quiet = await push('name: web\ndescription: c', {
    activate: false,
    versionName: 'next',
    message: 'why',
  });
  assert.deepEqual([quiet.version.number, quiet.template.activeVersionId], [3, first.version.id]);
  await refused(push('name: web\ndescription: d', { versionName: 'next' }), 'already_exists');
  assert.equal((await push('name: web\ndescription: d', { versionName: 'v9' })).version.number, 4);
  for (const ref of ['next', '3', 'v3', quiet.version.id])
    assert.equal((await templates.show('WEB', ref)).version.id, quiet.version.id);
  assert.equal((await templates.promote('web', 'next')).template.activeVersionId, quiet.version.id);
  assert.equal((await templates.show('web')).version.message, 'why');
  assert.deepEqual(
    (await templates.versions('web')).versions.map(({ name }) => name),
    ['v9', 'next', 'v2', 'v1'],
  );
});

test('R86 what is not there is said with what is', async (context) => {
  const { templates, push } = await bench(context);
  await push('name: web\npresets: [{ name: Small }, { name: Big }]');
  assert.match((await refused(templates.show('wep'), 'not_found')).next ?? '', /These exist: web\./);
  assert.match((await refused(templates.show('web', 'v7'), 'not_found')).next ?? '', /It has: v1\./);
  const error = await refused(templates.resolve({ template: 'web', preset: 'Medium' }), 'not_found');
  assert.match(error.message, /has no preset “Medium”/);
  assert.match(error.next ?? '', /“Small”, “Big”/);
  await refused(templates.version('nothing'), 'not_found');
  await refused(templates.resolve({ preset: 'Small' }), 'invalid_input');
  await refused(push('description: x'), 'invalid_input');
  await refused(push('name: web', { name: 'a b' }), 'invalid_input');
  await refused(push('name: web', { versionName: '../x' }), 'invalid_input');
});

test('a template that is deleted is gone from lists, and its name is free for another', async (context) => {
  const { templates, push, store } = await bench(context);
  const { template, version } = await push('name: web');
  await templates.remove('web');
  await refused(templates.show('web'), 'not_found');
  await refused(templates.version(version.id), 'not_found');
  assert.deepEqual(await store.templates.version(version.id), version, 'tasks keep it');
  const next = await push('name: web');
  assert.deepEqual([next.isNew, next.version.number, next.template.id === template.id], [true, 1, false]);
});

const needy = `name: needy
parameters:
  - name: setup_script
  - name: system_prompt
  - name: port
    type: number
    default: 3000
presets:
  - name: Half
    parameters: { setup_script: 'true' }
  - name: Whole
    parameters: { setup_script: 'true', system_prompt: Be brief. }
  - name: Best
    default: true
    parameters: { setup_script: 'true', system_prompt: Be quick., port: 80 }
`;

test('R60 R61 R62 what is required and missing is refused in the words that people know, with the presets that give it', async (context) => {
  const { templates, push } = await bench(context);
  await push(needy);
  const error = await refused(templates.resolve({ template: 'needy' }), 'required_parameter');
  assert.match(
    error.message,
    /^Required parameter not provided: setup_script, system_prompt \(template needy, v1\)\.$/,
  );
  assert.match(error.next ?? '', /Use --preset "Best" \(also: “Whole”\), or give --parameter setup_script=…/);
  assert.deepEqual(error.details['parameters'], ['setup_script', 'system_prompt']);
  const half = await refused(templates.resolve({ template: 'needy', preset: 'half' }), 'required_parameter');
  assert.deepEqual(half.details['parameters'], ['system_prompt']);
  const best = await templates.resolve({
    template: 'needy',
    preset: 'Best',
    parameters: { port: 1, more: 'x' },
  });
  assert.deepEqual(
    best.values.map(({ value }) => value),
    ['true', 'Be quick.', '80'],
  );
  assert.equal(best.warnings.length, 2);
  const parameters = { setup_script: '', system_prompt: 'x', port: 'many' };
  const wrong = await refused(templates.resolve({ template: 'needy', parameters }), 'invalid_input');
  assert.deepEqual(wrong.details['problems'], [
    { field: 'port', message: 'this must be a number, not "many"' },
  ]);
  const { version } = await templates.show('needy');
  const byId = await templates.resolve({ version: version.id, preset: version.presets[1]?.id });
  assert.deepEqual([byId.template.name, byId.preset?.name], ['needy', 'Whole']);
});

test('slots are filled with shown values, secrets are kept apart, and the prompt of the task is a parameter', async (context) => {
  const { store, push } = await bench(context);
  await push(`name: web
setup: start --on {{port}} --as {{AI Prompt}}
system_prompt: 'Port {{port}}.'
image: node:24
parameters:
  - { name: port, type: number, default: 3000 }
  - { name: AI Prompt, default: '' }
  - { name: token, sensitive: true }
  - { name: system_prompt, default: '' }
`);
  const parameters = { token: 'hush', system_prompt: 'Be brief.' };
  const made = await templateDefaults(store.templates, { template: 'web', parameters, prompt: "it's" });
  assert.equal(made.setup, `start --on '3000' --as 'it'\\''s'`);
  assert.equal(made.made.systemPrompt, 'Port 3000.\n\nBe brief.');
  assert.deepEqual(made.made.parameters[2], { name: 'token', value: null });
  assert.deepEqual(made.secrets, [{ name: 'token', value: 'hush' }]);
  assert.match(made.warnings[0] ?? '', /names the image node:24, and containers are not run here/);
});

test('what comes with the program is seeded once, updated, and left alone where a person decided', async (context) => {
  const { store, templates, deps, push } = await bench(context);
  await seedTemplates(deps);
  await seedTemplates(deps);
  const shipped = await templates.list();
  assert.deepEqual(
    shipped.map(({ template, version }) => [template.name, template.origin, version.name]),
    [
      ['tasks-docker', 'shipped', 'v1'],
      ['workspace', 'shipped', 'v1'],
    ],
  );
  const docker = shipped[0]?.version;
  assert.deepEqual(
    docker?.parameters.map(({ name, required, defaultValue }) => [name, required, defaultValue]),
    [
      ['system_prompt', true, null],
      ['setup_script', true, null],
      ['container_image', false, ''],
      ['preview_port', false, '3000'],
      ['AI Prompt', false, ''],
    ],
  );
  const preset = 'Real World App: Angular + Django';
  assert.equal(
    (await resolveTemplate(store.templates, { template: 'tasks-docker', preset })).preset?.isDefault,
    true,
  );
  await templates.resolve({ template: 'workspace' });

  const newer = tempDir(context);
  for (const name of ['tasks-docker', 'workspace', 'mine', 'broken']) {
    const path = join(newer, name, 'template.yaml');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, name === 'broken' ? 'a: [' : `name: ${name}\ndescription: newer\n`);
  }
  await push('name: tasks-docker\ndescription: my own');
  await push('name: mine');
  await seedTemplates(deps, newer);
  const now = new Map(
    (await templates.list()).map(({ template, version }) => [template.name, version.description]),
  );
  assert.deepEqual(Object.fromEntries(now), { mine: '', 'tasks-docker': 'my own', workspace: 'newer' });
  await templates.remove('workspace');
  await seedTemplates(deps, newer);
  await refused(templates.show('workspace'), 'not_found');
});

test('two who push the first version at once make one template', async (context) => {
  const { templates, deps } = await bench(context);
  const pushes = ['a', 'b'].map((text) =>
    pushTemplate(deps, { files: [yamlFile(`name: web\ndescription: ${text}`)] }, 'ada'),
  );
  await Promise.all(pushes);
  assert.equal((await templates.versions('web')).versions.length, 2);
});
