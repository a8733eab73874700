// Our tools in the sessions of agents that would not have them, or would ask a person for each, if they were not told
// otherwise; installed for the tests. All others that docs/agents.md names were tried in the same way, by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installedAgent } from '../support/agents/installed.ts';
import { createStage, promptOf } from '../support/stage.ts';

const reals = [
  {
    name: 'copilot',
    model: 'local/scripted-model',
    env: (url: string) => ({ OPENAI_API_KEY: 'fake-key', OPENAI_BASE_URL: `${url}/v1` }),
  },
  {
    name: 'claude',
    model: 'anthropic/claude-sonnet-5',
    env: (url: string) => ({ ANTHROPIC_API_KEY: 'fake-key', ANTHROPIC_BASE_URL: url }),
  },
];

for (const { name, model, env } of reals) {
  const { path, skip } = installedAgent(name);
  test(
    `${name} has our tools at hand, and asks no person for leave to use them`,
    { skip },
    async (context) => {
      const stage = await createStage(context, {
        modelEnv: env,
        env: { PATH: path },
        config: { permission: 'ask' },
        scripts: {
          talk: [
            { say: 'I report.', do: [{ call: { match: 'report_status$', args: { message: 'on it' } } }] },
            { say: 'I ask.', do: [{ call: { match: 'ask_human$', args: { question: 'Which colour?' } } }] },
            { say: 'I wait for the answer.' },
          ],
        },
      });
      await stage.run('task', 'create', promptOf('talk'), '--name', 'it', '--agent', name, '--model', model);
      const task = await stage.until('it', 'waiting', 'ready', 'failed');
      const log = await stage.run('task', 'logs', 'it');
      assert.deepEqual(
        [task.state, task.step, task.status_message],
        ['waiting', 'question: Which colour?', 'on it'],
        log.stdout,
      );
    },
  );
}
