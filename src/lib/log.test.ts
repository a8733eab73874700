import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openLog } from './log.ts';

test('a line is on the disk when it has been written', (context) => {
  const dir = mkdtempSync(join(tmpdir(), 'tasklane-log-'));
  context.after(() => rmSync(dir, { recursive: true }));
  const file = join(dir, 'new', 'daemon.log');
  openLog({ file, level: 'info' }).warn({ task: 'one' }, 'it waits');
  const line = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  assert.deepEqual([line['task'], line['msg']], ['one', 'it waits']);
});

test('a full disk costs lines of the log and nothing else', { skip: !existsSync('/dev/full') }, async () => {
  const log = openLog({ file: '/dev/full', level: 'info' });
  for (let line = 0; line < 3; line += 1) log.error({ line }, 'there is no room for this');
  // An error that nobody hears is thrown a moment later, and would fail this test.
  await new Promise(setImmediate);
});
