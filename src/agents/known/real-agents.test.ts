// What the entries of the known agents are for: the model that was chosen, nothing asked of it behind our back, and a
// conversation that really goes on.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { TestContext } from 'node:test';
import { contractScripts, promptFor } from '../../../test/support/agents/contract-scripts.ts';
import { pathOfRealAgents } from '../../../test/support/agents/entries.ts';
import { OpenSessions } from '../../../test/support/agents/open-sessions.ts';
import { Recorder } from '../../../test/support/agents/recorder.ts';
import { startModelServer } from '../../../test/support/model-server/server.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { silentLog } from '../../lib/log.ts';
import { acpDriver } from '../acp.ts';
import type { AgentEntry, AgentSession, SessionOptions } from '../driver.ts';
import { gemini } from './gemini.ts';
import { qwen } from './qwen.ts';

const server = await startModelServer({ scripts: contractScripts });
after(() => server.close());

type Open = (resume?: string | null) => Promise<AgentSession>;

function given(context: TestContext, entry: AgentEntry, model: string): Open {
  const sessions = new OpenSessions(context);
  const recorder = new Recorder();
  const options: SessionOptions = {
    entry,
    model,
    cwd: tempDir(context),
    home: tempDir(context),
    resume: null,
    maxTurns: null,
    onEvent: recorder.onEvent,
    decide: recorder.allow,
    environment: {
      PATH: pathOfRealAgents,
      OPENAI_API_KEY: 'fake',
      OPENAI_BASE_URL: `${server.url}/v1`,
      GEMINI_API_KEY: 'fake',
      GOOGLE_GEMINI_BASE_URL: server.url,
    },
  };
  const driver = acpDriver({ log: silentLog });
  return async (resume = null) =>
    sessions.add(await driver.open({ ...options, resume }, AbortSignal.timeout(120_000)));
}

for (const { entry, model, id } of [
  { entry: qwen, model: 'local/some-model', id: 'some-model' },
  { entry: gemini, model: 'google/gemini-2.5-pro', id: 'gemini-2.5-pro' },
])
  test(`R55 ${entry.title} asks the chosen model, once per round and for nothing else`, async (context) => {
    const session = await given(context, entry, model)();
    const before = server.requests.length;
    await session.prompt(promptFor('write'));
    await session.close();
    const asked = server.requests.slice(before);
    assert.deepEqual(
      asked.map((request) => [request.model, request.script]),
      [
        [id, 'write'],
        [id, 'write'],
      ],
    );
  });

test('Qwen Code goes on with the conversation it loads', async (context) => {
  const open = given(context, qwen, 'local/scripted-model');
  const first = await open();
  await first.prompt(`${promptFor('greet')} The password is swordfish.`);
  await first.close();
  const second = await open(first.sessionId);
  await second.prompt(promptFor('again'));
  assert.match(JSON.stringify(server.requests.at(-1)?.body), /The password is swordfish\./);
});
