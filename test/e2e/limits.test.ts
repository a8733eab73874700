// Limits, as a person sets and sees them: shown with what is used of each, wherever a task is shown; and a task that was
// stopped at one goes on where it was, once it may use more.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import type { Scripts } from '../support/model-server/script.ts';
import { createStage, promptOf } from '../support/stage.ts';

const write = { say: 'I write.', do: [{ write: { path: 'a.txt', content: 'one\n' } }] };
const scripts: Scripts = {
  // Each round of the scripted model is 1050 tokens.
  rounds: [
    write,
    { say: 'I write more.', do: [{ write: { path: 'b.txt', content: 'two\n' } }] },
    { say: 'I write the rest.', do: [{ write: { path: 'c.txt', content: 'three\n' } }] },
    { say: 'It is all written.' },
  ],
  many: [
    write,
    ...Array.from({ length: 8 }, (_, round) => ({
      say: 'I go on writing.',
      do: [{ write: { path: `more-${round}.txt`, content: 'more\n' } }],
    })),
  ],
  more: [{ say: 'I go on.', do: [{ write: { path: 'd.txt', content: 'four\n' } }] }, { say: 'Now it is.' }],
};
const prices = JSON.stringify({ 'scripted-model': { input: 2, output: 10, cached: 1 } });
const cost = (rounds: number): number => (rounds * (800 * 2 + 200 * 1 + 50 * 10)) / 1_000_000;

test('limits are shown with what is used of them, of the attempt, the project’s day and the day', async (context) => {
  const stage = await createStage(context, {
    scripts,
    config: { dayCost: 20 },
    files: { '.tasklane/config.json': JSON.stringify({ dayTokens: 90_000, maxTurns: 50 }) },
  });
  await stage.writeHome('prices.json', prices);
  const draft = await stage.task(['task', 'create', promptOf('rounds'), '--draft', '--max-cost', '3']);
  assert.deepEqual(draft.limits, [
    { what: 'time', of: 'attempt', limit: 3_600_000, used: 0, from: 'default' },
    { what: 'turns', of: 'attempt', limit: 50, used: 0, from: 'project' },
    { what: 'cost', of: 'attempt', limit: 3, used: 0, from: 'task' },
    { what: 'tokens', of: 'project_day', limit: 90_000, used: 0, from: 'project' },
    { what: 'cost', of: 'day', limit: 20, used: 0, from: 'home' },
  ]);
  const edited = ['--timeout', '10m', '--max-tokens', '50000'];
  await stage.task(['task', 'edit', draft.name, ...edited]);
  await stage.task(['task', 'accept', draft.name]);
  await stage.until(draft.name, 'ready');
  await stage.quiet();
  const ofAttempt = [
    { what: 'time', of: 'attempt', limit: 600_000, used: null, from: 'task' },
    { what: 'turns', of: 'attempt', limit: 50, used: 4, from: 'project' },
    { what: 'tokens', of: 'attempt', limit: 50_000, used: 4200, from: 'task' },
    { what: 'cost', of: 'attempt', limit: 3, used: cost(4), from: 'task' },
  ];
  assert.deepEqual((await stage.show(draft.name)).limits, ofAttempt);
  const { tasks } = await stage.client().call(endpoints.listTasks);
  assert.deepEqual(tasks[0]?.limits, ofAttempt);
  const { stdout } = await stage.run('task', 'show', draft.name);
  assert.match(
    stdout,
    /limits +unknown of 10m \(task\); 4 of 50 turns \(project\); 4,200 of 50,000 tokens \(task\); \$0\.0092 of \$3\.00 \(task\)\n/,
  );
  const next = await stage.task(['task', 'create', promptOf('rounds'), '--draft']);
  assert.deepEqual(next.limits.slice(2), [
    { what: 'tokens', of: 'project_day', limit: 90_000, used: 4200, from: 'project' },
    { what: 'cost', of: 'day', limit: 20, used: cost(4), from: 'home' },
  ]);
});

test('what a model without a price cost is unknown, not nothing', async (context) => {
  const stage = await createStage(context, { scripts });
  const { task } = await stage.runTask([promptOf('rounds'), '--name', 'one', '--max-cost', '3']);
  assert.deepEqual(task.limits.at(-1), { what: 'cost', of: 'attempt', limit: 3, used: null, from: 'task' });
  assert.match((await stage.run('task', 'show', 'one')).stdout, /unknown of \$3\.00/);
});

test('a task that was stopped at its budget goes on where it was, with a message that gives it more', async (context) => {
  const stage = await createStage(context, { scripts, config: { onLimit: 'stop' } });
  // Enough for the first round also while its tokens are estimated: until the model says how many they were, that is 4,400.
  const { task } = await stage.runTask([promptOf('many'), '--name', 'one', '--max-tokens', '6500'], 1);
  assert.equal(task.failure?.kind, 'budget');
  assert.match(task.failure.message, /budget of 6500 tokens \(\d+ used\), set for this task\.$/);
  assert.match(task.failure.next, /Send it a message with a higher --max-tokens/);
  const { git } = stage.repository;
  assert.deepEqual(git('show', `${task.branch}:a.txt`), 'one');

  // Without it, what it used before still counts.
  await stage.quiet();
  await stage.task(['task', 'send', 'one', promptOf('more')]);
  const still = await stage.untilTask('one', (now) => now.state === 'failed' && now.version > task.version);
  assert.equal(still.failure?.kind, 'budget');

  await stage.quiet();
  await stage.task(['task', 'send', 'one', promptOf('more'), '--max-tokens', '60000']);
  const again = await stage.until('one', 'ready');
  assert.equal(again.attempt, 1);
  assert.deepEqual(
    [git('show', `${again.branch}:a.txt`), git('show', `${again.branch}:d.txt`)],
    ['one', 'four'],
  );
  const tokens = again.limits.find(({ what }) => what === 'tokens');
  assert.equal(tokens?.limit, 60_000);
  assert.ok((tokens.used ?? 0) > 6500);
  await stage.task(['task', 'apply', 'one']);
  const late = await stage.run('task', 'send', 'one', 'x', '--max-tokens', '5');
  assert.equal(late.code, 1);
});

test('the limits of a task whose run is not over are changed by no message', async (context) => {
  const stage = await createStage(context, { scripts });
  await stage.run('task', 'create', promptOf('hang'), '--name', 'one');
  await stage.until('one', 'running');
  const refused = await stage.run('task', 'send', 'one', 'x', '--max-tokens', '5');
  assert.equal(refused.code, 1);
  assert.match(
    refused.stderr,
    /is running; its limits stay as they are[^]*next: Send the message without limits/,
  );
  const { messages } = await stage.client().call(endpoints.taskMessages, { params: { task: 'one' } });
  assert.ok(!messages.some(({ text }) => text === 'x'));
  await stage.task(['task', 'cancel', 'one']);
});
