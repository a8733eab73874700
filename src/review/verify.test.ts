import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { oid } from '../domain/ids.ts';
import { isSoonGone } from '../../test/support/processes.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { verify } from './verify.ts';
import type { VerifyInput } from './verify.ts';

function input(
  context: TestContext,
  commands: readonly string[],
  patch: Partial<VerifyInput> = {},
): VerifyInput {
  const dir = tempDir(context);
  return {
    checks: commands.map((command, index) => ({ name: `c${index + 1}`, command, timeoutMs: 20_000 })),
    cwd: dir,
    env: { PATH: process.env['PATH'] ?? '' },
    tree: oid('a'.repeat(40)),
    base: oid('b'.repeat(40)),
    on: 'task',
    logDir: join(dir, 'logs'),
    logPrefix: 'check-1',
    now: () => 42,
    signal: new AbortController().signal,
    onOutput: () => undefined,
    mask: (value) => value,
    ...patch,
  };
}

test('R184 evidence has the command, exit code, counts, tail, the full log and the tree', async (context) => {
  const given = input(context, ['echo "ℹ pass 2"; echo "ℹ fail 0" >&2']);
  const [evidence] = await verify(given);
  assert.equal(evidence?.outcome, 'passed');
  assert.equal(evidence?.exitCode, 0);
  assert.deepEqual(evidence?.counts, { passed: 2, failed: 0, skipped: 0 });
  assert.equal(evidence?.tree, 'a'.repeat(40));
  assert.equal(evidence?.tail, 'ℹ pass 2\nℹ fail 0');
  assert.equal(readFileSync(join(given.logDir, evidence?.log ?? ''), 'utf8'), 'ℹ pass 2\nℹ fail 0\n');
});

test('checks run in order and stop at the first that does not pass', async (context) => {
  const given = input(context, ['true', 'echo bad; exit 3', 'touch never']);
  const all = await verify(given);
  assert.deepEqual(
    all.map((item) => [item.outcome, item.exitCode]),
    [
      ['passed', 0],
      ['failed', 3],
    ],
  );
  assert.equal(existsSync(join(given.cwd, 'never')), false);
});

test('a check that never ends is stopped at its limit with everything it started', async (context) => {
  const given = input(context, []);
  const [evidence] = await verify({
    ...given,
    checks: [{ name: 'hang', command: 'sh -c "echo \\$\\$ > pid; exec sleep 600" & wait', timeoutMs: 1500 }],
  });
  assert.equal(evidence?.outcome, 'timed_out');
  const pid = Number(readFileSync(join(given.cwd, 'pid'), 'utf8'));
  assert.ok(await isSoonGone(pid));
});

test('a command that does not exist fails with the exit code of the shell', async (context) => {
  const [evidence] = await verify(input(context, ['no-such-command-here']));
  assert.equal(evidence?.exitCode, 127);
  assert.match(evidence?.tail ?? '', /not found/);
});

test('a working folder that is gone is evidence of a check that could not start', async (context) => {
  const given = input(context, ['true']);
  const [evidence] = await verify({ ...given, cwd: join(given.cwd, 'gone') });
  assert.equal(evidence?.outcome, 'not_started');
});

test('an abort ends the check and rejects', async (context) => {
  const abort = new AbortController();
  const given = input(context, ['echo go; sleep 600'], {
    signal: abort.signal,
    onOutput: () => abort.abort(new Error('stop')),
  });
  await assert.rejects(verify(given), /stop/);
});
