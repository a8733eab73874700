// The agents that are installed for the tests, unmodified: work, cancelling, the next prompt, and going on in a new process.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { TestContext } from 'node:test';
import { contractScripts, promptFor } from '../../../test/support/agents/contract-scripts.ts';
import { installedAgent } from '../../../test/support/agents/installed.ts';
import { OpenSessions } from '../../../test/support/agents/open-sessions.ts';
import { Recorder } from '../../../test/support/agents/recorder.ts';
import { startModelServer } from '../../../test/support/model-server/server.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { silentLog } from '../../lib/log.ts';
import { acpDriver } from '../acp.ts';
import type { AgentEntry, AgentSession, SessionOptions } from '../driver.ts';
import { claude } from './claude.ts';
import { cline } from './cline.ts';
import { copilot } from './copilot.ts';
import { kilo } from './kilo.ts';
import { opencode } from './opencode.ts';
import { pi } from './pi.ts';

const server = await startModelServer({ scripts: contractScripts });
after(() => server.close());

const driver = acpDriver({ log: silentLog });

interface Opened {
  readonly session: AgentSession;
  readonly recorder: Recorder;
}

/** Opens sessions of one conversation, all in the same folder and HOME. */
function given(
  context: TestContext,
  entry: AgentEntry,
  path: string,
): (resume?: string | null) => Promise<Opened> {
  const sessions = new OpenSessions(context);
  const [cwd, home] = [tempDir(context), tempDir(context)];
  return async (resume = null) => {
    const recorder = new Recorder();
    const options: SessionOptions = {
      entry,
      model: 'local/some-model',
      cwd,
      home,
      resume,
      maxTurns: null,
      onEvent: recorder.onEvent,
      decide: recorder.allow,
      environment: {
        PATH: path,
        OPENAI_API_KEY: 'fake',
        OPENAI_BASE_URL: `${server.url}/v1`,
        ANTHROPIC_API_KEY: 'fake',
        ...(entry.passEnv.includes('ANTHROPIC_BASE_URL') && { ANTHROPIC_BASE_URL: server.url }),
      },
    };
    const session = await driver.open(options, AbortSignal.timeout(100_000));
    return { session: sessions.add(session), recorder };
  };
}

for (const entry of [claude, cline, copilot, kilo, opencode, pi]) {
  const { path, skip } = installedAgent(entry.name);

  test(
    `R55 R118 ${entry.title} works, is cancelled, and goes on in a new process`,
    { skip },
    async (context) => {
      const open = given(context, entry, path);
      const { session, recorder } = await open();
      const asked = server.requests.length;
      assert.deepEqual(await session.prompt(promptFor('write')), { kind: 'ended' });
      assert.match(recorder.message, /I will write it\.[^]*It is written\./);
      assert.ok(recorder.calls.some((call) => call.status === 'completed'));
      assert.equal(recorder.requests.length > 0, entry.facts?.quirks.asks === 'always');
      const requests = server.requests.slice(asked);
      assert.deepEqual([...new Set(requests.map(({ model }) => model))], ['some-model']);

      const turn = session.prompt(promptFor('stream'));
      await recorder.until(({ message }) => message.includes('word2'));
      await session.cancel();
      assert.deepEqual(await turn, { kind: 'cancelled' });
      assert.deepEqual(await session.prompt(`${promptFor('greet')} The password is swordfish.`), {
        kind: 'ended',
      });
      await session.close();

      const again = await open(session.sessionId);
      assert.equal(again.session.resumed, true);
      assert.equal(again.recorder.message, '');
      assert.deepEqual(await again.session.prompt(promptFor('again')), { kind: 'ended' });
      assert.match(again.recorder.message, /Here I am again\.\s*$/);
      const last = server.requests.findLast((request) => request.script === 'again');
      assert.match(JSON.stringify(last?.body), /The password is swordfish\./);
      await again.session.close();
    },
  );

  test(
    `R113 a key that ${entry.title}'s provider refuses is a failure, not the end of its work`,
    { skip },
    async (context) => {
      const { session } = await given(context, entry, path)();
      await assert.rejects(session.prompt(promptFor('refused')), (error) => {
        assert.ok(error instanceof Error && 'code' in error);
        // pi keeps the reason to itself.
        const expected = entry.facts?.quirks.failures === 'silence' ? 'model_network' : 'model_credentials';
        assert.equal(error.code, expected, error.message);
        return true;
      });
    },
  );
}
