// An agent that is killed, and another that goes on where it stopped.
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { startProcess, textOf } from '../../../test/support/builtin-client.ts';
import { startModelServer } from '../../../test/support/model-server/server.ts';
import type { Scripts } from '../../../test/support/model-server/script.ts';
import { isRunning, isSoonGone } from '../../../test/support/processes.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';

async function room(context: TestContext, script: Scripts[string]) {
  const server = await startModelServer({ scripts: { it: script } });
  context.after(() => server.close());
  const dir = tempDir(context);
  const cwd = join(dir, 'workspace');
  mkdirSync(cwd);
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: join(dir, 'home'),
    TASKLANE_MODEL: 'anthropic/claude-sonnet-5-5',
    ANTHROPIC_BASE_URL: server.url,
    ANTHROPIC_API_KEY: 'key',
  };
  return { server, cwd, start: () => startProcess(context, environment), home: environment.HOME };
}

test('an agent killed while the model speaks is loaded again with all that was said and done', async (t) => {
  const { server, cwd, start } = await room(t, [
    { say: 'First the file.', do: [{ write: { path: 'a.txt', content: 'a\n' } }] },
    { say: 'Now I think', hang: true },
  ]);
  const first = await start();
  const session = await first.open(cwd, 'auto');
  const turn = first.prompt(session, 'Please [[script:it]]').catch(() => 'killed');
  await first.waitFor((update) => textOf(update, 'agent_message_chunk') === 'think');
  await first.kill();
  assert.equal(await turn, 'killed');

  const second = await start();
  await second.load(session, cwd);
  assert.deepEqual(
    second.updates.map((update) => update.sessionUpdate),
    ['user_message_chunk', 'agent_message_chunk', 'tool_call'],
  );
  const call = second.updates[2];
  assert.ok(call?.sessionUpdate === 'tool_call');
  assert.deepEqual([call.title, call.status], ['Write a.txt', 'completed']);
  assert.equal(call.content?.[0]?.type, 'diff');

  // The mode was kept too: a command is not asked about.
  const end = second.prompt(session, 'Go on.');
  await server.waitFor(
    (request) => request.messages >= 5 && request.step === 1 && server.requests.length === 3,
  );
  await second.cancel(session);
  assert.equal((await end).stopReason, 'cancelled');
  const sent = JSON.stringify(server.requests.at(-1)?.body);
  for (const words of ['Please', 'First the file.', 'created a.txt', 'Go on.'])
    assert.ok(sent.includes(words), words);
});

test('an agent killed while a command runs takes the command with it, and tells the model when it is back', async (t) => {
  const { server, cwd, start } = await room(t, [
    { do: [{ shell: { command: 'echo $$; sleep 0.6; echo more; sleep 300' } }] },
    { say: 'I am back.' },
  ]);
  const first = await start();
  const session = await first.open(cwd, 'auto');
  const turn = first.prompt(session, '[[script:it]]').catch(() => 'killed');
  await first.waitFor(
    (update) =>
      update.sessionUpdate === 'tool_call_update' &&
      update.status === 'in_progress' &&
      Array.isArray(update.content),
  );
  const pid = Number.parseInt(first.lastCall().text, 10);
  assert.ok(isRunning(pid));
  await first.kill();
  await turn;
  assert.ok(await isSoonGone(pid));

  const second = await start();
  await second.load(session, cwd);
  assert.equal((await second.prompt(session, 'Go on.')).stopReason, 'end_turn');
  assert.equal(second.said(), 'I am back.');
  assert.match(server.requests.at(-1)?.lastToolResult ?? '', /interrupted before it ended/);
});

test('a line that was being written when the agent was killed is forgotten, and the file goes on cleanly', async (t) => {
  const { cwd, start, home } = await room(t, [{ say: 'One.' }]);
  const first = await start();
  const session = await first.open(cwd);
  await first.prompt(session, '[[script:it]]');
  await first.kill();
  const file = join(home, '.tasklane-agent', 'sessions', `${session}.jsonl`);
  appendFileSync(file, '{"type":"user","te');

  const second = await start();
  await second.load(session, cwd);
  await second.prompt(session, 'Two.');
  const types = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { type: string }).type);
  assert.deepEqual(types, ['session', 'user', 'assistant', 'user', 'assistant']);
});

test('a conversation whose file is damaged is refused with the line', async (t) => {
  const { cwd, start, home } = await room(t, [{ say: 'One.' }]);
  const agent = await start();
  const session = await agent.open(cwd);
  appendFileSync(join(home, '.tasklane-agent', 'sessions', `${session}.jsonl`), 'no json\n');
  await assert.rejects(agent.load(session, cwd), /Line 2 of .* is not an entry of a conversation/);
});
