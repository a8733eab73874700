import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../test/support/temp-dir.ts';
import { locate } from './locate.ts';

test('a program is found in the first folder of PATH that has it and may run it', (context) => {
  const dir = tempDir(context);
  for (const folder of ['not-executable', 'a-folder', 'first', 'second']) mkdirSync(join(dir, folder));
  mkdirSync(join(dir, 'a-folder', 'agent'));
  for (const folder of ['not-executable', 'first', 'second'])
    writeFileSync(join(dir, folder, 'agent'), '#!/bin/sh\n');
  for (const folder of ['first', 'second']) chmodSync(join(dir, folder, 'agent'), 0o755);
  const path = [
    'relative',
    '',
    ...['not-executable', 'a-folder', 'first', 'second'].map((name) => join(dir, name)),
  ].join(':');
  assert.equal(locate('agent', path), join(dir, 'first', 'agent'));
  assert.equal(locate('no-such-agent', path), null);
});

test('a program with a slash is not looked up: it is relative to the folder it is to run in', (context) => {
  const dir = tempDir(context);
  writeFileSync(join(dir, 'agent'), '#!/bin/sh\n', { mode: 0o755 });
  assert.equal(locate('./agent', '/usr/bin', dir), join(dir, 'agent'));
  assert.equal(locate(join(dir, 'agent'), ''), join(dir, 'agent'));
  assert.equal(locate('./missing', '/usr/bin', dir), null);
});
