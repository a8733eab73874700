// `tasklane agent check | add | remove | list`: what a person sees of an agent that works, and of each that does not.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import type { AgentCheckJson, AgentListJson } from '../../src/api/schemas.ts';
import { createStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const misbehaving = fileURLToPath(new URL('../support/agents/misbehaving-agent.ts', import.meta.url));

function odd(behaviour: string): object {
  return { agents: { odd: { command: ['node', misbehaving, behaviour] } } };
}

/** The answer of `agent check`, which ends with 0 for an agent that works and with 1 for any other. */
async function check(stage: Stage, name: string, ...flags: string[]): Promise<AgentCheckJson> {
  const result = await stage.run('agent', 'check', name, ...flags, '-o', 'json');
  const answer = JSON.parse(result.stdout) as AgentCheckJson;
  assert.equal(result.code, answer.ok ? 0 : 1, result.stderr);
  await stage.quiet();
  return answer;
}

test('R55 a check starts an agent, says what it can do, and leaves nothing behind', async (context) => {
  const stage = await createStage(context);
  const { ok, problem, can, agent } = await check(stage, 'tasklane');
  assert.deepEqual([ok, problem, agent.found, agent.key], [true, null, true, 'set']);
  assert.equal(can?.protocol_version, 1);
  assert.equal(can.load_session, true);
  assert.deepEqual([can.mode, can.modes.map(({ id }) => id)], ['ask', ['ask', 'auto']]);
  // No model was asked, and the folder of the check is gone.
  assert.deepEqual(stage.model.requests, []);
  assert.deepEqual(readdirSync(join(stage.home, 'p', 'checks')), []);
  const words = await stage.run('agent', 'check', 'tasklane');
  assert.match(words.stdout, /^✓ Tasklane agent .*: works[^]*protocol +ACP 1[^]*modes +Ask \(now\), Auto/);
  assert.doesNotMatch(words.stdout + words.stderr, /scripted/);
});

test('R55 an unmodified agent of others is checked too, with its version and the one that was tested', async (context) => {
  const stage = await createStage(context, { modelEnv: () => ({ OPENAI_API_KEY: 'sk-very-secret' }) });
  const answer = await check(stage, 'qwen');
  assert.equal(answer.ok, true);
  assert.deepEqual([answer.agent.version, answer.agent.tested_version], ['0.24.4', '0.24.4']);
  assert.deepEqual(answer.warnings, []);
  assert.ok((answer.can?.modes.length ?? 0) > 1);
  assert.doesNotMatch(JSON.stringify(answer), /sk-very-secret/);
});

test('R113 an agent that is not installed is told with how to get it, and that it is not tested here', async (context) => {
  const stage = await createStage(context);
  const { problem, agent, can } = await check(stage, 'goose');
  assert.deepEqual(
    [problem?.code, agent.found, agent.tested_version, can],
    ['agent_unavailable', false, null, null],
  );
  assert.match(`${problem?.message} ${problem?.next}`, /no program “goose”.*install it/);
});

test('R113 an agent that wants a login is told with the key to set and the ways that it offers', async (context) => {
  const stage = await createStage(context, { modelEnv: () => ({}) });
  const { problem, can, warnings } = await check(stage, 'gemini');
  assert.equal(problem?.code, 'model_credentials');
  assert.match(problem.next, /GEMINI_API_KEY.*log in by.*Google.*HOME of its own/);
  assert.ok((can?.auth_methods.length ?? 0) > 0);
  assert.match(warnings.join(' '), /No key/);
});

test('R113 an agent that crashes is told with the end of what it printed', async (context) => {
  const stage = await createStage(context, { config: odd('exits-at-once') });
  const { problem } = await check(stage, 'odd');
  assert.equal(problem?.code, 'agent_unavailable');
  assert.match(problem.message, /exited with code 7/);
  assert.match(problem.printed, /unknown option --acp/);
});

test('R113 an agent that never answers is given up after the time that was given', async (context) => {
  const stage = await createStage(context, { config: odd('hangs') });
  const { problem } = await check(stage, 'odd', '--timeout', '1');
  assert.equal(problem?.code, 'agent_timeout');
  assert.match(problem.message, /no session within 1 s/);
});

test('R113 a version older than all that are known to work is told, with how to update it', async (context) => {
  const stage = await createStage(context);
  const fake = join(stage.dir, 'node_modules', '@qwen-code', 'qwen-code');
  await stage.writeHome(
    'config.json',
    JSON.stringify({ agents: { qwen: { command: [join(fake, 'qwen')] } } }),
  );
  mkdirSync(fake, { recursive: true });
  writeFileSync(join(fake, 'package.json'), '{"name":"@qwen-code/qwen-code","version":"0.9.1"}');
  writeFileSync(join(fake, 'qwen'), '#!/bin/sh\necho unknown option --acp >&2\nexit 1\n', { mode: 0o755 });
  const { problem, agent } = await check(stage, 'qwen');
  assert.equal(agent.version, '0.9.1');
  assert.match(
    problem?.next ?? '',
    /0\.9\.1 is older than 0\.15\.10.*npm install -g @qwen-code\/qwen-code@0\.24\.4/,
  );
});

test('R55 an agent is added, listed, checked, replaced and removed, and the rest of the file stays', async (context) => {
  const stage = await createStage(context, { config: { parallel: 3 } });
  const config = (): unknown => JSON.parse(readFileSync(join(stage.home, 'config.json'), 'utf8'));
  const command = ['--', 'node', misbehaving, 'behaves'];
  assert.equal(
    (await stage.run('agent', 'add', 'mine', '--env', 'A=b=c', '--pass-env', 'K', ...command)).code,
    0,
  );
  const mine = { command: command.slice(1), protocol: 'acp', env: { A: 'b=c' }, passEnv: ['K'] };
  assert.deepEqual(config(), { parallel: 3, agents: { mine } });
  assert.equal((await check(stage, 'mine')).ok, true);
  const list = JSON.parse((await stage.run('agent', 'list', '-o', 'json')).stdout) as AgentListJson;
  assert.equal(list.agents.find(({ name }) => name === 'mine')?.found, true);
  assert.match((await stage.run('agents')).stdout, /goose .*not tested here/);

  const again = await stage.run('agent', 'add', 'mine', '--', 'other');
  assert.equal(again.code, 1);
  assert.match(again.stderr, /is in .*config\.json already.*\n {2}next: .*--replace/);
  assert.equal((await stage.run('agent', 'add', 'mine', '--replace', '--', 'other')).code, 0);
  assert.equal((await stage.run('agent', 'remove', 'mine')).code, 0);
  assert.deepEqual(config(), { parallel: 3, agents: {} });
  assert.match((await stage.run('agent', 'remove', 'qwen')).stderr, /There is no agent "qwen" in /);
  assert.match(
    (await stage.run('agent', 'add', 'x', '--env', 'secret', '--', 'y')).stderr,
    /--env wants NAME=value/,
  );
});
