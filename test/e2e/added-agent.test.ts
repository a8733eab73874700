// Any command as an agent, as a person adds it: it works like the others, and its model is asked through the gateway too.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scripts } from '../support/model-server/script.ts';
import { createStage, promptOf } from '../support/stage.ts';

const key = 'sk-very-secret-of-the-person';
const scripts: Scripts = { answer: [{ say: 'It is 42.' }] };

// What somebody might write in an afternoon: asks the model so many times, writes down what it says, and what it knows.
const program = `(async () => {
const [count, prompt] = process.argv.slice(1);
const { OPENAI_BASE_URL: url, OPENAI_API_KEY: key } = process.env;
for (let round = 1; round <= Number(count); round += 1) {
  const response = await fetch(url + '/chat/completions', {
    method: 'POST',
    headers: { authorization: 'Bearer ' + key, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'scripted-model',
      messages: [{ role: 'user', content: prompt }],
      tools: [{ type: 'function', function: { name: 't', parameters: { type: 'object' } } }],
    }),
  });
  if (!response.ok) throw new Error(await response.text());
  const { choices } = await response.json();
  require('node:fs').appendFileSync('answer.txt', choices[0].message.content + '\\n');
  console.log('Round ' + round);
}
})()`;

const openai = (url: string): Readonly<Record<string, string>> => ({
  OPENAI_API_KEY: key,
  OPENAI_BASE_URL: `${url}/v1`,
});

function adding(name: string, rounds: number): readonly string[] {
  const flags = ['--protocol', 'command', '--pass-env', 'OPENAI_API_KEY', '--pass-env', 'OPENAI_BASE_URL'];
  return ['agent', 'add', name, ...flags, '--', 'node', '-e', program, String(rounds), '{prompt}'];
}

test('R55 any command that was added works on a task: its model counted, the key kept, its work applied', async (context) => {
  const stage = await createStage(context, { scripts, modelEnv: openai });
  assert.equal((await stage.run(...adding('mine', 1))).code, 0);
  const check = await stage.run('agent', 'check', 'mine');
  assert.equal(check.code, 0, check.stdout + check.stderr);
  const { task } = await stage.runTask([promptOf('answer'), '--name', 'one', '--agent', 'mine']);
  assert.deepEqual([task.state, task.agent, task.result?.summary], ['ready', 'mine', 'Round 1']);
  assert.deepEqual([task.usage?.input_tokens, task.usage?.output_tokens], [1000, 50]);
  assert.equal(stage.model.requests[0]?.auth, `Bearer ${key}`);
  assert.equal(stage.repository.git('show', `${task.branch}:answer.txt`), 'It is 42.');
  await stage.quiet();
  assert.equal((await stage.task(['task', 'apply', 'one'])).state, 'done');
});

test('rounds of a command are limited too, where its model is asked through the gateway', async (context) => {
  const stage = await createStage(context, { scripts, modelEnv: openai });
  await stage.run(...adding('endless', 500));
  const flags = ['--name', 'one', '--agent', 'endless', '--max-turns', '3'];
  const { task } = await stage.runTask([promptOf('answer'), ...flags], 1);
  assert.deepEqual([task.state, task.failure?.kind], ['failed', 'max_turns']);
  assert.match(task.failure?.message ?? '', /3 turns/);
  assert.ok(stage.model.requests.length < 10, `${stage.model.requests.length} requests`);
  assert.match(stage.repository.git('show', `${task.branch}:answer.txt`), /It is 42\./);
});
