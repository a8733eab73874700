// Agents behind the gateway, as a person has them: the real CLI and daemon, our own agent and one of others, and a scripted
// model that counts what it is asked.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { z } from 'zod';
import { usageReport } from '../../src/api/usage-schemas.ts';
import type { Scripts } from '../support/model-server/script.ts';
import { createStage, promptOf, until } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const key = 'sk-very-secret-of-the-person';
const long = 'word '.repeat(1500);
const write = { say: 'I write.', do: [{ write: { path: 'a.txt', content: 'one\n' } }] };

const scripts: Scripts = {
  // What a shell command of the agent sees, and what /proc says of the agent that started it.
  spy: [
    {
      say: 'I look around.',
      do: [{ shell: { command: "(env; echo; tr '\\0' '\\n' < /proc/$PPID/environ) > seen.txt" } }],
    },
    { say: 'I have looked.' },
  ],
  talkative: [write, { say: long, wordDelayMs: 1 }],
  circles: Array.from({ length: 40 }, () => ({
    say: 'Again.',
    do: [{ shell: { command: 'echo the same' } }],
  })),
  broken: [write, { fail: { status: 400, message: 'your request is not to our liking' } }],
};

const ownModel = (url: string): Readonly<Record<string, string>> => ({
  TASKLANE_MODEL: 'openai-compatible/scripted-model',
  TASKLANE_BASE_URL: `${url}/v1`,
  TASKLANE_API_KEY: key,
});

const call = z.object({ outcome: z.string(), isSide: z.boolean(), status: z.number().nullable() });

async function callsOf(stage: Stage, ref: string): Promise<readonly z.output<typeof call>[]> {
  const result = await stage.run('task', 'calls', ref, '-o', 'json');
  assert.equal(result.code, 0, result.stderr);
  return z.object({ calls: z.array(call) }).parse(JSON.parse(result.stdout)).calls;
}

test('the key is neither in the environment of an agent nor in its copy, and its requests carry it all the same', async (context) => {
  const stage = await createStage(context, { scripts, modelEnv: ownModel });
  const { task } = await stage.runTask([promptOf('spy'), '--name', 'spy']);
  const { git } = stage.repository;
  const seen = git('show', `${task.branch}:seen.txt`);
  assert.match(seen, /HOME=/);
  assert.ok(stage.model.requests.length > 0);
  assert.deepEqual(new Set(stage.model.requests.map((request) => request.auth)), new Set([`Bearer ${key}`]));
  assert.match(seen, /TASKLANE_API_KEY=run_\w{43}/);
  assert.ok(!seen.includes(key), 'the key is in what the agent can see');
  const calls = await callsOf(stage, 'spy');
  assert.deepEqual(
    calls.map(({ outcome, isSide, status }) => [outcome, isSide, status]),
    [
      ['ok', false, 200],
      ['ok', false, 200],
    ],
  );
  assert.ok(!JSON.stringify(await stage.run('task', 'logs', 'spy')).includes(key));
});

test('tokens and money of a run are counted once, by agent, project, day and model', async (context) => {
  const stage = await createStage(context, { scripts, modelEnv: ownModel });
  await stage.writeHome(
    'prices.json',
    JSON.stringify({ 'scripted-model': { input: 2, output: 10, cached: 1 } }),
  );
  const { task } = await stage.runTask([promptOf('hello'), '--name', 'hello']);
  // Two requests, each 1000 in of which 200 are cached, and 50 out.
  const cost = (2 * (800 * 2 + 200 * 1 + 50 * 10)) / 1_000_000;
  assert.deepEqual(task.usage, { input_tokens: 2000, output_tokens: 100, cached_tokens: 400, cost });
  for (const [by, keyOf] of [
    ['agent', 'tasklane'],
    ['project', task.project_name],
    ['model', 'scripted-model'],
  ] as const) {
    const result = await stage.run('usage', '--by', by, '-o', 'json');
    const { groups, total, today } = usageReport.parse(JSON.parse(result.stdout));
    const [group] = groups;
    assert.deepEqual([groups.length, group?.key, group?.calls, group?.cost], [1, keyOf, 2, cost]);
    assert.deepEqual([total.input_tokens, total.output_tokens, total.unpriced_tokens], [2000, 100, 0]);
    const none = await stage.run('usage', '--to', '2000-01-01', '-o', 'json');
    assert.deepEqual(usageReport.parse(JSON.parse(none.stdout)).groups, []);
    assert.equal((await stage.run('usage', '--by', 'day')).stdout.includes(today), true);
  }
});

test('a budget stops an agent in the middle of an answer; its work is kept, and it says what is left', async (context) => {
  const stage = await createStage(context, { scripts, modelEnv: ownModel });
  // Enough for the first answer also while its tokens are estimated: until the model says how many they were, that is 4,400.
  const { task } = await stage.runTask(
    [promptOf('talkative', { path: 'a.txt' }), '--name', 'talk', '--max-tokens', '6500'],
    1,
  );
  assert.deepEqual([task.state, task.failure?.kind], ['failed', 'budget']);
  assert.match(task.failure?.message ?? '', /budget of 6500 tokens \(\d+ used\)/);
  assert.match(task.failure?.next ?? '', /--max-tokens/);
  assert.equal(stage.repository.git('show', `${task.branch}:a.txt`), 'one');
  const outcomes = (await callsOf(stage, 'talk')).map(({ outcome }) => outcome);
  assert.deepEqual(outcomes.slice(0, 2), ['ok', 'cut']);
  // Then the last answer, with tools forbidden.
  const last = stage.model.requests.at(-1);
  assert.match(JSON.stringify(last?.body), /"tool_choice":"none"/);
  assert.match(JSON.stringify(last?.body), /You are being stopped/);
});

test('a budget of the day puts the next task off until tomorrow', async (context) => {
  const stage = await createStage(context, { scripts, modelEnv: ownModel, config: { dayTokens: 1500 } });
  await stage.run('task', 'create', promptOf('hello'), '--name', 'first');
  const held = await stage.untilTask('first', (task) => task.hold?.kind === 'backoff');
  assert.match(held.hold?.text ?? '', /daily budget of 1500 tokens/);
  assert.ok(Date.parse(held.hold?.until ?? '') > Date.now());
  const asked = stage.model.requests.length;
  await stage.run('task', 'create', promptOf('hello'), '--name', 'second');
  await stage.untilTask('second', (task) => task.hold?.kind === 'backoff');
  assert.equal(stage.model.requests.length, asked);
});

test('an agent that goes round in circles is stopped', async (context) => {
  const config = { repeatLimit: 4, onLimit: 'stop' };
  const stage = await createStage(context, { scripts, modelEnv: ownModel, config });
  const { task } = await stage.runTask([promptOf('circles'), '--name', 'circles'], 1);
  assert.equal(task.failure?.kind, 'max_turns');
  assert.match(task.failure?.message ?? '', /round in circles: its last 4 calls/);
  assert.ok(stage.model.requests.length < 12, `${stage.model.requests.length} requests`);
});

test('a model that refuses the request fails the task with the provider’s words', async (context) => {
  const stage = await createStage(context, { scripts, modelEnv: ownModel });
  const { task } = await stage.runTask([promptOf('broken', { path: 'a.txt' }), '--name', 'broken'], 1);
  assert.match(`${task.failure?.message} ${task.failure?.detail}`, /your request is not to our liking/);
  const calls = await callsOf(stage, 'broken');
  assert.deepEqual([calls.at(-1)?.outcome, calls.at(-1)?.status], ['failed', 400]);
});

test('the token of a run is worth nothing once it is over', async (context) => {
  const stage = await createStage(context, { scripts, modelEnv: ownModel });
  await stage.runTask([promptOf('spy'), '--name', 'spy']);
  const { git } = stage.repository;
  const { branch } = await stage.show('spy');
  const seen = git('show', `${branch}:seen.txt`);
  const address = /TASKLANE_BASE_URL=(\S+?\/compatible)/.exec(seen)?.[1] ?? '';
  assert.match(address, /\/llm\/run_\w+\/compatible$/);
  await stage.quiet();
  await until(() => stage.workers().size === 0, 'the agent has ended');
  const asked = stage.model.requests.length;
  const response = await fetch(`${address}/chat/completions`, { method: 'POST', body: '{}' });
  assert.equal(response.status, 401);
  assert.equal(stage.model.requests.length, asked);
});

test('without the gateway an agent asks its model by itself', async (context) => {
  const stage = await createStage(context, { scripts, modelEnv: ownModel, config: { gateway: 'off' } });
  const { task } = await stage.runTask([promptOf('hello'), '--name', 'hello']);
  assert.deepEqual([task.state, task.usage?.input_tokens], ['ready', 2000]);
  assert.deepEqual(await callsOf(stage, 'hello'), []);
  assert.ok(!readFileSync(`${stage.home}/daemon.log`, 'utf8').includes(key));
});
