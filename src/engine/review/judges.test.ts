// Judges whose answers are no good, who are cut short, and who are asked at the wrong time. Each is a plain command, whose words
// are what it prints.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { commandDriver } from '../../agents/command.ts';
import type { AgentEntry } from '../../agents/driver.ts';
import type { Ranking } from '../../domain/ranking/ranking.ts';
import type { Task } from '../../domain/task.ts';
import { silentLog } from '../../lib/log.ts';
import { codeOf } from '../../../test/contracts/store/setup.ts';
import { check, openMergeWorld } from '../../../test/support/merge-world.ts';
import type { MergeWorld } from '../../../test/support/merge-world.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';

function judgeThat(script: string): AgentEntry {
  return {
    name: 'judge',
    title: 'A judge',
    protocol: 'command',
    command: ['sh', '-c', script],
    env: {},
    passEnv: ['PATH'],
    homeFiles: {},
    askMode: null,
    origin: 'config',
    hint: '',
  };
}

async function worldWith(dir: string, script: string): Promise<MergeWorld> {
  const entry = judgeThat(script);
  return openMergeWorld(dir, {
    files: { 'a.txt': 'one\n' },
    wrap: (deps) => ({
      ...deps,
      driver: () => commandDriver({ log: silentLog }),
      agents: async () => ({ list: () => [entry], get: () => entry }),
      locate: () => '/bin/sh',
    }),
  });
}

/** Two variants, each of which did something. */
async function variantsIn(world: MergeWorld): Promise<readonly [Task, Task]> {
  const checks = check('true');
  const one = await world.ready('one', { 'a.txt': 'two\n' }, { checks });
  const other = await world.ready('other', { 'a.txt': 'three\n', 'logo.bin': '\0\0' }, { checks });
  for (const { id } of [one, other]) await world.store.variants.add({ group: one.id, taskId: id });
  return [one, other];
}

async function judged(world: MergeWorld, task: Task): Promise<Ranking | null> {
  const { judges } = world.engine.review;
  await judges.judge(task, { agent: 'judge' }, 'ada');
  await judges.settled(task, 600_000);
  return judges.of(task);
}

test('R188 a judge without an order is asked again twice, and then it has failed with its words', async (context) => {
  const dir = tempDir(context);
  const prompts = join(dir, 'prompts');
  const world = await worldWith(dir, `cat >> ${prompts}; echo "I cannot decide."`);
  context.after(() => world.close());
  const [one] = await variantsIn(world);
  const ranking = await judged(world, one);
  assert.deepEqual(
    [ranking?.state, ranking?.repairs, ranking?.said, ranking?.places],
    ['failed', 2, 'I cannot decide.', []],
  );
  assert.match(ranking?.problems[0] ?? '', /no JSON object/);

  const told = readFileSync(prompts, 'utf8');
  assert.equal(told.match(/Your answer cannot be used/g)?.length, 2);
  for (const number of [1, 2]) assert.match(told, new RegExp(`# Attempt ${number}\ncheck "true": passed\n`));
  assert.match(told, /\nfile "a\.txt" modified\n1- one\n1\+ three\n/);
  assert.match(told, /\nfile "logo\.bin" added \(binary: its lines are not shown\)\n/);
  assert.doesNotMatch(told, /builtin|tasklane/i, 'who made an attempt is not told');
});

test('R188 a judge reads the whole diffs in its copy, of which nothing is left', async (context) => {
  const dir = tempDir(context);
  const script = `cat a.txt attempts-*/1.diff >> ${join(dir, 'read')}; echo stolen > a.txt`;
  const world = await worldWith(dir, script);
  context.after(() => world.close());
  const [one] = await variantsIn(world);
  const head = world.repository.git('rev-parse', 'main');
  const ranking = await judged(world, one);
  assert.equal(ranking?.state, 'failed');
  assert.match(readFileSync(join(dir, 'read'), 'utf8'), /^one\nfile "a\.txt" modified\n1- one\n1\+ two\n/);
  assert.equal(world.repository.git('rev-parse', 'main'), head);
  const copy = world.deps.workspaces.dirOf(world.project.id, `judging-${ranking.id}`);
  assert.equal(await world.deps.workspaces.strategy.open(copy), undefined);
});

test('R188 one judge at a time, of two finished variants or more; one that the daemon ends is told so', async (context) => {
  const dir = tempDir(context);
  const world = await worldWith(dir, 'exec sleep 600');
  const [one, other] = await variantsIn(world);
  const { judges } = world.engine.review;
  const ask = async (task: Task): Promise<string> =>
    codeOf((await Promise.allSettled([judges.judge(task, { agent: 'judge' }, 'ada')]))[0]);
  const lonely = await world.ready('lonely', { 'b.txt': 'b\n' });
  assert.equal(await ask(lonely), 'not_found');
  const draft = await world.ready('later', { 'b.txt': 'b\n' });
  for (const { id } of [lonely, draft]) await world.store.variants.add({ group: lonely.id, taskId: id });
  await world.store.tasks.change(draft.id, { type: 'dismissed', keptUntil: 1 }, { actor: 'ada' });
  assert.equal(await ask(lonely), 'invalid_transition');
  assert.equal(await ask(one), 'ok');
  assert.equal(await ask(other), 'invalid_transition');
  assert.equal((await judges.of(other))?.state, 'working');
  await world.close();

  const next = await worldWith(dir, 'true');
  context.after(() => next.close());
  await next.engine.review.judges.start();
  const after = await next.engine.review.judges.of(other);
  assert.equal(after?.state, 'failed');
  assert.match(after.problems[0] ?? '', /daemon stopped/);
  const log = (await next.store.events.read({ taskId: one.id })).filter(
    ({ body }) => body.type === 'run.ranking',
  );
  assert.deepEqual(
    log.map(({ body }) => (body.type === 'run.ranking' ? body.state : body.type)),
    ['working', 'failed'],
  );
});
