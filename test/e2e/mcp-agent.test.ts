// Our MCP server in the settings of a real agent, as a person would put it there: Qwen Code, as npm installs it, gives a
// task to Tasklane by the words of a scripted model.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { qwen } from '../../src/agents/known/qwen.ts';
import { collect } from '../support/cli.ts';
import { createStage, promptOf } from '../support/stage.ts';

const bin = fileURLToPath(new URL('../../bin/tasklane.js', import.meta.url));

test('Qwen Code finds our tools by its settings, lists the tasks and creates one', async (context) => {
  const stage = await createStage(context, {
    scripts: {
      delegate: [
        { say: 'Which are there?', do: [{ call: { match: 'list_tasks$', args: { states: ['draft'] } } }] },
        {
          say: 'I give it away.',
          do: [
            { call: { match: 'create_task$', args: { prompt: 'do it for me', name: 'given', draft: true } } },
          ],
        },
        { say: 'Given away.' },
      ],
    },
  });
  assert.equal((await stage.run('task', 'create', 'an older one', '--draft', '--name', 'older')).code, 0);
  const home = join(stage.dir, 'qwen-home');
  await mkdir(join(home, '.qwen'), { recursive: true });
  const { PATH = '', LANG = '', ...ours } = stage.cli.env;
  const settings = {
    ...(qwen.homeFiles['.qwen/settings.json'] as object),
    mcpServers: { tasklane: { command: process.execPath, args: [bin, 'mcp'], env: ours, trust: true } },
  };
  await writeFile(join(home, '.qwen', 'settings.json'), JSON.stringify(settings));
  const child = spawn('qwen', ['--auth-type', 'openai', '--prompt', promptOf('delegate')], {
    cwd: stage.repository.dir,
    env: {
      PATH,
      LANG,
      HOME: home,
      QWEN_CODE_NO_RELAUNCH: 'true',
      OPENAI_API_KEY: 'fake-key',
      OPENAI_BASE_URL: `${stage.model.url}/v1`,
      OPENAI_MODEL: 'scripted-model',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin?.end();
  const { code, stdout, stderr } = await collect(child, 'qwen');
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Given away/);
  const told = JSON.stringify(stage.model.requests);
  assert.match(told, /#1 older \[draft\]/, 'the model was told what there is');
  const task = await stage.show('given');
  assert.deepEqual([task.state, task.prompt], ['draft', 'do it for me']);
});
