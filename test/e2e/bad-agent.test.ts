// Agents that are not there, or do not do what an agent does: one clear message with the next step, the right exit code,
// and no process left.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { FailureJson, TaskJson } from '../../src/api/schemas.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage, StageOptions } from '../support/stage.ts';

const misbehaving = fileURLToPath(new URL('../support/agents/misbehaving-agent.ts', import.meta.url));

function stageWith(
  context: TestContext,
  command: readonly string[],
  more: StageOptions = {},
): Promise<Stage> {
  return createStage(context, { ...more, config: { agents: { odd: { command } } } });
}

/** Runs a task that must fail for a reason a person can read, and returns it. */
async function failing(stage: Stage, ...args: string[]): Promise<TaskJson & { failure: FailureJson }> {
  const { task } = await stage.runTask([promptOf('hello'), '--name', 'hello', ...args], 1);
  const { failure } = task;
  assert.ok(failure !== null, task.state);
  assert.equal(task.state, 'failed');
  assert.match(failure.next, /\w/);
  await stage.quiet();
  return { ...task, failure };
}

test('an unknown agent is refused with those there are, before anything runs', async (context) => {
  const stage = await createStage(context);
  const result = await stage.run('run', 'do something', '--agent', 'claud');
  assert.equal(result.code, 2);
  assert.match(
    result.stderr,
    /\ntasklane: There is no agent "claud"; there are tasklane, aider, [a-z, ]+, qwen\.\n {2}next: /,
  );
  assert.equal((await stage.run('task', 'list', '-q')).stdout, '');
});

test('R113 an agent whose program is missing is refused with how to get it, before anything runs', async (context) => {
  const stage = await stageWith(context, ['no-such-program-here', '--acp']);
  const result = await stage.run('run', 'do something', '--agent', 'odd');
  assert.equal(result.code, 1);
  assert.match(
    result.stderr,
    /\ntasklane: .*odd.*no-such-program-here.*\n {2}next: Install it, or correct the command of agent odd/,
  );
  assert.equal((await stage.run('task', 'list', '-q')).stdout, '');
});

test('an agent that exits at once fails the task with its exit code and its last words', async (context) => {
  const stage = await stageWith(context, ['node', misbehaving, 'exits-at-once']);
  const { failure } = await failing(stage, '--agent', 'odd');
  assert.equal(failure.kind, 'agent_crash');
  assert.match(failure.message, /^odd exited with code 7 while .*: error: unknown option --acp$/);
});

test('a program that prints something else than the protocol is named as what it is', async (context) => {
  const stage = await stageWith(context, ['node', misbehaving, 'exits-content']);
  const { failure } = await failing(stage, '--agent', 'odd');
  assert.equal(failure.kind, 'agent_crash');
  assert.match(failure.message, /^odd does not speak ACP; it printed “Usage: some-program \[options\]”$/);
});

test('an agent that prints garbage without end is ended, and so is one that never answers', async (context) => {
  const stage = await stageWith(context, ['node', misbehaving, 'hangs'], {
    env: { TASKLANE_AGENT_START_TIMEOUT_MS: '1500' },
  });
  const hung = await failing(stage, '--agent', 'odd');
  assert.equal(hung.failure.kind, 'agent_crash');
  assert.match(hung.failure.message, /^odd did not answer initialize within 1\.5 s$/);
  const noisy = { agents: { odd: { command: ['node', misbehaving, 'prints-garbage-for-ever'] } } };
  await stage.writeHome('config.json', JSON.stringify(noisy));
  const { task } = await stage.runTask([promptOf('hello'), '--agent', 'odd'], 1);
  assert.match(task.failure?.message ?? '', /^odd does not speak ACP; it printed “garbage garbage/);
  await stage.quiet();
});

test('an agent that dies in the middle of its work fails the task with its last words', async (context) => {
  const stage = await stageWith(context, ['node', misbehaving, 'exits-mid-turn']);
  const { failure } = await failing(stage, '--agent', 'odd');
  assert.equal(failure.kind, 'agent_crash');
  assert.match(failure.message, /^odd exited with code 9 while it worked: fatal: out of memory$/);
});

test('R113 a wrong key fails the task with the words of the provider, and keeps the key to itself', async (context) => {
  const stage = await createStage(context, { env: { TASKLANE_API_KEY: 'sk-very-secret' } });
  const { task } = await stage.runTask([promptOf('error-401'), '--name', 'hello'], 1);
  assert.deepEqual([task.state, task.failure?.kind], ['failed', 'credentials']);
  assert.match(task.failure?.message ?? '', /Incorrect API key provided/);
  assert.match(task.failure?.next ?? '', /key/i);
  assert.doesNotMatch(JSON.stringify(task), /sk-very-secret/);
  const words = await stage.run('task', 'show', 'hello');
  assert.match(words.stdout, /Incorrect API key provided[^]*next: /);
});

test('R113 a wrong key of qwen is the same failure', async (context) => {
  const stage = await createStage(context, {
    modelEnv: (url) => ({
      OPENAI_API_KEY: 'sk-very-secret',
      OPENAI_BASE_URL: `${url}/v1`,
      OPENAI_MODEL: 'scripted-model',
    }),
  });
  const { task } = await stage.runTask([promptOf('error-401'), '--agent', 'qwen'], 1);
  assert.deepEqual([task.state, task.failure?.kind], ['failed', 'credentials']);
  assert.match(task.failure?.message ?? '', /Incorrect API key provided/);
});

test('R113 without any key the built-in agent says which to set', async (context) => {
  const stage = await createStage(context, { modelEnv: () => ({}) });
  const { failure } = await failing(stage);
  assert.equal(failure.kind, 'credentials');
  assert.match(`${failure.message} ${failure.next}`, /OPENAI_API_KEY/);
});

test('R113 a model that cannot be reached is a failure of the network', async (context) => {
  const stage = await createStage(context, { config: { networkTries: 2, networkBackoffMs: 20 } });
  await stage.model.close();
  const { failure } = await failing(stage);
  assert.equal(failure.kind, 'network');
});

test('a model for an agent that has no place for one is refused as wrong input', async (context) => {
  const stage = await stageWith(context, ['node', misbehaving, 'behaves']);
  const result = await stage.run('run', 'x', '--agent', 'odd', '--model', 'openai/gpt-5.5');
  assert.notEqual(result.code, 0);
  assert.match(result.stdout + result.stderr, /no way to be given a model/);
});

test('a conversation that is too long for the model is told as that, with what to do', async (context) => {
  const message =
    "This model's maximum context length is 8192 tokens, and your messages resulted in 9000 tokens.";
  const stage = await createStage(context, { scripts: { 'too-long': [{ fail: { status: 400, message } }] } });
  const { task } = await stage.runTask([promptOf('too-long')], 1);
  assert.deepEqual([task.state, task.failure?.kind], ['failed', 'budget']);
  assert.match(task.failure?.message ?? '', /maximum context length is 8192 tokens/);
  assert.match(task.failure?.next ?? '', /a model (that sees more|with a larger context)/);
});

test('an account without credit is told as that, and is not tried again and again', async (context) => {
  const message = 'You exceeded your current quota, please check your plan and billing details.';
  const stage = await createStage(context, { scripts: { unpaid: [{ fail: { status: 429, message } }] } });
  const { task } = await stage.runTask([promptOf('unpaid')], 1);
  assert.deepEqual([task.state, task.failure?.kind], ['failed', 'credentials']);
  assert.match(task.failure?.next ?? '', /the plan and the credit/);
});
