import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../test/support/temp-dir.ts';
import { AppError } from '../domain/errors.ts';
import { workerName } from './worker-name.ts';

test('a home has one name for as long as it exists, and no other has it', (context) => {
  const [home, other] = [tempDir(context), tempDir(context)];
  const name = workerName(home);
  assert.match(name, /^[\w-]+-[0-9a-f]{10}$/);
  assert.equal(workerName(home), name);
  assert.equal(readFileSync(join(home, 'worker'), 'utf8'), `${name}\n`);
  assert.equal(statSync(join(home, 'worker')).mode & 0o777, 0o600);
  assert.notEqual(workerName(other), name);
});

for (const content of ['', 'two words', 'a/b'])
  test(`a file that holds “${content}” is refused and kept`, (context) => {
    const home = tempDir(context);
    writeFileSync(join(home, 'worker'), content);
    assert.throws(
      () => workerName(home),
      (error) => error instanceof AppError && error.code === 'invalid_config' && /worker/.test(error.message),
    );
    assert.equal(readFileSync(join(home, 'worker'), 'utf8'), content);
  });
