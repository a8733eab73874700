// The main thread of a project: a conversation that goes on while tasks run, a failed task that comes back to it, and one wish
// done in several ways.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { create, gate, queueStage } from '../support/queue-stage.ts';
import type { Scripts } from '../support/model-server/script.ts';
import { promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const propose = (prompt: string) => ({
  do: [
    {
      call: {
        match: 'propose_prompt$',
        args: { task: { key: 'better', title: 'Write two', prompt, owns: ['*.txt'] } },
      },
    },
  ],
});

const scripts: Scripts = {
  where: [{ say: 'Prices are rounded in shop.ts.' }],
  more: [{ say: 'It is called by the cart.' }],
  endless: [{ say: 'I think about it.', hang: true }],
  better: [propose(promptOf('write', { path: 'two.txt', content: 'two' })), { say: 'Done.' }],
};

async function request(stage: Stage, ...args: readonly string[]): Promise<RequestJson> {
  const result = await stage.run('request', ...args, '--json');
  assert.equal(result.code, 0, `${result.stdout}\n${result.stderr}`);
  return JSON.parse(result.stdout) as RequestJson;
}

test('R51 R159 R160 R192 the main thread answers while a task runs, knows what was said before, and lists every message with its result', async (context) => {
  const stage = await queueStage(context, { scripts });
  const hold = gate(stage);
  const task = await create(stage, hold.prompt('one.txt'));
  await stage.until(task.id, 'running');
  const first = await stage.run('ask', promptOf('where'));
  assert.equal(first.stdout, 'Prices are rounded in shop.ts.\n', first.stderr);
  const before = stage.model.requests.length;
  const second = await stage.run('ask', `And where is that called? ${promptOf('more')}`);
  assert.equal(second.stdout, 'It is called by the cart.\n', second.stderr);
  const told = JSON.stringify(stage.model.requests.slice(before).map(({ body }) => body));
  assert.match(told, /Answered: Prices are rounded in shop\.ts\./);
  assert.equal((await stage.show(task.id)).state, 'running');
  const wish = await request(stage, promptOf('better'));
  const list = await stage.run('plan', 'list');
  assert.match(list.stdout, /prompt +proposed .*#2 Write two \(draft\)/);
  assert.match(list.stdout, /question +answered .*It is called by the cart\./);
  assert.match(list.stdout, /question +answered .*Prices are rounded in shop\.ts\./);

  const begun = await stage.run('plan', '--no-wait', promptOf('endless'), '--json');
  const { id } = JSON.parse(begun.stdout) as RequestJson;
  const jobs = await stage.run('queue');
  assert.match(jobs.stdout, /#1 “.*: running/);
  assert.match(
    jobs.stdout,
    new RegExp(`plan ${id.slice(0, 8)} \\(tasklane\\): “Please do as the script says`),
  );
  const ended = await stage.run('plan', 'archive', id);
  assert.match(ended.stderr, /is archived/, 'a planner at work is ended');
  assert.match((await stage.run('queue', '--json')).stdout, /"planning": \[\]/);
  hold.open();
  await stage.until(task.id, 'ready');
  const archived = await stage.run('plan', 'archive', wish.id);
  assert.match(archived.stdout, /cancelled/);
});

test('R42 R43 R9 a task that failed twice is offered to the Prompt Engineer, who is told its prompt and its error, and rewrites that same task', async (context) => {
  const stage = await queueStage(context, { scripts });
  const check = 'test -f two.txt || { echo "there is no two"; exit 3; }';
  await create(stage, promptOf('hello'), '--name', 'one', '--check', check);
  await stage.until('one', 'failed');
  const once = await stage.run('task', 'show', 'one');
  assert.doesNotMatch(once.stdout, /tasklane request --task/);
  await stage.task(['task', 'retry', 'one']);
  await stage.untilTask('one', ({ state, attempt }) => state === 'failed' && attempt === 2);
  const twice = await stage.run('task', 'show', 'one');
  assert.match(twice.stdout, /tasklane request --task one +have it written anew, with what failed/);

  const before = stage.model.requests.length;
  const made = await request(stage, '--task', 'one', promptOf('better'));
  const told = JSON.stringify(stage.model.requests.slice(before).map(({ body }) => body));
  assert.match(told, /tried and failed, 2 times so far/);
  assert.match(told, /there is no two/);
  assert.equal(made.about?.prompt, promptOf('hello'));
  assert.equal(made.about?.attempts, 2);
  assert.match(made.about?.error ?? '', /there is no two/);
  const draft = await stage.show('one');
  assert.deepEqual([draft.state, draft.title], ['draft', 'Write two']);
  assert.deepEqual(
    made.drafts.map(({ task_id: id }) => id),
    [draft.id],
  );
  const { tasks } = await stage.client().call(endpoints.listTasks, {});
  assert.equal(tasks.length, 1, 'it is the same task');
  assert.equal((await stage.run('plan', 'accept', made.id)).code, 0);
  assert.equal((await stage.until('one', 'ready', 'failed')).state, 'ready');
  const again = await stage.run('request', '--task', 'one', promptOf('better'));
  assert.equal(again.code, 1, 'only a failed task, or a draft, is written anew');
});

test('R191 one wish is done in two directions at once, as variants of which one is kept', async (context) => {
  const stage = await queueStage(context, { scripts });
  const made = await request(
    stage,
    promptOf('better'),
    '--direction',
    'with less text',
    '--direction',
    'agent=tasklane,with fewer colours',
  );
  assert.deepEqual(made.directions, [
    { agent: null, model: null, instruction: 'with less text' },
    { agent: 'tasklane', model: null, instruction: 'with fewer colours' },
  ]);
  assert.equal(made.drafts.length, 1);
  const changed = await stage.run('plan', 'directions', made.id, '--direction', 'in one way');
  assert.match(changed.stderr, /One direction is none/);
  const none = await stage.run('plan', 'directions', made.id, '--json');
  assert.deepEqual((JSON.parse(none.stdout) as RequestJson).directions, []);
  const said = ['--direction', 'with less text', '--direction', 'with fewer colours'];
  assert.equal((await stage.run('plan', 'directions', made.id, ...said)).code, 0);
  const accepted = await stage.run('plan', 'accept', made.id, '--json');
  assert.equal(accepted.code, 0, accepted.stderr);
  const { drafts } = JSON.parse(accepted.stdout) as RequestJson;
  assert.equal(drafts.length, 2);
  for (const { task_id: id } of drafts) await stage.until(id, 'ready');
  const [first, second] = await Promise.all(drafts.map(async ({ task_id: id }) => stage.show(id)));
  assert.match(first?.prompt ?? '', /Do it in this way: with less text$/);
  assert.match(second?.prompt ?? '', /Do it in this way: with fewer colours$/);
  const picked = await stage.run('task', 'pick', second?.id ?? '');
  assert.equal(picked.code, 0, picked.stderr);
  assert.equal((await stage.show(first?.id ?? '')).state, 'dismissed');
});
