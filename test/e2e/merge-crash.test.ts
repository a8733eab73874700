// kill -9 at every step of an apply of several tasks, one of them bad and one in conflict. Afterwards the next daemon goes on,
// and repository and store say the same: each task merged once or not at all, and the branch where the tasks say it is.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Task } from '../../src/domain/task.ts';
import { check, openMergeWorld } from '../support/merge-world.ts';
import type { MergeWorld } from '../support/merge-world.ts';
import { tempDir } from '../support/temp-dir.ts';

const program = fileURLToPath(new URL('../support/merge-crash.ts', import.meta.url));

async function fill(dir: string): Promise<void> {
  const world = await openMergeWorld(dir);
  const checks = check('test ! -e bad');
  await world.ready('one', { one: '1', same: 'one' }, { checks });
  await world.ready('two', { two: '2', bad: 'x' }, { checks });
  await world.ready('three', { same: 'three' }, { checks });
  await world.ready('four', { four: '4' }, { checks });
  await world.close();
}

/** The process applies all and dies at the step; how many steps there were when it came to its end, else null. */
function applyUntil(dir: string, step: number): number | null {
  const end = spawnSync(process.execPath, [program, dir, String(step)], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (end.signal === 'SIGKILL') return null;
  assert.equal(end.status, 0, end.stderr);
  return Number(end.stdout);
}

/** The next daemon, and with it everything that is still ready and was not refused. */
async function goOn(dir: string): Promise<Readonly<Record<string, string>>> {
  const world = await openMergeWorld(dir);
  try {
    await world.engine.start();
    const names = ['one', 'two', 'three', 'four'];
    const tasks: Task[] = [];
    for (const name of names) tasks.push(await outcome(world, name));
    assertOne(world, tasks);
    return Object.fromEntries(
      tasks.map((task, index) => [
        names[index] ?? '',
        task.state === 'ready' ? (task.notice?.kind ?? 'ready') : task.state,
      ]),
    );
  } finally {
    await world.close();
  }
}

/** What was not in the queue yet when the process died is applied now. */
async function outcome(world: MergeWorld, name: string): Promise<Task> {
  const task = await world.engine.merges.outcome((await world.task(name)).id);
  if (task.state !== 'ready' || task.notice !== null) return task;
  return world.engine.apply(task, {}, 'ada');
}

/** Repository and store tell the same story. */
function assertOne(world: MergeWorld, tasks: readonly Task[]): void {
  const { git } = world.repository;
  const subjects = git('log', '--format=%s', 'main').split('\n');
  for (const task of tasks) {
    const made = subjects.filter((subject) => subject === `make ${task.name}`).length;
    const merged = subjects.filter((subject) => subject.startsWith(`Merge ${task.branch}:`)).length;
    const isDone = task.state === 'done';
    assert.equal(made, isDone ? 1 : 0, `${task.name} is ${task.state}`);
    assert.ok(merged <= made, `${task.name} was merged ${merged} times`);
    if (!isDone) continue;
    assert.equal(git('merge-base', 'main', task.commit ?? ''), task.commit);
    assert.ok(task.result?.checks.some((item) => item.on === 'merged' && item.outcome === 'passed'));
  }
  assert.equal(git('status', '--porcelain'), '', 'the checkout is whole');
  git('fsck', '--strict');
}

const expected = { one: 'done', two: 'test', three: 'conflict', four: 'done' };
const parts = 3;

for (let part = 0; part < parts; part += 1)
  test(`R217 killed at any step of an apply, nothing is merged twice or by half (part ${part + 1} of ${parts})`, async (context) => {
    const dir = tempDir(context);
    // Paths stand in what is kept, so each round begins in the same place, with a copy of the same beginning.
    const [place, fresh] = [join(dir, 'world'), join(dir, 'fresh')];
    mkdirSync(place);
    await fill(place);
    cpSync(place, fresh, { recursive: true });
    const all = applyUntil(place, Number.MAX_SAFE_INTEGER);
    assert.ok(all !== null && all >= 10, `there are steps to die at: ${all}`);
    for (let step = part + 1; step <= all; step += parts) {
      rmSync(place, { recursive: true, maxRetries: 5 });
      cpSync(fresh, place, { recursive: true });
      const end = applyUntil(place, step);
      assert.deepEqual(
        await goOn(place),
        expected,
        `killed at step ${step} of ${all}${end === null ? '' : ', too late'}`,
      );
    }
  });
