// The routes of Coder's task API on a real daemon: the shape of each success with every one of its keys, and each refusal with
// its status and its words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ZodType } from 'zod';
import * as schemas from '../../src/api/coder-schemas.ts';
import { createCoderStage, pushTemplate } from '../support/coder-stage.ts';
import type { Answer, CoderStage } from '../support/coder-stage.ts';
import { promptOf } from '../support/stage.ts';

const unknownId = '11111111-2222-3333-4444-555555555555';
const noSuch = 'Resource not found or you do not have access to this resource';

/** Strict schemas: a key too many is found as well as one too few. */
function shaped<Shape>(schema: ZodType<Shape>, answer: Answer, status = 200): Shape {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  const parsed = schema.safeParse(answer.json);
  assert.ok(parsed.success, `${JSON.stringify(parsed.error?.issues)}\n${answer.text}`);
  return parsed.data;
}

/** An error in Coder's form, and what it says. */
function refused(
  answer: Answer,
  status: number,
  message: string | RegExp,
): (typeof schemas.coderError)['_output'] {
  const body = shaped(schemas.coderError, answer, status);
  if (typeof message === 'string') assert.equal(body.message, message);
  else assert.match(body.message, message);
  return body;
}

async function versionOf(coder: CoderStage, name: string): Promise<string> {
  const templates = shaped(schemas.coderTemplate.array(), await coder.request('GET', '/api/v2/templates'));
  const found = templates.find((template) => template.name === name);
  assert.ok(found !== undefined);
  return found.active_version_id;
}

type Task = (typeof schemas.coderTask)['_output'];

async function create(coder: CoderStage, body: object): Promise<Task> {
  return shaped(schemas.coderTask, await coder.request('POST', '/api/v2/tasks/me', body), 201);
}

async function withTemplate(coder: CoderStage): Promise<string> {
  await pushTemplate(coder, { name: 'simple', script: 'hello', preset: 'Default' });
  return versionOf(coder, 'simple');
}

test('R56 R57 R58 R59 R72 R73 R74 R75 templates, versions, presets and parameters have the shapes of Coder', async (context) => {
  const coder = await createCoderStage(context);
  const get = (path: string): Promise<Answer> => coder.request('GET', `/api/v2${path}`);
  const templates = shaped(schemas.coderTemplate.array(), await get('/templates'));
  assert.deepEqual(
    templates.map(({ name }) => name),
    ['tasks-docker', 'workspace'],
  );
  const [docker] = templates;
  assert.ok(docker !== undefined);
  const { id, active_version_id: version } = docker;
  assert.equal(shaped(schemas.coderTemplate, await get(`/templates/${id}`)).active_version_id, version);
  shaped(schemas.coderTemplate, await get('/organizations/default/templates/Tasks-Docker'));
  shaped(schemas.coderTemplate.array(), await get('/organizations/sample/templates'));
  shaped(
    schemas.coderTemplateVersion,
    await get('/organizations/default/templates/tasks-docker/versions/v1'),
  );
  shaped(schemas.coderTemplateVersion, await get(`/templateversions/${version}`));
  shaped(schemas.coderTemplateVersion.array(), await get(`/templates/${id}/versions`));
  const presets = shaped(schemas.coderPreset.array(), await get(`/templateversions/${version}/presets`));
  assert.deepEqual([presets[0]?.Name, presets[0]?.Default], ['Real World App: Angular + Django', true]);
  assert.deepEqual(presets[0]?.Parameters.map(({ Name }) => Name).toSorted(), [
    'container_image',
    'preview_port',
    'setup_script',
    'system_prompt',
  ]);
  const parameters = shaped(
    schemas.coderParameter.array(),
    await get(`/templateversions/${version}/rich-parameters`),
  );
  const port = parameters.find(({ name }) => name === 'preview_port');
  assert.deepEqual(
    [port?.type, port?.required, port?.default_value, port?.validation_max],
    ['number', false, '3000', 65535],
  );
  const workspace = await versionOf(coder, 'workspace');
  assert.equal((await get(`/templateversions/${workspace}/presets`)).text, '[]', 'never null');

  const named = shaped(schemas.coderTemplate.array(), await get('/templates?q=exact_name:workspace'));
  assert.equal(named.length, 1);
  assert.equal((await get('/templates?q=has-ai-task:false')).text, '[]');
  refused(await get('/templates?q=colour:red'), 400, 'Invalid template search query.');
  for (const path of [
    `/templates/${unknownId}`,
    `/templateversions/${unknownId}/presets`,
    '/organizations/nope',
  ])
    refused(await get(path), 404, noSuch);
});

test('R71 R81 a request without a right token is refused in words of Coder; header, query and Bearer are taken', async (context) => {
  const coder = await createCoderStage(context);
  const signedOut = 'You are signed out or your session has expired. Please sign in again to continue.';
  const wrong = { 'Coder-Session-Token': 'aaaaaaaaaa-bbbbbbbbbbbbbbbbbbbbbb' };
  for (const prefix of ['/api/v2', '/api/experimental'])
    for (const path of ['/tasks', '/templates', '/users/me', `/tasks/me/${unknownId}/send`])
      refused(await coder.request('GET', prefix + path, undefined, wrong), 401, signedOut);
  const byQuery = `/api/v2/tasks?coder_session_token=${coder.token}`;
  assert.equal((await fetch(coder.url + byQuery)).status, 200);
  const bearer = { headers: { authorization: `Bearer ${coder.token}` } };
  assert.equal((await fetch(`${coder.url}/api/v2/tasks`, bearer)).status, 200);
  const info = await fetch(`${coder.url}/api/v2/buildinfo`);
  assert.equal(info.status, 200, 'needs nobody');
  assert.equal(
    info.headers.get('x-coder-build-version'),
    ((await info.json()) as { version: string }).version,
  );
});

test('R76 R78 R79 R80 R82 a task is created, listed, looked at, told something, paused, resumed and deleted', async (context) => {
  const coder = await createCoderStage(context);
  const version = await withTemplate(coder);
  assert.equal((await coder.request('GET', '/api/v2/tasks')).text, '{"tasks":[],"count":0}');
  const made = await create(coder, {
    template_version_id: version,
    input: promptOf('hello'),
    name: 'Dark-Mode',
    display_name: 'Dark mode',
  });
  assert.deepEqual(
    [made.name, made.display_name, made.status, made.current_state.state],
    ['Dark-Mode', 'Dark mode', 'initializing', 'working'],
  );
  assert.equal(made.template_name, 'simple');
  const one = '/api/v2/tasks/me/Dark-Mode';
  await coder.stage.until(made.id, 'waiting');
  const idle = shaped(schemas.coderTask, await coder.request('GET', one));
  assert.deepEqual(
    [idle.status, idle.current_state.state, idle.current_state.detail_state, idle.current_state.message],
    ['active', 'idle', 'idle', 'Created hello.txt as asked.'],
  );
  assert.deepEqual([idle.workspace_status, idle.workspace_agent_health?.healthy], ['running', true]);
  const list = shaped(schemas.coderTaskList, await coder.request('GET', '/api/experimental/tasks'));
  assert.deepEqual([list.count, list.tasks], [1, [idle]]);
  for (const path of [
    `/api/v2/tasks/me/${made.id}`,
    `/api/v2/tasks/${made.owner_name}/Dark-Mode`,
    `/api/v2/tasks/${made.owner_id}/Dark-Mode`,
  ])
    assert.equal(shaped(schemas.coderTask, await coder.request('GET', path)).id, made.id, path);

  const logs = shaped(schemas.coderLogs, await coder.request('GET', `${one}/logs`));
  assert.deepEqual(
    logs.logs.map(({ type, content }) => [type, content]),
    [
      ['input', promptOf('hello')],
      ['output', 'I will create the file.'],
      ['output', 'Created hello.txt as asked.'],
    ],
  );
  assert.deepEqual([logs.snapshot, logs.snapshot_at], [undefined, undefined]);
  const sent = await coder.request('POST', `${one}/send`, { input: promptOf('say') });
  assert.deepEqual([sent.status, sent.text], [204, '']);
  // A message may be logged in pieces; the step has it whole.
  await coder.stage.untilTask(made.id, ({ step }) => step === 'idle: Just words, no work.');

  const paused = await coder.request('POST', `${one}/pause`);
  assert.equal(paused.status, 202);
  assert.equal(
    (paused.json as { workspace_build: { id: string; transition: string } }).workspace_build.transition,
    'stop',
  );
  const asleep = shaped(schemas.coderTask, await coder.request('GET', one));
  assert.deepEqual(
    [asleep.status, asleep.current_state.state, asleep.workspace_status],
    ['paused', 'idle', 'stopped'],
  );
  const kept = shaped(schemas.coderLogs, await coder.request('GET', `${one}/logs`));
  assert.equal(kept.snapshot, true);
  assert.ok(kept.snapshot_at !== undefined && kept.logs.length > 3);
  refused(await coder.request('POST', `${one}/send`, { input: 'x' }), 409, 'Task is paused.');
  assert.equal(
    (await coder.request('PATCH', `${one}/input`, { input: promptOf('say', { run: 'again' }) })).status,
    204,
  );
  assert.equal(shaped(schemas.coderTask, await coder.request('GET', one)).status, 'paused', 'still');
  assert.equal((await coder.request('POST', `${one}/resume`)).status, 202);
  const again = await coder.stage.untilTask(made.id, (task) => task.state === 'waiting');
  assert.ok(again.attempt >= 1);
  const heard = shaped(schemas.coderLogs, await coder.request('GET', `${one}/logs`));
  assert.ok(heard.logs.some(({ content }) => content.includes('run=again')));
  refused(await coder.request('PATCH', `${one}/input`, { input: 'x' }), 409, /task must be paused/);
  refused(await coder.request('PATCH', `${one}/input`, { input: ' ' }), 400, 'Task input is required.');
  refused(await coder.request('POST', `${one}/resume`), 409, /./);

  const build = shaped(
    schemas.coderBuildLogs,
    await coder.request('GET', `/api/v2/workspacebuilds/${made.workspace_id}/logs`),
  );
  assert.deepEqual(
    [...new Set(build.map(({ stage }) => stage))].slice(0, 5),
    ['Queued', 'Running', 'Starting workspace', 'Agent starting', 'Active'],
    'R68',
  );
  assert.ok(
    build.some(({ output }) => output === 'prepared'),
    'R69 R104',
  );
  assert.equal((await coder.request('GET', `/api/v2/workspaces/${made.workspace_id}`)).status, 200);
  assert.equal((await coder.request('GET', `/api/v2/workspacebuilds/${made.id}`)).status, 200);

  const deleted = await coder.request('DELETE', one);
  assert.deepEqual([deleted.status, deleted.text], [202, '']);
  refused(await coder.request('GET', one), 404, noSuch);
  refused(await coder.request('DELETE', `/api/v2/tasks/me/${made.id}`), 404, noSuch);
  await coder.stage.quiet();
  assert.deepEqual(coder.stage.branches(), ['main'], 'R114');
});

test('R60 R61 R62 R81 what is wrong with a new task is said as Coder does', async (context) => {
  const coder = await createCoderStage(context);
  const version = await withTemplate(coder);
  const docker = await versionOf(coder, 'tasks-docker');
  const post = (body: unknown): Promise<Answer> => coder.request('POST', '/api/v2/tasks/me', body);
  const missing = refused(
    await post({ template_version_id: docker, input: 'x' }),
    400,
    'Unable to validate parameters',
  );
  assert.deepEqual(missing.validations, [
    { field: 'system_prompt', detail: 'Required parameter not provided; parameter value is null' },
    { field: 'setup_script', detail: 'Required parameter not provided; parameter value is null' },
  ]);
  refused(await post('{"input":'), 400, 'Request body must be valid JSON.');
  const shape = refused(await post({ template_version_id: version }), 400, 'Validation failed.');
  assert.equal(shape.validations?.[0]?.field, 'input');
  refused(await post({ template_version_id: version, input: '  ' }), 400, 'Task input is required.');
  refused(await post({ template_version_id: unknownId, input: 'x' }), 400, /^Template version not found/);
  refused(
    await post({ template_version_id: version, template_version_preset_id: unknownId, input: 'x' }),
    404,
    noSuch,
  );
  for (const name of ['a_b', 'x'.repeat(33), 'new'])
    refused(await post({ template_version_id: version, input: 'x', name }), 400, /provided name/);
  refused(
    await post({ template_version_id: version, input: 'x', display_name: 'x'.repeat(65) }),
    400,
    /^Display name/,
  );
  refused(await post({ template_version_id: version, input: 'x', organization: 'nope' }), 404, noSuch);
  refused(
    await coder.request('POST', '/api/v2/tasks/nobody', { template_version_id: version, input: 'x' }),
    404,
    noSuch,
  );
  await create(coder, { template_version_id: version, input: promptOf('hang'), name: 'taken' });
  const taken = refused(
    await post({ template_version_id: version, input: 'x', name: 'taken' }),
    409,
    'Workspace “taken” already exists.',
  );
  assert.equal(taken.validations?.[0]?.field, 'name');
  const count = shaped(schemas.coderTaskList, await coder.request('GET', '/api/v2/tasks')).count;
  assert.equal(count, 1, 'what was refused left nothing');
});

test('R77 the query language finds tasks by owner, organization and status', async (context) => {
  const coder = await createCoderStage(context);
  const version = await withTemplate(coder);
  const made = await create(coder, { template_version_id: version, input: promptOf('hello'), name: 'found' });
  await coder.stage.until(made.id, 'waiting');
  const count = async (q: string): Promise<number> => {
    const answer = await coder.request('GET', `/api/v2/tasks?q=${encodeURIComponent(q)}`);
    return shaped(schemas.coderTaskList, answer).count;
  };
  for (const q of [
    '',
    'owner:me',
    `owner:${made.owner_name.toUpperCase()}`,
    `owner:"${made.owner_id}"`,
    made.owner_name,
    'organization:sample',
    `organization:${made.organization_id}`,
    'owner:me status:active',
  ])
    assert.equal(await count(q), 1, q);
  for (const q of [
    'owner:somebody',
    'organization:other',
    'status:paused',
    'somebody',
    'status:error owner:me',
  ])
    assert.equal(await count(q), 0, q);
  const wrong = refused(
    await coder.request('GET', '/api/v2/tasks?q=colour:red+status:blue'),
    400,
    'Invalid task search query.',
  );
  assert.deepEqual(
    wrong.validations?.map(({ field }) => field),
    ['colour', 'status'],
  );
  refused(await coder.request('GET', '/api/v2/tasks?limit=x'), 400, 'Query parameters have invalid values.');
  const none = shaped(schemas.coderTaskList, await coder.request('GET', '/api/v2/tasks?limit=0'));
  assert.deepEqual([none.tasks.length, none.count], [0, 1]);
});

test('R81 what does not exist is a 404, and a task that cannot listen says why', async (context) => {
  const coder = await createCoderStage(context);
  const version = await withTemplate(coder);
  for (const [method, path] of [
    ['GET', ''],
    ['DELETE', ''],
    ['GET', '/logs'],
    ['POST', '/send'],
    ['POST', '/pause'],
    ['POST', '/resume'],
    ['PATCH', '/input'],
  ] as const)
    for (const ref of [unknownId, 'nope'])
      refused(
        await coder.request(
          method,
          `/api/v2/tasks/me/${ref}${path}`,
          method === 'GET' ? undefined : { input: 'x' },
        ),
        404,
        noSuch,
      );
  for (const path of [
    `/workspaces/${unknownId}`,
    `/workspacebuilds/${unknownId}`,
    `/workspacebuilds/${unknownId}/logs`,
  ])
    refused(await coder.request('GET', `/api/v2${path}`), 404, noSuch);
  refused(await coder.request('GET', '/api/v2/nothing'), 404, 'Route not found.');
  refused(await coder.request('PUT', '/api/v2/tasks'), 404, 'Route not found.');

  const starting = await create(coder, {
    template_version_id: version,
    input: 'x',
    rich_parameter_values: [{ name: 'setup_script', value: 'sleep 100' }],
  });
  refused(
    await coder.request('POST', `/api/v2/tasks/me/${starting.id}/send`, { input: 'x' }),
    409,
    'Task is initializing.',
  );
  const early = shaped(schemas.coderLogs, await coder.request('GET', `/api/v2/tasks/me/${starting.id}/logs`));
  assert.equal(early.snapshot, true);
  await coder.stage.event(
    starting.id,
    ({ type, data }) => type === 'task.changed' && data['to'] === 'starting',
  );
  await coder.request('DELETE', `/api/v2/tasks/me/${starting.id}`);

  const failing = await create(coder, {
    template_version_id: version,
    input: 'x',
    rich_parameter_values: [{ name: 'setup_script', value: 'exit 3' }],
  });
  await coder.stage.until(failing.id, 'failed');
  refused(
    await coder.request('POST', `/api/v2/tasks/me/${failing.id}/send`, { input: 'x' }),
    400,
    'Task must be active.',
  );
  const told = shaped(schemas.coderLogs, await coder.request('GET', `/api/v2/tasks/me/${failing.id}/logs`));
  assert.ok(told.logs.length > 0, 'the log of a task in error is there to be read');

  const done = await coder.stage.ready('hello', {}, '--apply');
  assert.equal(done.state, 'done');
  const shown = shaped(schemas.coderTask, await coder.request('GET', `/api/v2/tasks/me/${done.id}`));
  assert.deepEqual(
    [shown.status, shown.current_state.state, shown.current_state.detail_state],
    ['active', 'idle', 'complete'],
  );
  const busy = refused(
    await coder.request('POST', `/api/v2/tasks/me/${done.id}/send`, { input: 'x' }),
    502,
    'Task app is not ready to accept input.',
  );
  assert.match(busy.detail ?? '', /is done/);
});

test('R218 somebody else’s token sees only the tasks of their projects, and creates for nobody else', async (context) => {
  const coder = await createCoderStage(context);
  const version = await withTemplate(coder);
  const made = await create(coder, { template_version_id: version, input: promptOf('hello'), name: 'mine' });
  await coder.stage.until(made.id, 'waiting');
  assert.equal((await coder.stage.run('user', 'create', 'eve')).code, 0);
  const token = await coder.stage.run('token', 'create', 'ci', '--user', 'eve');
  assert.equal(token.code, 0, token.stderr);
  const eve = { 'Coder-Session-Token': token.stdout.trim() };
  const as = (method: string, path: string, body?: unknown): Promise<Answer> =>
    coder.request(method, `/api/v2${path}`, body, eve);
  assert.equal((await as('GET', '/tasks')).text, '{"tasks":[],"count":0}');
  for (const path of [
    `/tasks/me/${made.id}`,
    `/tasks/${made.owner_name}/mine`,
    `/workspaces/${made.id}`,
    `/tasks/me/${made.id}/logs`,
  ])
    refused(await as('GET', path), 404, noSuch);
  refused(await as('DELETE', `/tasks/me/${made.id}`), 404, noSuch);
  refused(
    await as('POST', `/tasks/${made.owner_name}`, { template_version_id: version, input: 'x' }),
    404,
    noSuch,
  );
  assert.equal((await coder.stage.run('member', 'add', 'eve', '--role', 'viewer')).code, 0);
  assert.equal(shaped(schemas.coderTask, await as('GET', `/tasks/${made.owner_name}/mine`)).id, made.id);
  refused(await as('POST', '/tasks/me', { template_version_id: version, input: 'x' }), 403, 'Forbidden.');
  assert.equal(shaped(schemas.coderTaskList, await as('GET', '/tasks?q=owner:me')).count, 0);
});
