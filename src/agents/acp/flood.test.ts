// Messages that are too large, cut, late, unasked for or of another version: what comes of each, and what it costs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { plainEnvironment, testAgent } from '../../../test/support/agents/entries.ts';
import { OpenSessions } from '../../../test/support/agents/open-sessions.ts';
import { Recorder } from '../../../test/support/agents/recorder.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProtocolBody } from '../../domain/protocol-entry.ts';
import { silentLog } from '../../lib/log.ts';
import { acpDriver } from '../acp.ts';
import type { AgentSession } from '../driver.ts';

interface Opened {
  readonly session: AgentSession;
  readonly recorder: Recorder;
  readonly tapped: readonly ProtocolBody[];
}

async function opened(context: TestContext, behaviour: string): Promise<Opened> {
  const sessions = new OpenSessions(context);
  const recorder = new Recorder();
  const tapped: ProtocolBody[] = [];
  const session = await acpDriver({ log: silentLog, limits: { cancelMs: 300, closeMs: 300 } }).open(
    {
      entry: testAgent('flooding-agent.ts', [behaviour], { askMode: null }),
      model: null,
      cwd: tempDir(context),
      home: tempDir(context),
      resume: null,
      maxTurns: null,
      onEvent: recorder.onEvent,
      decide: recorder.allow,
      environment: plainEnvironment,
      tap: (body) => void tapped.push(body),
    },
    AbortSignal.timeout(60_000),
  );
  return { session: sessions.add(session), recorder, tapped };
}

/** The most memory that this process had in the meantime, above what it had before; in MiB. */
async function growth(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 5);
  await work();
  clearInterval(timer);
  return (Math.max(most, process.memoryUsage.rss()) - before) / 1024 / 1024;
}

test('a line of 200 MB ends the session, is named, and is not held in memory', async (context) => {
  const { session, tapped } = await opened(context, 'giant-line');
  let error: unknown;
  const grown = await growth(async () => {
    error = await session.prompt('go').catch((thrown: unknown) => thrown);
  });
  assert.ok(error instanceof AppError);
  assert.equal(error.code, 'agent_protocol');
  assert.match(error.message, /printed a line of more than 32 MiB/);
  assert.match(error.next ?? '', /\w/);
  assert.ok(grown < 150, `${Math.round(grown)} MiB`);
  const kept = tapped.find((body) => body.dir === 'noise');
  assert.ok(kept?.dir === 'noise' && kept.cut !== null && kept.cut > 32 * 1024 * 1024);
  assert.equal(kept.text.length, 4096);
});

test('half messages, and what is JSON but no message, are notes, and the session goes on', async (context) => {
  const { session, recorder } = await opened(context, 'half-json');
  assert.deepEqual(await session.prompt('go'), { kind: 'ended' });
  assert.equal(recorder.message, 'I go on.');
  assert.match(recorder.notes.join('\n'), /"method":"session\/upd\n[^]*not a message[^]*{"jsonrpc":"2\.0"}/);
});

test('an agent that exits in the middle of a message is told as one that exited', async (context) => {
  const { session } = await opened(context, 'half-json-and-exits');
  const error: unknown = await session.prompt('go').catch((thrown: unknown) => thrown);
  assert.ok(error instanceof AppError);
  assert.equal(error.code, 'agent_unavailable');
  assert.match(error.message, /exited with code 0 while it worked/);
});

test('answers to questions that nobody asked are notes, and answer nothing', async (context) => {
  const { session, recorder } = await opened(context, 'answers-nobody');
  assert.deepEqual(await session.prompt('go'), { kind: 'ended' });
  assert.equal(recorder.message, 'I go on.');
  assert.equal(recorder.notes.filter((note) => note.includes('"jsonrpc"')).length, 5);
});

test('what an agent says after the end of its turn is kept, and the next turn works', async (context) => {
  const { session, recorder } = await opened(context, 'goes-on-after-its-end');
  assert.deepEqual(await session.prompt('go'), { kind: 'ended' });
  await recorder.until(({ message }) => message.endsWith('two.'));
  assert.deepEqual(await session.prompt('go'), { kind: 'ended' });
});

test('a tool that puts out 100 MB is kept with the end of it', async (context) => {
  const { session, recorder } = await opened(context, 'puts-out-100-MB');
  const grown = await growth(async () => {
    assert.deepEqual(await session.prompt('go'), { kind: 'ended' });
  });
  assert.ok(grown < 350, `${Math.round(grown)} MiB`);
  const [call] = recorder.calls;
  assert.equal(call?.status, 'completed');
  assert.ok((call.output ?? '').length <= 64 * 1024 + 1);
  assert.match(call.output ?? '', /x10$/);
});

test('what version 2 of the protocol says instead is understood: by id, in any order, with states', async (context) => {
  const { session, recorder } = await opened(context, 'speaks-version-2');
  assert.deepEqual(await session.prompt('go'), { kind: 'ended' });
  assert.equal(recorder.message, 'Hello. And more.');
  const states = recorder.events.flatMap((event) => (event.type === 'agent.state' ? [event.state] : []));
  assert.deepEqual(states, ['running', 'requires_action', 'idle']);
  assert.deepEqual(
    recorder.calls.map(({ id, title, status, output }) => ({ id, title, status, output })),
    [{ id: 't', title: 'Run it', status: 'completed', output: 'first second' }],
  );
  assert.deepEqual(
    recorder.events.filter((event) => event.type === 'agent.plan').map(({ entries }) => entries),
    [[{ text: 'Look', status: 'pending' }]],
  );
  assert.deepEqual(recorder.notes, [
    'The agent sent an update of the unknown kind "telepathy": {"thought":{"of":"a number","number":7}}.',
  ]);
});

test('neither files nor terminals are offered, and a terminal that is asked for is refused', async (context) => {
  const { session, recorder } = await opened(context, 'wants-a-terminal');
  await session.prompt('go');
  assert.match(recorder.message, /{"fs":{"readTextFile":false,"writeTextFile":false},"terminal":false[,}]/);
  assert.match(recorder.message, /-32601/);
});
