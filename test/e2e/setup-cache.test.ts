// A setup command that runs once for each content of the lockfile, where the project says so.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createStage, promptOf } from '../support/stage.ts';

test('R113 setup runs once for each content of the lockfile, and no task changes what another gets', async (context) => {
  const stage = await createStage(context, {
    scripts: {
      poison: [
        { do: [{ shell: { command: 'echo poison > deps/a/index.js; echo work > work.txt' } }] },
        { say: 'It is done.' },
      ],
    },
  });
  const ran = join(stage.dir, 'ran');
  const config = {
    setup: `echo run >> '${ran}'; mkdir -p deps/a; cp lock deps/a/index.js; ln -s a/index.js deps/link`,
    setupCache: { files: ['lock', 'other.lock'], folders: ['deps'] },
    check: 'diff lock deps/link',
  };
  const runs = (): number => readFileSync(ran, 'utf8').split('\n').length - 1;
  stage.repository.commit(
    { '.tasklane/config.json': JSON.stringify(config), lock: 'one\n', '.gitignore': 'deps/\n' },
    'configure',
  );
  const first = await stage.ready('hello', {}, '--name', 'first');
  assert.deepEqual([first.state, runs()], ['ready', 1]);

  // Its check fails on what it did to its own copy; nobody else sees that.
  await stage.runTask([promptOf('poison'), '--name', 'poison'], 1);
  const second = await stage.ready('write', { path: 'two.txt', content: 'two' }, '--name', 'second');
  assert.deepEqual([second.state, runs()], ['ready', 1]);
  const logs = (await stage.run('task', 'history', 'second', '--of', 'output')).stdout;
  assert.match(logs, /Setup did not run: lock, other\.lock are as they were/);

  assert.equal((await stage.task(['task', 'apply', 'first'])).state, 'done');
  assert.equal((await stage.task(['task', 'apply', 'second'])).state, 'done');
  assert.equal(runs(), 1, 'the merged tree has the same lockfile');

  // An agent that changes the lockfile gets no other setup by it, and keeps none.
  await stage.runTask([promptOf('write', { path: 'lock', content: 'mine' }), '--name', 'lock'], 1);
  assert.equal(runs(), 1);
  stage.repository.commit({ lock: 'two\n' }, 'update');
  const third = await stage.ready('write', { path: 'three.txt', content: 'three' }, '--name', 'third');
  assert.deepEqual([third.state, runs()], ['ready', 2]);
});

test('a setup that fails is not kept, and without a lockfile it runs each time', async (context) => {
  const stage = await createStage(context);
  const ran = join(stage.dir, 'ran');
  const setup = `echo run >> '${ran}'; mkdir -p deps; test -e '${ran}.ok'`;
  const configure = (files: readonly string[]): string =>
    JSON.stringify({ setup, setupCache: { files, folders: ['deps'] } });
  stage.repository.commit(
    { '.tasklane/config.json': configure(['lock']), lock: '1\n', '.gitignore': 'deps/\n' },
    'a',
  );
  const { task } = await stage.runTask([promptOf('hello')], 1);
  assert.equal(task.failure?.kind, 'setup');
  stage.repository.commit({ '.tasklane/config.json': configure(['none.lock']) }, 'b');
  const runs = (): number => readFileSync(ran, 'utf8').split('\n').length - 1;
  assert.equal(runs(), 1);
  writeFileSync(`${ran}.ok`, '');
  await stage.ready('hello', {});
  await stage.ready('hello', {});
  assert.equal(runs(), 3);
});
