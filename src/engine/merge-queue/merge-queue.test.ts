// The merge queue with a real store, a real repository and real checks; only the agents that made the work are left out.
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { check, openMergeWorld } from '../../../test/support/merge-world.ts';
import type { MergeWorld, WorldOptions } from '../../../test/support/merge-world.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { AppError } from '../../domain/errors.ts';
import type { Task } from '../../domain/task.ts';

async function open(context: TestContext, options: WorldOptions = {}): Promise<MergeWorld> {
  let end = async (): Promise<void> => undefined;
  context.after(() => end());
  const world = await openMergeWorld(tempDir(context), options);
  end = () => world.close();
  return world;
}

/** Counts its runs in a file, and is red where a file `bad` is. */
function counting(
  world: MergeWorld,
  more = 'true',
): { checks: ReturnType<typeof check>; runs: () => number } {
  const file = join(world.dir, 'runs');
  const checks = check(`echo run >> ${file} && test ! -e bad && ${more}`);
  return { checks, runs: () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0) };
}

const statesOf = (tasks: Readonly<Record<string, Task>>): Record<string, string> =>
  Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, noticeOf(task) ?? task.state]));

function noticeOf(task: Task): string | null {
  return task.state === 'ready' ? (task.notice?.kind ?? null) : null;
}

const letters = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => String.fromCharCode(97 + index));

test('R186 many at once are tested together: eight tasks, and far fewer runs of their checks', async (context) => {
  const world = await open(context, { config: { mergeTests: 1, checkReruns: 0 } });
  const { checks, runs } = counting(world);
  for (const name of letters(8)) await world.ready(name, { [`${name}.txt`]: name }, { checks });
  await world.engine.start();
  const done = await world.applyAll();
  assert.deepEqual(new Set(Object.values(done).map((task) => task.state)), new Set(['done']));
  assert.equal(runs(), 1);
  for (const name of letters(8)) assert.equal(await world.read(`${name}.txt`), name);
  assert.equal(world.repository.git('status', '--porcelain'), '');
  assert.equal(world.repository.git('rev-list', '--count', '--merges', 'main'), '7');
});

test('R37 the bad one is found and refused with its output, and all others land', async (context) => {
  const world = await open(context, { config: { mergeTests: 2, checkReruns: 0 } });
  const { checks, runs } = counting(world);
  for (const name of letters(8))
    await world.ready(name, { [`${name}.txt`]: name, ...(name === 'e' && { bad: 'x' }) }, { checks });
  await world.engine.start();
  const done = await world.applyAll();
  const expected = Object.fromEntries(letters(8).map((name) => [name, name === 'e' ? 'test' : 'done']));
  assert.deepEqual(statesOf(done), expected);
  // Two are tested at once, so how few depends on which of them ends first; one by one it would be eight.
  assert.ok(runs() <= 8, `${runs()} runs`);
  const refused = done['e'];
  assert.match(noticeText(refused), /^Merged into main, it does not pass: .*exit code 1/);
  assert.equal(refused?.result?.checks.at(-1)?.outcome, 'failed');
  assert.equal(await world.read('bad'), null);
});

function noticeText(task: Task | undefined): string {
  return task?.state === 'ready' ? (task.notice?.message ?? '') : '';
}

test('a test that spoke for several is the evidence of each, with a log that each has', async (context) => {
  const world = await open(context, { config: { mergeTests: 1, checkReruns: 0 } });
  for (const name of ['one', 'two'])
    await world.ready(name, { [name]: name }, { checks: check('echo said by the check') });
  await world.engine.start();
  const { one, two } = await world.applyAll();
  for (const task of [one, two]) {
    assert.ok(task !== undefined);
    const item = task.result?.checks.at(-1);
    assert.ok(item !== undefined);
    assert.deepEqual([item.on, item.outcome], ['merged', 'passed']);
    assert.equal(await world.engine.review.checkLog(task, item.log), 'said by the check\n');
  }
  assert.equal(one?.result?.checks.at(-1)?.tree, two?.result?.checks.at(-1)?.tree);
});

test('R189 two that conflict: the first lands, the second is refused with the files, whatever comes behind', async (context) => {
  const world = await open(context);
  await world.ready('one', { same: 'one' });
  await world.ready('two', { same: 'two' });
  await world.ready('three', { other: 'three' });
  await world.engine.start();
  const done = await world.applyAll();
  assert.deepEqual(statesOf(done), { one: 'done', two: 'conflict', three: 'done' });
  assert.match(noticeText(done['two']), /conflicts with main in one file: same\./);
  assert.deepEqual([await world.read('same'), await world.read('other')], ['one', 'three']);
});

test('what conflicts with a bad one ahead of it gets its turn when that is gone', async (context) => {
  const world = await open(context);
  const { checks } = counting(world);
  await world.ready('one', { same: 'one', bad: 'x' }, { checks });
  await world.ready('two', { same: 'two' }, { checks });
  await world.engine.start();
  assert.deepEqual(statesOf(await world.applyAll()), { one: 'test', two: 'done' });
  assert.equal(await world.read('same'), 'two');
});

test('two that are green alone and red together: the later one is refused', async (context) => {
  const world = await open(context);
  const checks = check('! (test -e one && test -e two)');
  await world.ready('one', { one: '1' }, { checks });
  await world.ready('two', { two: '2' }, { checks });
  await world.engine.start();
  assert.deepEqual(statesOf(await world.applyAll()), { one: 'done', two: 'test' });
});

test('tasks with checks of their own do not vouch for each other', async (context) => {
  const world = await open(context);
  await world.ready('one', { one: '1' }, { checks: check('test -e one') });
  await world.ready('two', { two: '2' }, { checks: check('test -e nothing') });
  await world.ready('three', { three: '3' }, { checks: check('test -e three') });
  await world.engine.start();
  assert.deepEqual(statesOf(await world.applyAll()), { one: 'done', two: 'test', three: 'done' });
});

for (const [method, merges, commits] of [
  ['merge', '1', '5'],
  ['squash', '0', '3'],
  ['rebase', '0', '4'],
] as const)
  test(`mergeMethod ${method}: how the history looks afterwards`, async (context) => {
    const world = await open(context, { config: { mergeMethod: method } });
    await world.ready('one', { one: '1' });
    await world.engine.start();
    // Two commits of a task, on a branch that has moved on.
    await world.ready('two', { two: '2' });
    const first = await world.task('two');
    await world.ready('three', { three: '3' }, { from: first.result?.head ?? '' });
    await world.store.tasks.change(first.id, { type: 'deleted' }, { actor: 'ada' });
    assert.deepEqual(statesOf(await world.applyAll()), { one: 'done', three: 'done' });
    const count = (...flags: string[]): string =>
      world.repository.git('rev-list', '--count', ...flags, 'main');
    assert.deepEqual([count('--merges'), count()], [merges, commits]);
    assert.deepEqual([await world.read('two'), await world.read('three')], ['2', '3']);
    const { state, commit } = (await world.task('three')) as Extract<Task, { state: 'done' }>;
    assert.deepEqual([state, commit], ['done', world.repository.git('rev-parse', 'main')]);
    const author = world.repository.git('log', '-1', '--format=%an <%ae>', 'main');
    assert.equal(author, 'Test Person <person@example.com>');
  });

test('a rebase that conflicts in the middle is refused, and the branch is where it was', async (context) => {
  const world = await open(context, { config: { mergeMethod: 'rebase' }, files: { same: 'old\n' } });
  await world.ready('one', { same: 'one\n' });
  await world.ready('two', { same: 'two\n' });
  await world.engine.start();
  assert.deepEqual(statesOf(await world.applyAll()), { one: 'done', two: 'conflict' });
  assert.equal(await world.read('same'), 'one\n');
});

/** A check that waits for a file, so that a test can look at the queue meanwhile. */
function gated(world: MergeWorld): {
  checks: ReturnType<typeof check>;
  open: () => void;
  begun: () => Promise<void>;
} {
  const [gate, begun] = ['gate', 'begun'].map((name) => join(world.dir, name));
  return {
    checks: check(`echo x >> ${begun}; until test -e ${gate}; do sleep 0.02; done`),
    open: () => writeFileSync(gate ?? '', ''),
    begun: async () => {
      const deadline = Date.now() + 30_000;
      while (!existsSync(begun ?? '')) {
        assert.ok(Date.now() < deadline, 'a check begins');
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}

test('the queue shows who stands where, and an urgent one goes ahead', async (context) => {
  const world = await open(context, { config: { mergeTests: 1, checkReruns: 0 } });
  const gate = gated(world);
  for (const name of ['one', 'two', 'three'])
    await world.ready(name, { [name]: name }, { checks: gate.checks });
  await world.engine.start();
  const outcomes = [];
  const apply = async (name: string, priority?: 'urgent'): Promise<void> => {
    const options = { noWait: true, ...(priority !== undefined && { priority }) };
    outcomes.push(await world.engine.apply(await world.task(name), options, 'ada'));
  };
  await apply('one');
  await gate.begun();
  await apply('two');
  await apply('three', 'urgent');
  const [queue] = await world.engine.merges.look([world.project]);
  assert.deepEqual(
    queue?.entries.map((task) => [task.name, task.merge.priority, task.merge.by]),
    [
      ['three', 'urgent', 'ada'],
      ['one', 'normal', 'ada'],
      ['two', 'normal', 'ada'],
    ],
  );
  gate.open();
  for (const name of ['one', 'two', 'three'])
    assert.equal((await world.engine.merges.outcome((await world.task(name)).id)).state, 'done');
  assert.equal(
    world.repository.git('log', '--first-parent', '--format=%s', '-1', 'main').includes('two'),
    true,
  );
});

test('what is taken out is ready as before, and the branch has nothing of it', async (context) => {
  const world = await open(context, { config: { mergeTests: 1, checkReruns: 0 } });
  const gate = gated(world);
  for (const name of ['one', 'two']) await world.ready(name, { [name]: name }, { checks: gate.checks });
  await world.engine.start();
  const entered = await world.engine.applyAll(world.project, { tasks: null }, 'ada');
  assert.equal(entered.entered.length, 2);
  await gate.begun();
  const one = await world.task('one');
  assert.equal(one.state, 'applying');
  const out = await world.engine.withdraw(one, 'bob');
  assert.deepEqual([out.state, noticeOf(out)], ['ready', null]);
  gate.open();
  assert.equal((await world.engine.merges.outcome((await world.task('two')).id)).state, 'done');
  assert.deepEqual([await world.read('one'), await world.read('two')], [null, 'two']);
  await assert.rejects(
    async () => world.engine.withdraw(await world.task('one'), 'bob'),
    (error: unknown) => error instanceof AppError && /not in the merge queue/.test(error.message),
  );
});

test('a person who commits meanwhile is merged with and tested with', async (context) => {
  const world = await open(context);
  const gate = gated(world);
  await world.ready('one', { one: '1' }, { checks: gate.checks });
  await world.engine.start();
  await world.engine.apply(await world.task('one'), { noWait: true }, 'ada');
  await gate.begun();
  const mine = world.repository.commit({ mine: 'mine' }, 'my own');
  gate.open();
  const done = await world.engine.merges.outcome((await world.task('one')).id);
  assert.equal(done.state, 'done');
  assert.equal(world.repository.git('merge-base', 'main', mine), mine);
  const tree = world.repository.git('rev-parse', 'main^{tree}');
  assert.equal(done.result?.checks.at(-1)?.tree, tree);
  assert.equal(world.repository.git('show', 'main:mine'), 'mine');
});

test('a task that is applied twice has one place, and both who wait hear the same', async (context) => {
  const world = await open(context);
  const gate = gated(world);
  await world.ready('one', { one: '1' }, { checks: gate.checks });
  await world.engine.start();
  const both = [1, 2].map(async () => world.engine.apply(await world.task('one'), {}, 'ada'));
  await gate.begun();
  gate.open();
  const [first, second] = await Promise.all(both);
  assert.deepEqual([first?.state, second?.version], ['done', first?.version]);
  assert.equal(world.repository.git('rev-list', '--count', 'main'), '2');
});

test('R217 a daemon that stops leaves the queue, and the next one goes on with it', async (context) => {
  const world = await open(context);
  const gate = gated(world);
  for (const name of ['one', 'two']) await world.ready(name, { [name]: name }, { checks: gate.checks });
  await world.engine.start();
  const waiting = world.applyAll();
  await gate.begun();
  await world.engine.stop();
  for (const task of Object.values(await waiting)) assert.notEqual(task.state, 'done');
  gate.open();
  const { Engine } = await import('../engine.ts');
  const next = new Engine(world.deps);
  context.after(() => next.stop());
  await next.start();
  for (const name of ['one', 'two'])
    assert.equal((await next.merges.outcome((await world.task(name)).id)).state, 'done');
  assert.deepEqual([await world.read('one'), await world.read('two')], ['one', 'two']);
});

test('a repository that is gone refuses the first, and each behind it, with the reason', async (context) => {
  const world = await open(context);
  for (const name of ['one', 'two']) await world.ready(name, { [name]: name });
  await world.engine.start();
  world.repository.git('branch', '-m', 'main', 'gone');
  const done = await world.applyAll();
  assert.deepEqual(statesOf(done), { one: 'other', two: 'other' });
  assert.match(noticeText(done['one']), /has no branch main any more/);
  world.repository.git('branch', '-m', 'gone', 'main');
  assert.deepEqual(statesOf(await world.applyAll()), { one: 'done', two: 'done' });
});

test('a task that leaves ready in another way leaves the queue too', async (context) => {
  const world = await open(context, { config: { mergeTests: 1, checkReruns: 0 } });
  const gate = gated(world);
  await world.ready('one', { same: '1' }, { checks: gate.checks });
  await world.ready('two', { same: '2' }, { checks: gate.checks });
  await world.engine.start();
  for (const name of ['one', 'two'])
    await world.engine.apply(await world.task(name), { noWait: true }, 'ada');
  await gate.begun();
  // It conflicts with the first and is not a part of any test: only a message waits for its agent.
  const two = await world.task('two');
  assert.equal(two.state, 'ready');
  await world.engine.dismiss(two, 'ada');
  gate.open();
  assert.equal((await world.engine.merges.outcome((await world.task('one')).id)).state, 'done');
  assert.equal((await world.task('two')).state, 'dismissed');
  assert.equal(await world.read('same'), '1');
});

test('a checkout whose file is in the way is left alone, and the queue goes on', async (context) => {
  const world = await open(context, { files: { same: 'old\n' } });
  appendFileSync(join(world.repository.dir, 'same'), 'mine\n');
  await world.ready('one', { same: 'one\n' });
  await world.ready('two', { two: '2' });
  await world.engine.start();
  const done = await world.applyAll();
  assert.deepEqual(statesOf(done), { one: 'done', two: 'done' });
  assert.equal(readFileSync(join(world.repository.dir, 'same'), 'utf8'), 'old\nmine\n');
  assert.equal(world.repository.git('show', 'tasklane/main:two'), '2');
});
