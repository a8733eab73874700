// Agents that behave badly, each in its own way: what a person is told, and that nothing is left running.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { plainEnvironment, testAgent } from '../../test/support/agents/entries.ts';
import { OpenSessions } from '../../test/support/agents/open-sessions.ts';
import { Recorder } from '../../test/support/agents/recorder.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { AppError } from '../domain/errors.ts';
import { silentLog } from '../lib/log.ts';
import { acpDriver } from './acp.ts';
import type { AgentEntry, AgentSession, SessionOptions } from './driver.ts';
import { findMarked } from './stragglers.ts';

const limits = { startMs: 20_000, cancelMs: 300, closeMs: 300 };

interface Opened {
  readonly recorder: Recorder;
  readonly options: SessionOptions;
  readonly open: (changes?: Partial<SessionOptions> & { readonly startMs?: number }) => Promise<AgentSession>;
}

function given(context: TestContext, behaviour: string, changes: Partial<AgentEntry> = {}): Opened {
  const sessions = new OpenSessions(context);
  context.after(async () => assert.deepEqual(await findMarked(options.home), [], 'it left a process'));
  const recorder = new Recorder();
  const options: SessionOptions = {
    entry: testAgent('misbehaving-agent.ts', [behaviour], changes),
    model: null,
    cwd: tempDir(context, 'agent-'),
    home: tempDir(context, 'home-'),
    resume: null,
    maxTurns: null,
    onEvent: recorder.onEvent,
    decide: recorder.allow,
    environment: plainEnvironment,
  };
  const open: Opened['open'] = async ({ startMs = limits.startMs, ...changes } = {}) => {
    const driver = acpDriver({ log: silentLog, limits: { ...limits, startMs } });
    return sessions.add(await driver.open({ ...options, ...changes }, AbortSignal.timeout(60_000)));
  };
  return { recorder, options, open };
}

async function rejected(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => assert.fail('it should have been rejected'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof AppError, `not an AppError: ${String(error)}`);
  return error;
}

test('an agent that exits at once is told with its exit code and its last words', async (context) => {
  const { open, options } = given(context, 'exits-at-once', { hint: 'install a newer one' });
  const error = await rejected(open());
  assert.equal(error.code, 'agent_unavailable');
  assert.equal(
    error.message,
    'Test agent exited with code 7 while it was started: error: unknown option --acp',
  );
  assert.equal(error.next, 'install a newer one');
  assert.equal(error.details['exitCode'], 7);
  assert.deepEqual(await findMarked(options.home), []);
});

test('a program that prints something else and exits is told as one that does not speak ACP', async (context) => {
  const error = await rejected(given(context, 'exits-content').open());
  assert.equal(error.code, 'agent_protocol');
  assert.match(error.message, /does not speak ACP; it printed “Usage: some-program \[options\]”/);
});

test('a program that prints something else and waits is told by its first line when its time is over', async (context) => {
  const error = await rejected(given(context, 'prints-garbage-and-waits').open({ startMs: 1_000 }));
  assert.equal(error.code, 'agent_protocol');
  assert.match(error.message, /it printed “Welcome to some other program!”/);
});

test('a program that prints garbage for ever is found out long before its time is over', async (context) => {
  const { open, recorder } = given(context, 'prints-garbage-for-ever');
  const error = await rejected(open());
  assert.equal(error.code, 'agent_protocol');
  assert.match(error.message, /does not speak ACP; it printed “garbage garbage/);
  assert.ok(JSON.stringify(recorder.events).length < 1024 * 1024);
});

test('a program that sends back what it gets is no agent', async (context) => {
  const error = await rejected(given(context, 'echoes').open());
  assert.equal(error.code, 'agent_protocol');
});

test('an agent that does not answer is ended when its time is over', async (context) => {
  const { open, options } = given(context, 'hangs');
  const error = await rejected(open({ startMs: 500 }));
  assert.equal(error.code, 'agent_timeout');
  assert.equal(error.message, 'Test agent did not answer initialize within 0.5 s');
  assert.deepEqual(await findMarked(options.home), []);
});

test('an agent that wants a login first is told as missing credentials', async (context) => {
  const error = await rejected(given(context, 'wants-login').open());
  assert.equal(error.code, 'model_credentials');
  assert.match(error.message, /Authentication required/);
});

test('an agent without the mode in which it asks is not used', async (context) => {
  const error = await rejected(given(context, 'behaves', { askMode: 'plan' }).open());
  assert.equal(error.code, 'agent_protocol');
  assert.equal(error.message, 'Test agent has no mode "plan"; it offers default');
});

test('the mode is also set where it is a configuration option', async (context) => {
  const { open, recorder } = given(context, 'has-options', { askMode: 'ask-first' });
  const session = await open();
  assert.deepEqual(await session.prompt('go'), { kind: 'max_turns' });
  assert.ok(recorder.notes.includes('option approval=ask-first'));
});

test('a folder that is not there is told before anything else', async (context) => {
  const { open, options } = given(context, 'behaves');
  const error = await rejected(open({ cwd: `${options.cwd}/missing` }));
  assert.equal(error.code, 'agent_unavailable');
  assert.match(error.message, /Test agent cannot be started/);
});

test('what an agent prints beside the protocol is kept as notes, and does no harm', async (context) => {
  const { open, recorder } = given(context, 'prints-banner');
  const session = await open();
  assert.deepEqual(await session.prompt('go'), { kind: 'ended' });
  for (const line of [
    'Welcome!',
    '{"level":"info","msg":"a log line that happens to be JSON"}',
    '[1, 2, 3]',
    'a red warning',
  ])
    assert.ok(recorder.notes.includes(line), `${line} is not among ${JSON.stringify(recorder.notes)}`);
});

test('an agent that ignores cancelling is killed, and its turn is cancelled all the same', async (context) => {
  const { open, recorder, options } = given(context, 'ignores-cancel');
  const session = await open();
  const turn = session.prompt('go');
  await recorder.until(({ message }) => message !== '');
  await session.cancel();
  assert.deepEqual(await turn, { kind: 'cancelled' });
  assert.equal(session.processGroup, null, 'nobody may prompt it again');
  assert.deepEqual(await findMarked(options.home), []);
  assert.equal((await rejected(session.prompt('again'))).code, 'agent_unavailable');
});

test('an agent that ignores SIGTERM is killed when it is closed', async (context) => {
  const { open, options } = given(context, 'deaf');
  const session = await open();
  await session.close();
  assert.deepEqual(await findMarked(options.home), []);
});

test('an agent that exits in the middle of a turn is told with its exit code and last words', async (context) => {
  const { open, recorder } = given(context, 'exits-mid-turn');
  const session = await open();
  const error = await rejected(session.prompt('go'));
  assert.equal(error.code, 'agent_unavailable');
  assert.equal(error.message, 'Test agent exited with code 9 while it worked: fatal: out of memory');
  assert.equal(recorder.message, 'Before it ended.');
});

test('an agent that closes its output in the middle of a turn is ended', async (context) => {
  const { open, options } = given(context, 'closes-its-output');
  const session = await open();
  const error = await rejected(session.prompt('go'));
  assert.equal(error.code, 'agent_protocol');
  assert.match(error.message, /closed its connection while it worked/);
  await session.close();
  assert.deepEqual(await findMarked(options.home), []);
});

test('output that is sent again and again is kept once, its end, and at most 64 KiB of it', async (context) => {
  const { open, recorder } = given(context, 'floods-output');
  const session = await open();
  assert.deepEqual(await session.prompt('go'), { kind: 'ended' });
  const outputs = recorder.events.flatMap((event) =>
    event.type === 'agent.tool' ? [event.call.output ?? ''] : [],
  );
  assert.ok(outputs.every((output) => Buffer.byteLength(output) <= 64 * 1024 + 3));
  assert.match(outputs.at(-1) ?? '', /line 2990 of a very long output\n$/);
  assert.match(outputs.at(-1) ?? '', /^…/);
});

test('a flood on standard error is cut in the log', async (context) => {
  const { open, recorder } = given(context, 'floods-stderr');
  const session = await open();
  assert.deepEqual(await session.prompt('go'), { kind: 'ended' });
  assert.ok(recorder.notes.join('').length < 300 * 1024);
  assert.match(recorder.notes.at(-1) ?? '', /printed more than 256 KiB/);
});

test('updates in any order, of unknown kinds and without sense do not end a session', async (context) => {
  const { open, recorder } = given(context, 'odd-order');
  const session = await open();
  assert.deepEqual(await session.prompt('go'), { kind: 'ended' });
  assert.deepEqual(
    recorder.calls.map(({ id, title, kind, status, output }) => ({ id, title, kind, status, output })),
    [
      { id: 'a', title: 'Late announcement', kind: 'execute', status: 'completed', output: '{"exit":0}' },
      { id: 'a~2', title: 'Another call', kind: 'other', status: 'pending', output: null },
    ],
  );
  assert.deepEqual(recorder.notes, [
    'The agent sent an update of the unknown kind "telepathy": {"message":"hm"}.',
    'The agent sent an update of the kind "plan" that cannot be read.',
    'Careful',
    'The agent sent an update that cannot be read.',
  ]);
  assert.deepEqual(
    recorder.events.filter((event) => event.type === 'agent.plan').map((event) => event.entries),
    [[{ text: 'Look', status: 'in_progress' }]],
  );
  assert.deepEqual(recorder.events.findLast((event) => event.type === 'agent.usage')?.usage, {
    inputTokens: 7,
    outputTokens: 3,
    cachedTokens: 2,
    cost: 0.25,
  });
});

test('files are not handed out: an agent that asks for one hears that there is no such method', async (context) => {
  const { open, recorder } = given(context, 'reads-files-through-us');
  const session = await open();
  await session.prompt('go');
  assert.match(recorder.message, /-32601/);
});

test('a decision that the agent offers no option for is answered as cancelled', async (context) => {
  const { open, recorder } = given(context, 'asks-without-title');
  const session = await open({ decide: recorder.deny });
  await session.prompt('go');
  assert.equal(recorder.message, '{"outcome":"cancelled"}');
  assert.equal(recorder.requests[0]?.question, 'May it do something it does not name?');
  assert.ok(recorder.notes.some((note) => note.includes('no way to answer')));
});
