// The main job with the agents that are installed for the tests, unmodified: the same evidence and apply as with our own.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { installedAgent } from '../support/agents/installed.ts';
import { createStage, promptOf } from '../support/stage.ts';

const agents = [
  { name: 'claude', model: 'anthropic/claude-sonnet-5', dialect: 'anthropic' },
  { name: 'cline', model: 'local/scripted-model', dialect: 'chat' },
  // It wants a model that it knows, or it hides its tool for editing.
  { name: 'codex', model: 'openai/gpt-5.5', dialect: 'responses' },
  { name: 'copilot', model: 'local/scripted-model', dialect: 'chat' },
  { name: 'kilo', model: 'local/scripted-model', dialect: 'chat' },
  { name: 'opencode', model: 'local/scripted-model', dialect: 'chat' },
  { name: 'pi', model: 'local/scripted-model', dialect: 'chat' },
];

/** Codex's adapter asks it once for a title of the session, whatever model was chosen. */
const titleModel = 'gpt-5.6-luna';

for (const { name, model, dialect } of agents) {
  const { path, skip } = installedAgent(name);

  test(
    `R1 R55 R184 the main job with ${name}: worked, proved, shown and applied`,
    { skip },
    async (context) => {
      const stage = await createStage(context, {
        env: { PATH: path },
        modelEnv: (url) =>
          name === 'claude'
            ? { ANTHROPIC_API_KEY: 'fake-key', ANTHROPIC_BASE_URL: url }
            : { OPENAI_API_KEY: 'fake-key', OPENAI_BASE_URL: `${url}/v1` },
      });
      const flags = ['--name', 'hello', '--agent', name, '--model', model, '--check', 'test -f hello.txt'];
      const { events, task } = await stage.runTask([promptOf('hello'), ...flags]);

      assert.deepEqual([task.state, task.agent, task.attempt], ['ready', name, 1]);
      assert.equal(task.result?.summary, 'Created hello.txt as asked.');
      assert.deepEqual(
        task.result.files.map((file) => file.path),
        ['hello.txt'],
      );
      assert.equal(stage.repository.git('show', `${task.branch}:hello.txt`), 'hello from the script');
      assert.ok(events.some((event) => event.type === 'agent.tool'));
      const asked = stage.model.requests;
      assert.deepEqual([...new Set(asked.map((request) => request.dialect))], [dialect]);
      const models = asked.map((request) => request.model).filter((one) => one !== titleModel);
      assert.deepEqual([...new Set(models)], [model.slice(model.indexOf('/') + 1)]);
      // An agent that keeps its session and its settings in the person's own home would be seen there.
      assert.equal(existsSync(stage.personHome), false);

      const applied = await stage.task(['task', 'apply', 'hello']);
      assert.equal(applied.state, 'done');
      assert.ok(existsSync(join(stage.repository.dir, 'hello.txt')));
      await stage.quiet();
    },
  );
}
