// The queue as a person meets it: what waits, why, in which order, and what a task may touch. Real daemon, real agents.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import type { EventJson, QueueJson, TaskJson } from '../../src/api/schemas.ts';
import type { Scripts } from '../support/model-server/script.ts';
import { createRepository } from '../support/git-repo.ts';
import { createStage, line, promptOf, until } from '../support/stage.ts';
import type { Stage, StageOptions } from '../support/stage.ts';

// An agent that works until the test opens its gate, and then writes one file.
const scripts: Scripts = {
  gated: [
    { do: [{ shell: { command: 'until [ -e "${gate}" ]; do sleep 0.05; done' } }] },
    { do: [{ write: { path: '${path}', content: '${content}\n' } }] },
    { say: 'It is written.' },
  ],
  rename: [
    { do: [{ shell: { command: 'mv "${from}" "${to}" && echo more > extra.txt' } }] },
    { say: 'It is moved.' },
  ],
};

interface Gate {
  readonly prompt: (path: string, content?: string) => string;
  readonly open: () => void;
}

function gate(stage: Stage, name = 'gate'): Gate {
  const file = join(stage.dir, name);
  return {
    prompt: (path, content = path) => promptOf('gated', { gate: file, path, content }),
    open: () => writeFileSync(file, ''),
  };
}

const stageOf = (context: TestContext, options: StageOptions = {}): Promise<Stage> =>
  createStage(context, { scripts, ...options });

function create(stage: Stage, prompt: string, ...flags: string[]): Promise<TaskJson> {
  return stage.task(['task', 'create', prompt, ...flags]);
}

/** `tasklane …` that must be refused; its message. */
async function refused(stage: Stage, code: number, ...args: string[]): Promise<string> {
  const result = await stage.run(...args);
  assert.equal(result.code, code, `${args.join(' ')}\n${result.stdout}\n${result.stderr}`);
  assert.equal(result.stdout, '');
  return result.stderr;
}

async function queue(stage: Stage, ...flags: string[]): Promise<QueueJson> {
  const result = await stage.run('queue', '-o', 'json', ...flags);
  assert.equal(result.code, 0, result.stderr);
  return JSON.parse(result.stdout) as QueueJson;
}

const names = (tasks: readonly TaskJson[]): string[] => tasks.map((task) => task.name);

async function changesOf(stage: Stage): Promise<readonly EventJson[]> {
  const { events } = await stage.client().call(endpoints.events, { query: { after: 0, limit: 5000 } });
  return events.filter((event) => event.type === 'task.changed');
}

test('R180 a task waits for its prerequisite with the reason in words, and starts when that is applied', async (context) => {
  const stage = await stageOf(context);
  const first = gate(stage);
  const schema = await create(stage, first.prompt('schema.sql'), '--name', 'schema', '--title', 'Add schema');
  await stage.until(schema.id, 'running');
  const flags = ['--name', 'api', '--depends-on', '1'];
  const api = await create(stage, promptOf('write', { path: 'api.txt', content: 'api' }), ...flags);
  assert.deepEqual([api.state, api.depends_on], ['queued', [schema.id]]);
  assert.deepEqual([api.hold?.kind, api.hold?.task], ['dependency', schema.id]);
  assert.match(api.hold?.text ?? '', /^waits for #1 “Add schema” \(running, \d+s\)$/);
  first.open();
  await stage.until('schema', 'ready');
  assert.match((await stage.show(api.id)).hold?.text ?? '', /^waits for #1 “Add schema” \(ready, /);
  await stage.task(['task', 'apply', 'schema']);
  const ready = await stage.until('api', 'ready');
  assert.equal(ready.base_commit, stage.head());
  assert.equal(stage.repository.git('show', `${ready.branch}:schema.sql`), 'schema.sql');
});

test('a dependency that is unknown, the task itself, or a circle is refused, and the circle is printed', async (context) => {
  const stage = await stageOf(context);
  const draft = (name: string, ...flags: string[]): Promise<TaskJson> =>
    create(stage, `Do ${name}.`, '--draft', '--name', name, ...flags);
  await draft('one');
  await draft('two', '--depends-on', '1');
  await draft('three', '--depends-on', '#2');
  const unknown = await refused(stage, 2, 'task', 'create', 'x', '--depends-on', '1,nope');
  assert.match(unknown, /cannot depend on “nope”: there is no such task in sample\.\n {2}next: /);
  assert.match(await refused(stage, 2, 'task', 'edit', '1', '--depends-on', '1'), /cannot depend on itself/);
  const circle = await refused(stage, 2, 'task', 'edit', 'one', '--depends-on', 'three');
  assert.match(circle, /The dependencies would go in a circle: #1 → #3 → #2 → #1\.\n {2}next: .*--drop-dep/);
  const list = JSON.parse((await stage.run('task', 'list', '-o', 'json')).stdout) as { tasks: TaskJson[] };
  assert.equal(list.tasks.length, 3);
});

test('a failed prerequisite holds its dependants with that reason; the edge can be dropped, and then they start', async (context) => {
  const stage = await stageOf(context);
  await stage.runTask([promptOf('hello'), '--name', 'bad', '--check', 'false'], 1);
  const held = await create(stage, promptOf('hello'), '--name', 'held', '--depends-on', 'bad');
  assert.deepEqual([held.hold?.kind, held.warnings.length], ['dependency_failed', 1]);
  assert.match(held.hold?.text ?? '', /^waits for #1 “.*”, which is failed, /);
  assert.match(
    await refused(stage, 2, 'task', 'edit', 'held', '--drop-dependency', '7'),
    /does not depend on “7”/,
  );
  const fixed = await refused(stage, 1, 'task', 'edit', 'held', '--prompt', 'Something else');
  assert.match(fixed, /it is queued, and prompt can be changed only in a draft/);
  const dropped = await stage.task(['task', 'edit', 'held', '--drop-dependency', 'bad']);
  assert.deepEqual(dropped.depends_on, []);
  await stage.until('held', 'ready');
});

test('R200 R210 overlapping files are refused with a path that both own; a dependency makes it a warning', async (context) => {
  const stage = await stageOf(context);
  await create(
    stage,
    'The API.',
    '--draft',
    '--title',
    'The API',
    '--owns',
    'src/api/*',
    '--owns',
    'docs/*.md',
  );
  const clash = ['task', 'create', 'Log in.', '--draft', '--owns', 'src/api/auth/login.ts'];
  const message = await refused(stage, 2, ...clash);
  assert.match(message, /own src\/api\/auth\/login\.ts together with #1 “The API” \(draft\)/);
  assert.match(
    message,
    /its `src\/api\/auth\/login\.ts` and `src\/api\/\*` of that one\.\n {2}next: .*--depends-on 1/,
  );
  const json = await stage.run(...clash, '-o', 'json');
  const { error } = JSON.parse(json.stderr) as { error: { details: object } };
  assert.deepEqual(
    { ...error.details },
    {
      ...error.details,
      path: 'src/api/auth/login.ts',
      mine: 'src/api/auth/login.ts',
      theirs: 'src/api/*',
      number: 1,
    },
  );
  const ordered = await stage.task([...clash, '--depends-on', '1']);
  assert.match(ordered.warnings.join(), /^It owns .* together with #1 .*\. A dependency keeps them apart\.$/);
  const log = await stage.run('task', 'logs', String(ordered.number));
  assert.match(log.stdout, /A dependency keeps them apart/);
  await stage.task(['task', 'create', 'Elsewhere.', '--draft', '--owns', 'src/ui/**']);
  // Two that are ordered the other way round, and over a third, are apart as well.
  await stage.task(['task', 'create', 'Between.', '--draft', '--depends-on', '2', '--name', 'between']);
  await stage.task(['task', 'create', 'Last.', '--draft', '--owns', 'src/api/**', '--depends-on', 'between']);
  assert.match(await refused(stage, 2, 'task', 'edit', '3', '--owns', 'src/**'), /together with #1/);
});

test('globs that cannot be decided are refused with the rule that they break', async (context) => {
  const stage = await stageOf(context);
  const cases: readonly (readonly [string, RegExp])[] = [
    ['../secrets', /the ownership glob "\.\.\/secrets" .*\n {2}next: /],
    ['/etc/**', /"\/etc\/\*\*" is an absolute path\n {2}next: /],
    ['', /"" is empty/],
    [
      `{${Array.from({ length: 10_000 }, (_, index) => `f${index}`).join(',')}}`,
      /the ownership glob .*\n {2}next: /,
    ],
  ];
  for (const [glob, says] of cases)
    assert.match(await refused(stage, 2, 'task', 'create', 'x', '--owns', glob), says);
  assert.equal((await stage.run('task', 'list', '-q')).stdout, '');
});

test('R201 with --allow-overlap two tasks take turns, and the one that waits says which path and with whom', async (context) => {
  const stage = await stageOf(context);
  const first = gate(stage);
  await create(stage, first.prompt('src/a.txt'), '--name', 'first', '--title', 'First', '--owns', 'src/**');
  await stage.until('first', 'running');
  const write = promptOf('write', { path: 'src/b.txt', content: 'b' });
  const second = await create(stage, write, '--name', 'second', '--owns', 'src/b.txt', '--allow-overlap');
  assert.match(second.warnings.join(), /They will not run at the same time\.$/);
  const waiting = await stage.untilTask('second', (task) => task.hold?.kind === 'ownership');
  assert.equal(waiting.hold?.path, 'src/b.txt');
  assert.match(
    waiting.hold?.text ?? '',
    /^owns src\/b\.txt together with #1 “First” \(`src\/b\.txt` and `src\/\*\*`\)$/,
  );
  first.open();
  await stage.until('second', 'ready');
  const [starts, ends] = await Promise.all([
    stage.event('second', (event) => event.data['to'] === 'starting'),
    stage.event('first', (event) => event.data['to'] === 'ready'),
  ]);
  assert.ok(starts.id > ends.id);
});

test('R28 R29 R30 a waiting task can be moved in the queue, a running one cannot, and the queue starts in that order', async (context) => {
  const stage = await stageOf(context, { config: { parallel: 1 } });
  const first = gate(stage);
  await create(stage, first.prompt('0.txt'), '--name', 'running');
  await stage.until('running', 'running');
  for (const name of ['a', 'b', 'c', 'd'])
    await create(stage, promptOf('write', { path: name, content: name }), '--name', name);
  await create(stage, promptOf('write', { path: 'u', content: 'u' }), '--name', 'u', '--priority', 'urgent');
  const order = async (): Promise<string[]> => names((await queue(stage)).waiting);
  assert.deepEqual(await order(), ['u', 'a', 'b', 'c', 'd']);
  await stage.task(['task', 'move', 'd', '--top']);
  await stage.task(['task', 'move', 'a', '--bottom']);
  await stage.task(['task', 'move', 'c', '--before', 'b']);
  assert.deepEqual(await order(), ['u', 'd', 'c', 'b', 'a']);
  await stage.task(['task', 'move', 'd', '--after', 'c']);
  assert.deepEqual(await order(), ['u', 'c', 'd', 'b', 'a']);
  const running = await refused(stage, 1, 'task', 'move', 'running', '--top');
  assert.match(
    running,
    /Task #1 .* cannot be moved in the queue: it is running\.\n {2}next: .*while it is queued/,
  );
  const { status } = await moveOverHttp(stage, 'running');
  assert.equal(status, 409);
  assert.match(
    await refused(stage, 2, 'task', 'move', 'a', '--before', 'running'),
    /is running and has no place/,
  );
  assert.match(
    await refused(stage, 2, 'task', 'move', 'a', '--before', 'u'),
    /has priority urgent, this one normal/,
  );
  assert.match(await refused(stage, 2, 'task', 'move', 'a', '--before', 'a'), /no place beside itself/);
  assert.match(await refused(stage, 2, 'task', 'move', 'a'), /Where to\?/);
  assert.match(await refused(stage, 2, 'task', 'move', 'a', '--top', '--bottom'), /one place only/);
  const last = await create(stage, promptOf('hello'), '--name', 'last');
  // Kept over a restart, and a new task still comes last.
  await stage.killDaemon();
  assert.deepEqual((await order()).slice(-6), ['u', 'c', 'd', 'b', 'a', 'last']);
  first.open();
  await stage.until(last.id, 'ready');
  const starts = (await changesOf(stage)).filter((event) => event.data['to'] === 'starting');
  const byId = new Map(
    await Promise.all(starts.map(async ({ task_id: id }) => [id, (await stage.show(id)).name] as const)),
  );
  const begun = starts.map((event) => byId.get(event.task_id)).filter((name) => name !== 'running');
  assert.deepEqual(begun, ['u', 'c', 'd', 'b', 'a', 'last']);
});

async function moveOverHttp(stage: Stage, task: string): Promise<Response> {
  const client = stage.client();
  const token = (await import('node:fs')).readFileSync(join(stage.home, 'token'), 'utf8').trim();
  return fetch(`${client.url}/api/v1/tasks/${task}/move`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ to: 'top' }),
  });
}
