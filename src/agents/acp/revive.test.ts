// A session that goes on in a new process: by whichever way the agent has, and by a new one where it has none.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainEnvironment, testAgent } from '../../../test/support/agents/entries.ts';
import { OpenSessions } from '../../../test/support/agents/open-sessions.ts';
import { Recorder } from '../../../test/support/agents/recorder.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { silentLog } from '../../lib/log.ts';
import { acpDriver } from '../acp.ts';

for (const { ways, says, resumed, note } of [
  { ways: ['load'], says: 'load: go', resumed: true, note: null },
  { ways: ['resume'], says: 'resume: go', resumed: true, note: null },
  { ways: ['load', 'resume'], says: 'load: go', resumed: true, note: null },
  { ways: ['load-broken', 'resume'], says: 'resume: go', resumed: true, note: null },
  {
    ways: ['resume-broken'],
    says: 'new: go',
    resumed: false,
    note: /^Session one could not be loaded \(.*session\/resume.*\); a new one begins\.$/,
  },
  { ways: [], says: 'new: go', resumed: false, note: /cannot load an earlier session; a new one begins\.$/ },
])
  test(`an agent that has ${ways.join(' and ') || 'no way to go on'} says “${says}”`, async (context) => {
    const sessions = new OpenSessions(context);
    const recorder = new Recorder();
    const session = sessions.add(
      await acpDriver({ log: silentLog }).open(
        {
          entry: testAgent('reviving-agent.ts', ways, { askMode: null }),
          model: null,
          cwd: tempDir(context),
          home: tempDir(context),
          resume: 'one',
          maxTurns: null,
          onEvent: recorder.onEvent,
          decide: recorder.allow,
          environment: plainEnvironment,
        },
        AbortSignal.timeout(60_000),
      ),
    );
    assert.deepEqual([session.resumed, session.sessionId], [resumed, resumed ? 'one' : 'two']);
    assert.deepEqual(await session.prompt('go'), { kind: 'ended' });
    assert.equal(recorder.message, says);
    if (note === null) assert.deepEqual(recorder.notes, []);
    else assert.match(recorder.notes.join('\n'), note);
  });
