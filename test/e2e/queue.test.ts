// The queue as a person meets it: what waits, why, in which order, and what a task may touch. Real daemon, real agents.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TaskJson } from '../../src/api/schemas.ts';
import { createRepository } from '../support/git-repo.ts';
import {
  changesOf,
  create,
  gate,
  names,
  queue,
  queueStage,
  refused,
  statusOf,
} from '../support/queue-stage.ts';
import { line, promptOf } from '../support/stage.ts';

test('R180 a task waits for its prerequisite with the reason in words, and starts when that is applied', async (context) => {
  const stage = await queueStage(context);
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
  const stage = await queueStage(context);
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
  const list = JSON.parse((await stage.run('task', 'list', '--json')).stdout) as { tasks: TaskJson[] };
  assert.equal(list.tasks.length, 3);
});

test('a failed prerequisite holds its dependants with that reason; the edge can be dropped, and then they start', async (context) => {
  const stage = await queueStage(context);
  await stage.runTask([promptOf('hello'), '--name', 'bad', '--check', 'false'], 1);
  const held = await create(stage, promptOf('hello'), '--name', 'held', '--depends-on', 'bad');
  assert.deepEqual([held.hold?.kind, held.warnings.length], ['dependency_failed', 1]);
  assert.match(held.hold?.text ?? '', /^waits for #1 “.*”, which failed \d+s ago$/);
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
  const stage = await queueStage(context);
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
  const stage = await queueStage(context);
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
  const stage = await queueStage(context);
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
  const stage = await queueStage(context, { config: { parallel: 1 } });
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
  assert.equal(await statusOf(stage, 'POST', '/tasks/running/move', { to: 'top' }), 409);
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
  assert.deepEqual((await order()).slice(-5), ['c', 'd', 'b', 'a', 'last']);
  first.open();
  await stage.until(last.id, 'ready');
  const starts = (await changesOf(stage)).filter(
    ({ data }) => data['to'] === 'starting' && data['from'] !== 'starting',
  );
  const begun: string[] = [];
  for (const { task_id: id } of starts) begun.push((await stage.show(id)).name);
  assert.deepEqual(
    begun.filter((name) => name !== 'running'),
    ['u', 'c', 'd', 'b', 'a', 'last'],
  );
});

test('R182 R15 R220 the plan, the project and the machine each limit how many agents work, and the hold says which', async (context) => {
  const env = { TASKLANE_MIN_FREE_DISK_MB: '' };
  const stage = await queueStage(context, { config: { plan: 'core', parallel: 5 }, env });
  const open = gate(stage);
  for (const name of ['a', 'b', 'c']) await create(stage, open.prompt(name), '--name', name);
  await Promise.all(['a', 'b'].map((name) => stage.until(name, 'running')));
  const full = await queue(stage);
  assert.deepEqual([full.agents, full.project_agents, full.next], [{ busy: 2, limit: 2 }, null, null]);
  assert.deepEqual([names(full.waiting), full.waiting[0]?.hold?.kind], [['c'], 'slot']);
  assert.equal(full.waiting[0]?.hold?.text, 'no slot: 2 of 2 agents busy');
  stage.repository.write('.tasklane/config.json', '{"parallel": 1}');
  await create(stage, promptOf('hello'), '--name', 'd');
  const own = await queue(stage);
  assert.deepEqual(own.project_agents, { busy: 2, limit: 1 });
  assert.equal(own.waiting[0]?.hold?.text, 'no slot: 2 of 1 agents of its project busy');
  rmSync(join(stage.repository.dir, '.tasklane'), { recursive: true });
  await stage.writeHome('config.json', JSON.stringify({ parallel: 5, minFreeDiskMb: 900_000_000 }));
  await create(stage, promptOf('hello'), '--name', 'e', '--draft');
  const short = await queue(stage);
  assert.match(short.pressure ?? '', /^not enough disk: .* must stay$/);
  assert.deepEqual([short.waiting[0]?.hold?.kind, short.agents.limit], ['pressure', 5]);
  await stage.writeHome('config.json', '{}');
  open.open();
  await Promise.all(['a', 'b', 'c', 'd'].map((name) => stage.until(name, 'ready')));
});

test('the queue in words: who runs, who waits for what, what starts next; and live with --watch', async (context) => {
  const stage = await queueStage(context, { config: { parallel: 1 } });
  const empty = await stage.run('queue', '--all');
  assert.equal(empty.stdout, '0 of 1 agent busy; no tasks wait\n');
  const open = gate(stage);
  await create(stage, open.prompt('a'), '--name', 'first', '--title', 'First');
  await stage.until('first', 'running');
  const watching = stage.start('queue', '--watch');
  await line(watching.child, 'stdout', /^1 of 1 agent busy; no tasks wait$/);
  const appeared = line(watching.child, 'stdout', /^#2 “Second” no slot: 1 of 1 agents busy$/);
  await create(stage, promptOf('hello'), '--name', 'second', '--title', 'Second');
  await appeared;
  await create(stage, promptOf('hello'), '--name', 'third', '--depends-on', 'second', '--priority', 'high');
  const { stdout } = await stage.run('queue');
  const [headline, running, , header, second, third] = stdout.split('\n');
  assert.equal(headline, '1 of 1 agent busy; 2 tasks wait');
  assert.match(running ?? '', /^ {2}#1 “First”: running, agent, \d+s$/);
  assert.match(header ?? '', /^# +NAME +PRIORITY +POLICY +WAITED +WHY$/);
  assert.match(second ?? '', /^2 +second +normal +board +\d+s +no slot: 1 of 1 agents busy$/);
  assert.match(third ?? '', /^3 +third +high +board +\d+s +waits for #2 “Second” \(queued, \d+s\)$/);
  const left = line(watching.child, 'stdout', /^#1 “First” left the queue$/);
  open.open();
  await left;
  await stage.until('second', 'ready');
  watching.child.kill('SIGINT');
  assert.equal((await watching.ended).code, 0);
});

test('R172 R167 R194 a draft waits for a person: it can be edited, accepted, and put away', async (context) => {
  const stage = await queueStage(context);
  const quiet = await stage.run('task', 'create', 'Say hello.', '--draft', '--name', 'hello', '-q');
  const id = quiet.stdout.trim();
  assert.equal(quiet.stdout, `${id}\n`);
  const flags = [
    '--title',
    'Hello',
    '--prompt',
    promptOf('hello'),
    '--owns',
    'hello.txt',
    '--priority',
    'low',
  ];
  const edited = await stage.task(['task', 'edit', 'hello', ...flags, '--timeout', '5m', '--check', 'true']);
  assert.deepEqual(
    [edited.id, edited.state, edited.title, edited.owns, edited.priority],
    [id, 'draft', 'Hello', ['hello.txt'], 'low'],
  );
  assert.match(await refused(stage, 2, 'task', 'edit', 'hello'), /nothing to change/);
  assert.match(await refused(stage, 2, 'task', 'edit', 'hello', '--prompt', ' '), /The prompt is empty/);
  await create(stage, 'Never.', '--draft', '--name', 'never');
  assert.equal((await stage.task(['task', 'archive', 'never'])).state, 'cancelled');
  assert.match(await refused(stage, 1, 'task', 'accept', 'never'), /it is cancelled/);
  assert.deepEqual(names((await queue(stage)).waiting), []);
  assert.equal((await stage.task(['task', 'accept', 'hello'])).state, 'queued');
  const ready = await stage.until('hello', 'ready');
  assert.deepEqual(
    ready.result?.checks.map((check) => check.command),
    ['true'],
  );
});

test('R25 R26 what waits can be cancelled, whatever it waits for', async (context) => {
  const stage = await queueStage(context, { config: { parallel: 1 } });
  const open = gate(stage);
  await create(stage, open.prompt('a'), '--name', 'running', '--policy', 'develop');
  await stage.until('running', 'running');
  for (const policy of ['develop', 'board']) {
    const waiting = await create(stage, promptOf('hello'), '--policy', policy);
    assert.equal((await stage.task(['task', 'cancel', waiting.id])).state, 'cancelled');
  }
  assert.deepEqual((await queue(stage)).waiting, []);
});

test('R20 the queue of each project goes on by itself, and --all shows both', async (context) => {
  const stage = await queueStage(context);
  const other = createRepository(join(stage.dir, 'other'));
  const open = gate(stage);
  const develop = ['--policy', 'develop', '--title', 'One'];
  await create(stage, open.prompt('a'), '--name', 'here', ...develop);
  await create(stage, open.prompt('b'), '--name', 'there', '--project', other.dir, ...develop);
  await Promise.all(['here', 'there'].map((name) => stage.until(name, 'running')));
  const all = await queue(stage, '--all');
  assert.deepEqual(new Set(all.running.map((task) => task.project_name)), new Set(['sample', 'other']));
  assert.deepEqual(names((await queue(stage)).running), ['here']);
  open.open();
  await Promise.all(['here', 'there'].map((name) => stage.until(name, 'done')));
  assert.deepEqual([stage.repository.git('show', 'main:a'), other.git('show', 'main:b')], ['a', 'b']);
});

test('a queue of nonsense over the API is refused with the field that is wrong', async (context) => {
  const stage = await queueStage(context);
  await create(stage, 'x', '--draft');
  const cases: readonly (readonly [string, string, object])[] = [
    ['POST', '/tasks/1/move', { to: 'left' }],
    ['POST', '/tasks/1/move', { before: '1', after: '1' }],
    ['PATCH', '/tasks/1', { position: 3 }],
    ['PATCH', '/tasks/1', { depends_on: '1' }],
    ['GET', '/queue?limit=0', {}],
  ];
  for (const [method, path, body] of cases)
    assert.equal(await statusOf(stage, method, path, body), 400, path);
  assert.equal(await statusOf(stage, 'GET', '/queue?project=nope'), 404);
});
