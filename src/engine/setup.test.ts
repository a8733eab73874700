import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tempDir } from '../../test/support/temp-dir.ts';
import { runSetup } from './setup.ts';

test('a setup command that prints 100 MB puts its beginning into the log, and fails with its end', async (context) => {
  let size = 0;
  let last = '';
  const command = 'head -c 100000000 /dev/zero | tr "\\0" x; echo; echo the very end; exit 3';
  const setUp = runSetup({
    scripts: [{ name: 'setup command', command, next: 'Correct it.' }],
    cwd: tempDir(context),
    env: { PATH: '/usr/bin:/bin' },
    timeoutMs: 60_000,
    signal: new AbortController().signal,
    onOutput: (text) => {
      size += text.length;
      last = text;
    },
  });
  await assert.rejects(setUp, ({ code, details }: { code: string; details: { output: string } }) => {
    assert.equal(code, 'setup_failed');
    assert.match(details.output, /the very end\s*$/);
    return true;
  });
  assert.match(last, /more output/);
  assert.ok(size < 1024 * 1024 + 100, String(size));
});
