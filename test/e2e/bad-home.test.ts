// The place where Tasklane keeps what it knows, in trouble: held by another daemon, damaged, from a newer version, or on a
// full disk. Each is one clear message with the next step, and nothing is lost.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createStage, promptOf, until } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

async function stop(stage: Stage): Promise<void> {
  assert.equal((await stage.run('stop')).code, 0);
}

test('a port that is in use is named with the way out, and the home is free again afterwards', async (context) => {
  const stage = await createStage(context);
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  context.after(() => taken.close());
  const { port } = taken.address() as AddressInfo;
  const result = await stage.run('serve', '--port', String(port));
  assert.deepEqual([result.code, result.stdout], [1, '']);
  assert.equal(
    result.stderr,
    `tasklane: Port ${port} on 127.0.0.1 is in use.\n  next: Choose another with --port, or --port 0 for any free one.\n`,
  );
  assert.equal((await stage.run('task', 'list')).code, 0);
});

test('a home that another daemon holds is left to it', async (context) => {
  const stage = await createStage(context);
  await stage.run('task', 'list');
  const pid = stage.daemonPid;
  const second = await stage.run('serve', '--port', '0');
  assert.deepEqual([second.code, second.stdout], [1, '']);
  assert.equal(
    second.stderr,
    `tasklane: ${stage.home} is held by the daemon with process id ${pid}.\n  next: Use that one, stop it first, or choose another folder with --home.\n`,
  );
  assert.equal((await stage.run('task', 'list')).stderr, 'No tasks found.\n');
});

test('a store file that is damaged is named, left as it is, and not replaced', async (context) => {
  const stage = await createStage(context);
  await stage.ready('hello', {}, '--name', 'hello');
  await stop(stage);
  const file = join(stage.home, 'tasklane.db');
  const whole = readFileSync(file);
  const damaged = Buffer.concat([Buffer.from('this is no database'), whole.subarray(19)]);
  writeFileSync(file, damaged);
  const served = await stage.run('serve', '--port', '0');
  assert.equal(served.code, 1);
  assert.match(served.stderr, /^tasklane: .*tasklane\.db.*\n {2}next: \S/);
  const command = await stage.run('task', 'list');
  assert.equal(command.code, 1);
  assert.match(command.stderr, /tasklane\.db/);
  assert.ok(readFileSync(file).equals(damaged));
  writeFileSync(file, whole);
  assert.equal((await stage.task(['task', 'show', 'hello'])).state, 'ready');
});

test('a store of a newer version is refused, with how to go on', async (context) => {
  const stage = await createStage(context);
  await stage.ready('hello', {}, '--name', 'hello');
  await stop(stage);
  const database = new DatabaseSync(join(stage.home, 'tasklane.db'));
  database.exec("insert into schema_versions values (9999, 'later', 0)");
  database.close();
  const served = await stage.run('serve', '--port', '0');
  assert.equal(served.code, 1);
  assert.match(served.stderr, /^tasklane: .*written by a newer Tasklane.*9999.*\n {2}next: Update Tasklane/);
});

const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/** A small file system of its own; taken away again when the test ends. Skips the test where that is not allowed. */
function mountSmallDisk(context: TestContext, dir: string, size: string): boolean {
  mkdirSync(dir, { recursive: true });
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tasklane-test', dir], {
      stdio: 'pipe',
    });
  } catch (error) {
    context.skip(`no file system can be mounted here: ${String(error).split('\n')[0] ?? ''}`);
    return false;
  }
  return true;
}

test(
  'a full disk: one clear message, and all is there again when there is room',
  { skip: !canMount },
  async (context) => {
    const stage = await createStage(context);
    if (!mountSmallDisk(context, stage.home, '12m')) return;
    stage.onEnd(() => void execFileSync('/bin/umount', ['--lazy', stage.home]));
    await stage.ready('hello', {}, '--name', 'hello');
    const ballast = join(stage.home, 'ballast');
    fill(ballast);
    const full = await stage.run(
      'run',
      promptOf('write', { path: 'b.txt', content: 'two' }),
      '--name',
      'two',
    );
    assert.equal(full.code, 1, full.stdout);
    assert.match(full.stdout + full.stderr, /disk .*is full|no space left/i);
    assert.match(full.stdout + full.stderr, /next: .*space/i);
    assert.equal(stage.repository.git('status', '--porcelain'), '');

    rmSync(ballast);
    const kept = await stage.task(['task', 'show', 'hello']);
    assert.equal(kept.state, 'ready');
    assert.equal((await stage.task(['task', 'apply', 'hello'])).state, 'done');
    const { task } = await stage.runTask([promptOf('write', { path: 'c.txt', content: 'three' })]);
    assert.equal(task.state, 'ready');
  },
);

test(
  'a disk that fills up under a task: it fails as soon as that can be written, with its work',
  { skip: !canMount },
  async (context) => {
    const scripts = {
      gated: [
        { do: [{ shell: { command: 'echo work > work.txt; until test -e "${gate}"; do :; done' } }] },
        { say: 'It is done.' },
      ],
    };
    const stage = await createStage(context, { scripts });
    if (!mountSmallDisk(context, stage.home, '12m')) return;
    stage.onEnd(() => void execFileSync('/bin/umount', ['--lazy', stage.home]));
    const gate = join(stage.dir, 'gate');
    const run = stage.start('run', promptOf('gated', { gate }), '--name', 'big');
    const { project_id, id } = await stage.until('big', 'running');
    const work = join(stage.home, 'p', project_id, 'ws', id, 'tree', 'work.txt');
    await until(
      () => existsSync(work) && readFileSync(work, 'utf8') === 'work\n',
      'the agent has written its work',
    );
    const ballast = join(stage.home, 'ballast');
    fill(ballast);
    writeFileSync(gate, '');
    await until(() => stage.workers().size === 0, 'the agent has ended');
    // The daemon has time to try, and to try again; looking at the task still works meanwhile.
    for (let look = 0; look < 5; look += 1)
      assert.equal((await stage.task(['task', 'show', 'big'])).state, 'running');
    rmSync(ballast);
    const { code, stdout } = await run.ended;
    assert.equal(code, 1, stdout);
    const failed = await stage.show('big');
    assert.equal(failed.state, 'failed');
    assert.match(failed.failure?.message ?? '', /disk|space/i);
    assert.match(failed.failure?.next ?? '', /space/i);
    assert.equal(stage.repository.git('show', `${failed.branch}:work.txt`), 'work');
  },
);

test('a disk that is full before the first start is said as such', { skip: !canMount }, async (context) => {
  const stage = await createStage(context);
  if (!mountSmallDisk(context, stage.home, '64k')) return;
  stage.onEnd(() => void execFileSync('/bin/umount', ['--lazy', stage.home]));
  fill(join(stage.home, 'ballast'));
  for (const args of [
    ['serve', '--port', '0'],
    ['task', 'list'],
  ]) {
    const result = await stage.run(...args);
    assert.equal(result.code, 1);
    assert.match(
      result.stderr,
      /^tasklane: [^]*(disk is full|no space left)[^]*\n {2}next: Free some space/i,
    );
    assert.doesNotMatch(result.stderr, /^ +at /m);
  }
});

/** Leaves not one byte. */
function fill(file: string): void {
  const chunk = Buffer.alloc(64 * 1024);
  for (let size = chunk.length; size >= 1; size = Math.floor(size / 2))
    try {
      for (;;) writeFileSync(file, chunk.subarray(0, size), { flag: 'a' });
    } catch (error) {
      assert.match(String(error), /ENOSPC/);
    }
}
