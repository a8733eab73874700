import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { plainEnvironment, testAgent } from '../../test/support/agents/entries.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import type { AgentEntry, SessionOptions } from './driver.ts';
import { prepareLaunch } from './launch.ts';

function given(
  context: TestContext,
  entry: Partial<AgentEntry>,
  changes: Partial<SessionOptions> = {},
): SessionOptions {
  return {
    entry: testAgent('scripted-agent.ts', [], entry),
    model: null,
    cwd: tempDir(context),
    home: join(tempDir(context), 'home'),
    resume: null,
    maxTurns: null,
    onEvent: () => undefined,
    decide: async () => ({ outcome: 'deny', by: 'nobody' }),
    environment: plainEnvironment,
    ...changes,
  };
}

const withModel = {
  command: ['node', '-m', '{modelId}', '--model={model}', '--other', 'x'],
  env: { MODEL: '{model}', ALSO: 'yes' },
  passEnv: ['MODEL'],
};

test('R55 the chosen model goes where the agent expects it, in full or by its id alone', async (context) => {
  const launch = await prepareLaunch(given(context, withModel, { model: 'router/vendor/model-1' }));
  assert.deepEqual(launch.args, ['-m', 'vendor/model-1', '--model=router/vendor/model-1', '--other', 'x']);
  assert.equal(launch.env['MODEL'], 'router/vendor/model-1');
});

test('without a chosen model its arguments and variables are left out, and the daemon’s own variable counts', async (context) => {
  const environment = { ...plainEnvironment, MODEL: 'from-the-daemon' };
  const launch = await prepareLaunch(given(context, withModel, { environment }));
  assert.deepEqual(launch.args, ['--other', 'x']);
  assert.equal(launch.env['MODEL'], 'from-the-daemon');
  assert.equal(launch.env['ALSO'], 'yes');
});

test('a model for an agent that cannot be given one is refused', async (context) => {
  await assert.rejects(prepareLaunch(given(context, {}, { model: 'a/b' })), {
    code: 'invalid_input',
    message: 'Agent "test" has no way to be given a model (a/b).',
  });
});

test('HOME and the folders for temporary files are below the given home and there', async (context) => {
  const options = given(context, {});
  const launch = await prepareLaunch(options);
  assert.equal(launch.env['HOME'], options.home);
  assert.equal(launch.env['TMPDIR'], join(options.home, 'tmp'));
  assert.ok(existsSync(join(options.home, 'tmp')));
});

test('where sockets below HOME would have too long a path, the system’s temporary folder is used', async (context) => {
  const home = join(tempDir(context), 'a-long-name-'.repeat(6));
  assert.equal((await prepareLaunch(given(context, {}, { home }))).env['TMPDIR'], undefined);
});

test('a variable that is to be passed and is not set is not there', async (context) => {
  const launch = await prepareLaunch(given(context, { passEnv: ['NOT_SET'] }));
  assert.equal('NOT_SET' in launch.env, false);
});

test('an entry with an empty command is refused', async (context) => {
  await assert.rejects(prepareLaunch(given(context, { command: [] })), { code: 'invalid_config' });
});
