// An agent that is killed, and a daemon that is: the task goes on in its copy, with the agent's own session where that can be
// loaded again, and with a summary from our log where it cannot.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import type { ReplayJson } from '../../src/api/replay-schemas.ts';
import type { EventJson } from '../../src/api/schemas.ts';
import type { ToolCall } from '../../src/domain/agent-event.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage, StageOptions } from '../support/stage.ts';

const slowTask = promptOf('write-then-hang-once', { path: 'a.txt', content: 'one' });

function wroteFile({ type, data }: EventJson): boolean {
  const call = data['call'] as Partial<ToolCall> | undefined;
  return (
    type === 'agent.tool' && call?.status === 'completed' && call.paths?.join().endsWith('a.txt') === true
  );
}

interface Case {
  readonly name: string;
  readonly flags: readonly string[];
  readonly options: StageOptions;
}

const cases: readonly Case[] = [
  { name: 'our own agent', flags: [], options: {} },
  {
    name: 'Qwen Code',
    flags: ['--agent', 'qwen'],
    options: {
      modelEnv: (url) => ({
        OPENAI_API_KEY: 'fake',
        OPENAI_BASE_URL: `${url}/v1`,
        OPENAI_MODEL: 'scripted-model',
      }),
    },
  },
  {
    name: 'Gemini CLI',
    flags: ['--agent', 'gemini', '--model', 'google/gemini-2.5-flash'],
    options: { modelEnv: (url) => ({ GEMINI_API_KEY: 'fake', GOOGLE_GEMINI_BASE_URL: url }) },
  },
];

/** Whatever it goes on with, the model is told what happened before. */
async function assertWentOn(stage: Stage): Promise<void> {
  const task = await stage.until('one', 'ready', 'failed', 'waiting');
  assert.deepEqual([task.state, task.attempt], ['ready', 1], JSON.stringify(task.failure));
  assert.equal(stage.repository.git('show', `${task.branch}:a.txt`), 'one');
  const { events } = await stage.client().call(endpoints.events, { query: { task: 'one', limit: 5000 } });
  const notes = events.flatMap(({ type, data }) => (type.endsWith('.note') ? [String(data['text'])] : []));
  const isLoaded = notes.some((note) => note.endsWith('goes on with its session'));
  const asked = JSON.stringify(stage.model.requests.filter(({ script }) => script !== null).at(-1)?.body);
  assert.match(asked, /I will write a\.txt\./);
  if (!isLoaded) {
    assert.ok(
      notes.some((note) => note.includes('a new one begins')),
      notes.join('\n'),
    );
    assert.match(asked, /This task was begun before.*What happened until now:/);
    assert.match(asked, /Files you changed:\\n- a\.txt/);
  }
}

for (const { name, flags, options } of cases) {
  test(`${name} goes on after kill -9 of the agent, when somebody says so`, async (context) => {
    const stage = await createStage(context, options);
    await stage.task(['task', 'create', slowTask, '--name', 'one', ...flags]);
    await stage.model.waitFor((request) => request.step === 1);
    for (const pid of stage.workers().keys()) process.kill(pid, 'SIGKILL');
    const failed = await stage.until('one', 'failed');
    assert.equal(failed.failure?.kind, 'agent_crash');
    assert.match(failed.failure.message, /was ended by SIGKILL while it worked/);
    assert.match(failed.failure.next, /\w/);
    await stage.task(['task', 'send', 'one', 'Go on, please.']);
    await assertWentOn(stage);
  });

  test(`${name} goes on after kill -9 of the daemon, and all of it can be replayed`, async (context) => {
    const stage = await createStage(context, options);
    await stage.task(['task', 'create', slowTask, '--name', 'one', ...flags]);
    await stage.model.waitFor((request) => request.step === 1);
    // Only what the daemon has written before it is killed can be told afterwards.
    await stage.event('one', wroteFile);
    await stage.killDaemon();
    assert.equal((await stage.run('task', 'list')).code, 0);
    await assertWentOn(stage);
    const file = join(stage.dir, 'one.tar.gz');
    assert.equal((await stage.run('task', 'export', 'one', '--out', file)).code, 0);
    const replay = JSON.parse((await stage.run('task', 'replay', file, '--json')).stdout) as ReplayJson;
    assert.equal(replay.attempts[0]?.sessions, 2);
    // What the daemon had not yet written when it was killed is not in its log.
    assert.equal(replay.same, null);
    assert.match(replay.attempts[0].gaps.join(), /the daemon was killed/);
    assert.ok(replay.attempts[0].replayed >= replay.attempts[0].recorded);
    assert.equal(spawnSync('tar', ['-tzf', file]).status, 0);
  });
}
