import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../api/errors.ts';
import { settingsFrom } from './setting-values.ts';

test('what is JSON is taken as that, a command line as text', () => {
  assert.deepEqual(
    settingsFrom(['check=true', 'setup=null', 'parallel=3', 'network=false', 'preview=npm start']),
    {
      check: 'true',
      setup: null,
      parallel: 3,
      network: false,
      preview: 'npm start',
    },
  );
  assert.deepEqual(settingsFrom(['checks=[{"name":"a=b"}]', 'agent=']), {
    checks: [{ name: 'a=b' }],
    agent: '',
  });
});

test('a word without a key is refused with how to write it', () => {
  for (const word of ['check', '=true'])
    assert.throws(
      () => settingsFrom([word]),
      (error) => error instanceof AppError && error.code === 'invalid_input',
    );
});
