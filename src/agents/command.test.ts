import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { promptFor } from '../../test/support/agents/contract-scripts.ts';
import { plainEnvironment, testAgent } from '../../test/support/agents/entries.ts';
import { OpenSessions } from '../../test/support/agents/open-sessions.ts';
import { Recorder } from '../../test/support/agents/recorder.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { silentLog } from '../lib/log.ts';
import { commandDriver } from './command.ts';
import type { AgentEntry, AgentSession } from './driver.ts';

async function open(
  context: TestContext,
  entry: Partial<AgentEntry>,
  maxTurns: number | null = null,
): Promise<{ readonly session: AgentSession; readonly recorder: Recorder }> {
  const sessions = new OpenSessions(context);
  const recorder = new Recorder();
  const session = await commandDriver({ log: silentLog }).open(
    {
      entry: testAgent('command-agent.ts', [], { protocol: 'command', ...entry }),
      model: null,
      cwd: tempDir(context),
      home: tempDir(context),
      resume: null,
      maxTurns,
      onEvent: recorder.onEvent,
      decide: recorder.allow,
      environment: plainEnvironment,
    },
    AbortSignal.timeout(60_000),
  );
  return { session: sessions.add(session), recorder };
}

test('without a place for it the prompt comes on standard input', async (context) => {
  const { session, recorder } = await open(context, {});
  assert.deepEqual(await session.prompt(promptFor('greet')), { kind: 'ended' });
  assert.equal(recorder.message, 'Hello from the agent.\n');
});

test('a prompt is never a shell’s: it arrives as it is', async (context) => {
  const { session, recorder } = await open(context, { command: ['printf', '%s', '{prompt}'] });
  const prompt = '$(touch x) "quoted" $& `y`\nsecond line — ünïcode';
  await session.prompt(prompt);
  assert.equal(recorder.message, prompt);
});

test('a program that fails is told with its exit code and its last words', async (context) => {
  const { session, recorder } = await open(context, {});
  await assert.rejects(session.prompt(promptFor('refused')), {
    code: 'agent_unavailable',
    message: 'Test agent exited with code 3 while it worked: 401 Incorrect API key provided: sk-wrong',
  });
  assert.deepEqual(recorder.notes, ['401 Incorrect API key provided: sk-wrong']);
});

test('characters that arrive in two pieces are put together', async (context) => {
  const command = ['sh', '-c', 'printf "\\303"; sleep 0.1; printf "\\244"'];
  const { session, recorder } = await open(context, { command });
  await session.prompt('go');
  assert.equal(recorder.message, 'ä');
});

test('a limit of rounds that cannot be kept is said', async (context) => {
  const { recorder } = await open(context, {}, 5);
  assert.match(
    recorder.notes[0] ?? '',
    /the limit of 5 applies only as far as its model is asked through the gateway/,
  );
});
