// A run is exported and played again without its agent: the same driver makes the same events of the same messages.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ReplayJson } from '../../src/api/replay-schemas.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage, StageOptions } from '../support/stage.ts';

const commandAgent = fileURLToPath(new URL('../support/agents/command-agent.ts', import.meta.url));

/** Exports the task, unpacks the file beside it, and replays it. */
async function replayOf(
  stage: Stage,
  ref: string,
): Promise<{ replay: ReplayJson; file: string; dir: string; text: string }> {
  const file = join(stage.dir, `${ref}.tar.gz`);
  const exported = await stage.run('task', 'export', ref, '--out', file, '--json');
  assert.equal(exported.code, 0, exported.stderr);
  const dir = join(stage.dir, `${ref}-unpacked`);
  assert.equal(spawnSync('sh', ['-c', `mkdir '${dir}' && tar -xzf '${file}' -C '${dir}'`]).status, 0);
  const shown = await stage.run('task', 'replay', file, '--json');
  const replay = JSON.parse(shown.stdout) as ReplayJson;
  const words = await stage.run('task', 'replay', file);
  return { replay, file, dir, text: `${words.stdout}\n${words.stderr}` };
}

function assertSame({ same, attempts }: ReplayJson): void {
  assert.ok(attempts.length > 0, 'nothing was played');
  for (const attempt of attempts) {
    assert.equal(attempt.difference, null, JSON.stringify(attempt, null, 1));
    assert.deepEqual(attempt.gaps, []);
    assert.ok(attempt.recorded > 0);
    assert.ok(attempt.ends.length >= 2);
  }
  assert.equal(same, true, JSON.stringify(attempts));
}

const agents: readonly { name: string; flags: readonly string[]; options: StageOptions }[] = [
  { name: 'our own agent', flags: [], options: {} },
  {
    name: 'Qwen Code',
    flags: ['--agent', 'qwen'],
    options: {
      modelEnv: (url) => ({
        OPENAI_API_KEY: 'sk-a-key-that-is-long-enough',
        OPENAI_BASE_URL: `${url}/v1`,
        OPENAI_MODEL: 'scripted-model',
      }),
    },
  },
  {
    name: 'Gemini CLI',
    flags: ['--agent', 'gemini', '--model', 'google/gemini-2.5-flash'],
    options: {
      modelEnv: (url) => ({ GEMINI_API_KEY: 'a-key-that-is-long-enough', GOOGLE_GEMINI_BASE_URL: url }),
    },
  },
];

for (const { name, flags, options } of agents)
  test(`the replay of a run by ${name} gives the same events`, async (context: TestContext) => {
    const stage = await createStage(context, options);
    const { task } = await stage.runTask([
      promptOf('edit', { find: 'Test', replace: 'Changed' }),
      '--name',
      'one',
      ...flags,
    ]);
    assert.equal(task.state, 'ready');
    const { replay, dir, text } = await replayOf(stage, 'one');
    assertSame(replay);
    assert.match(text, /attempt 1.*: the same/);
    assert.ok(replay.attempts[0]?.says !== null);
    const manifest = JSON.parse(readFileSync(join(dir, 'bundle.json'), 'utf8')) as { format: string };
    assert.equal(manifest.format, 'tasklane-bundle');
    assert.match(readFileSync(join(dir, 'diff.patch'), 'utf8'), /^diff --git/);
    const log = readFileSync(join(dir, 'protocol', '1', '000001.jsonl'), 'utf8');
    assert.match(log, /"method":"session\/prompt"/);
    assert.doesNotMatch(log, /long-enough/);
  });

test('the replay of a run by a command gives the same events', async (context) => {
  const config = { agents: { plain: { command: ['node', commandAgent], protocol: 'command' } } };
  const stage = await createStage(context, { config });
  await stage.runTask([promptOf('write'), '--name', 'one', '--agent', 'plain']);
  const { replay, text } = await replayOf(stage, 'one');
  assertSame(replay);
  assert.match(text, /I will write it\./);
  assert.deepEqual(
    readdirSync(stage.dir).filter((file) => file.endsWith('.part')),
    [],
  );
});
