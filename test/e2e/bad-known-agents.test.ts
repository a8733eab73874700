// Agents of others that a person has not set up as they need it: too old, without a key, with a wrong one, or with an address
// where nobody answers. Each is one clear message with the next step, and soon, whatever patience the agent itself has.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FailureJson } from '../../src/api/schemas.ts';
import { installedAgent } from '../support/agents/installed.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

/** Runs a task that must fail, and returns why. */
async function failing(stage: Stage, ...flags: string[]): Promise<FailureJson> {
  const { task } = await stage.runTask([promptOf('error-401'), '--name', 'one', ...flags], 1);
  assert.equal(task.state, 'failed');
  assert.ok(task.failure !== null);
  await stage.quiet();
  return task.failure;
}

test('R113 an agent that is too old for its protocol fails with how to see that and to update it', async (context) => {
  const stage = await createStage(context);
  const folder = join(stage.dir, 'node_modules', '@qwen-code', 'qwen-code');
  await stage.writeHome(
    'config.json',
    JSON.stringify({ agents: { qwen: { command: [join(folder, 'qwen')] } } }),
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"name":"@qwen-code/qwen-code","version":"0.9.1"}');
  writeFileSync(join(folder, 'qwen'), '#!/bin/sh\necho unknown option --acp >&2\nexit 1\n', { mode: 0o755 });
  const failure = await failing(stage, '--agent', 'qwen');
  assert.equal(failure.kind, 'agent_crash');
  assert.match(failure.message, /exited with code 1.*unknown option --acp/);
  assert.match(failure.next, /`tasklane agent check qwen`/);
  const check = await stage.run('agent', 'check', 'qwen');
  assert.match(check.stdout + check.stderr, /0\.9\.1 is older than 0\.15\.10/);
});

test('R113 an agent without a key or a login fails with the key to set', async (context) => {
  const stage = await createStage(context, { modelEnv: () => ({}) });
  const failure = await failing(stage, '--agent', 'gemini');
  assert.equal(failure.kind, 'credentials');
  assert.match(failure.next, /GEMINI_API_KEY/);
});

test('R113 a wrong key of gemini fails with the provider’s words, and keeps the key to itself', async (context) => {
  const stage = await createStage(context, {
    modelEnv: (url) => ({ GEMINI_API_KEY: 'sk-very-secret', GOOGLE_GEMINI_BASE_URL: url }),
  });
  const failure = await failing(stage, '--agent', 'gemini', '--model', 'google/gemini-2.5-flash');
  assert.equal(failure.kind, 'credentials');
  assert.match(`${failure.message} ${failure.detail}`, /scripted|API key|401/i);
  assert.ok(!JSON.stringify(failure).includes('sk-very-secret'));
});

const { path, skip } = installedAgent('opencode');

test(
  'R113 an agent that would ask for a minute with a key that is refused is stopped',
  { skip },
  async (context) => {
    const stage = await createStage(context, {
      env: { PATH: path },
      modelEnv: (url) => ({ OPENAI_API_KEY: 'sk-very-secret', OPENAI_BASE_URL: `${url}/v1` }),
    });
    const failure = await failing(stage, '--agent', 'opencode', '--model', 'local/scripted-model');
    assert.equal(failure.kind, 'credentials');
    assert.match(failure.next, /key/);
    const asked = stage.model.requests.filter(({ tools }) => tools.length > 0);
    assert.ok(asked.length <= 4, `${asked.length} requests`);
  },
);

test('R113 an address where nobody answers is a failure of the network that names it, though qwen would go on trying', async (context) => {
  const stage = await createStage(context, {
    config: { networkTries: 1 },
    modelEnv: () => ({
      OPENAI_API_KEY: 'fake-key',
      // Nobody listens on a port that is reserved for nothing (tcpmux).
      OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
      OPENAI_MODEL: 'scripted-model',
    }),
  });
  const failure = await failing(stage, '--agent', 'qwen');
  assert.equal(failure.kind, 'network');
  assert.match(failure.message, /127\.0\.0\.1:1 could not be reached/);
  assert.match(failure.next, /network/);
});
