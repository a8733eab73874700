// The main job with unmodified agents of others, as npm installs them: the same evidence, branch and apply as with our own.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

interface RealAgent {
  readonly name: string;
  readonly title: RegExp;
  readonly dialect: string;
  /** What a person would have set in their shell. */
  readonly env: (modelUrl: string) => Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  readonly model: string;
}

const agents: readonly RealAgent[] = [
  {
    name: 'qwen',
    title: /qwen/i,
    dialect: 'chat',
    env: (url) => ({
      OPENAI_API_KEY: 'fake-key',
      OPENAI_BASE_URL: `${url}/v1`,
      OPENAI_MODEL: 'scripted-model',
    }),
    flags: [],
    model: 'scripted-model',
  },
  {
    name: 'gemini',
    title: /gemini/i,
    dialect: 'gemini',
    env: (url) => ({ GEMINI_API_KEY: 'fake-key', GOOGLE_GEMINI_BASE_URL: url }),
    flags: ['--model', 'google/gemini-2.5-flash'],
    model: 'gemini-2.5-flash',
  },
];

for (const agent of agents)
  test(`R1 R55 R184 the main job with ${agent.name}: worked, proved, shown and applied`, async (context) => {
    const stage = await createStage(context, { modelEnv: agent.env });
    const before = stage.head();
    const flags = ['--agent', agent.name, ...agent.flags, '--check', 'test -f hello.txt'];
    const { events, task } = await stage.runTask([promptOf('hello'), '--name', 'hello', ...flags]);

    assert.deepEqual([task.state, task.agent, task.attempt], ['ready', agent.name, 1]);
    assert.equal(task.result?.summary, 'Created hello.txt as asked.');
    assert.deepEqual(
      task.result.files.map((file) => file.path),
      ['hello.txt'],
    );
    const { git } = stage.repository;
    assert.equal(git('show', `${task.branch}:hello.txt`), 'hello from the script');
    assert.equal(git('rev-parse', `${task.branch}^{tree}`), task.result.checks[0]?.tree);
    assert.match(
      git('log', '-1', '--format=%B', task.branch),
      new RegExp(`Tasklane-Agent: ${agent.name}\n?$`),
    );
    assert.equal(stage.head(), before);

    const started = events.find((event) => String(event.data['text']).endsWith(' started'));
    assert.match(String(started?.data['text']), agent.title);
    const tools = events.filter((event) => event.type === 'agent.tool').length;
    assert.ok(tools > 0, 'no tool call is in the log');
    assert.ok((task.usage?.input_tokens ?? 0) > 0 && (task.usage?.output_tokens ?? 0) > 0);
    askedOnlyFor(stage, agent);
    // An agent that keeps its session and its settings in the person's own home would be seen there.
    assert.equal(existsSync(stage.personHome), false);

    const applied = await stage.task(['task', 'apply', 'hello']);
    assert.deepEqual([applied.state, stage.head()], ['done', applied.applied_commit]);
    assert.ok(existsSync(join(stage.repository.dir, 'hello.txt')));
    await stage.quiet();
  });

function askedOnlyFor(stage: Stage, agent: RealAgent): void {
  const asked = stage.model.requests.map(({ dialect, model, script }) => ({ dialect, model, script }));
  const one = { dialect: agent.dialect, model: agent.model, script: 'hello' };
  assert.deepEqual(asked, [one, one]);
}

test('R100 R190 qwen goes on in the same copy and conversation when the person sends feedback', async (context) => {
  const [qwen] = agents;
  assert.ok(qwen !== undefined);
  const stage = await createStage(context, { modelEnv: qwen.env });
  const { task } = await stage.runTask([promptOf('hello'), '--name', 'hello', '--agent', 'qwen']);
  const feedback = promptOf('edit', { find: 'Test', replace: 'Best' });
  assert.equal((await stage.run('task', 'send', 'hello', feedback)).code, 0);
  const again = await stage.untilTask('hello', (now) => now.state === 'ready' && now.version > task.version);
  assert.deepEqual([again.attempt, again.result?.commits.length], [1, 2]);
  const asked = JSON.stringify(stage.model.requests.at(-1)?.body);
  assert.match(asked, /I will create the file\./);
  const { git } = stage.repository;
  assert.equal(git('show', `${again.branch}:hello.txt`), 'hello from the script');
  assert.equal(git('show', `${again.branch}:README.md`), '# Best');
});
