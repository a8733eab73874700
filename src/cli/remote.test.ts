import assert from 'node:assert/strict';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../test/support/temp-dir.ts';
import { AppError } from '../api/errors.ts';
import { takeConnectionFlags } from './connection-flags.ts';
import { forgetLogin, isOnLoopback, readLogin, remoteOf, saveLogin } from './remote.ts';

test('R71 flags are stronger than our variables, those than Coder’s, those than where one signed in', async (context) => {
  const home = tempDir(context);
  const coder = { CODER_URL: 'https://coder', CODER_SESSION_TOKEN: 'c' };
  const ours = { TASKLANE_URL: 'https://ours', TASKLANE_TOKEN: 'o' };
  assert.equal(await remoteOf({}, home), null);
  await saveLogin(home, { url: 'https://saved/', token: 's' });
  assert.deepEqual(await remoteOf({}, home), { url: 'https://saved', token: 's', source: 'login' });
  assert.deepEqual(await remoteOf(coder, home), { url: 'https://coder', token: 'c', source: 'CODER_URL' });
  const both = await remoteOf({ ...coder, ...ours }, home);
  assert.deepEqual(both, { url: 'https://ours', token: 'o', source: 'TASKLANE_URL' });
  const flags = takeConnectionFlags(['--token=f', 'task', 'list', '--url', 'https://flag']);
  assert.deepEqual(flags.argv, ['task', 'list']);
  const named = await remoteOf({ ...coder, ...ours, ...flags.env }, home);
  assert.deepEqual(named, { url: 'https://flag', token: 'f', source: 'TASKLANE_URL' });
  await forgetLogin(home);
  assert.equal(await remoteOf({}, home), null);
});

test('an address alone is refused, unless one signed in there; Coder’s alone means nothing to us', async (context) => {
  const home = tempDir(context);
  await assert.rejects(remoteOf({ TASKLANE_URL: 'https://ours' }, home), AppError);
  assert.equal(await remoteOf({ CODER_URL: 'https://coder' }, home), null);
  await saveLogin(home, { url: 'https://ours', token: 's' });
  assert.equal((await remoteOf({ TASKLANE_URL: 'https://ours/' }, home))?.token, 's');
});

test('the token is kept readable by its owner alone, also over a file that was not', async (context) => {
  const home = join(tempDir(context), 'home');
  mkdirSync(home);
  writeFileSync(join(home, 'login.json'), '{', { mode: 0o644 });
  assert.equal(await readLogin(home), null, 'half of one is none');
  await saveLogin(home, { url: 'https://saved', token: 's' });
  assert.equal(statSync(join(home, 'login.json')).mode & 0o077, 0);
});

test('what stands behind -- is no flag of ours, and a flag without its value is refused', () => {
  assert.deepEqual(takeConnectionFlags(['run', '--', '--url', 'x']), {
    argv: ['run', '--', '--url', 'x'],
    env: {},
  });
  assert.throws(() => takeConnectionFlags(['task', '--url']), /--url needs a value/);
});

test('an address is known to be of this machine', () => {
  for (const url of ['http://127.0.0.1:1', 'http://localhost', 'http://[::1]:2', 'http://127.1.2.3'])
    assert.ok(isOnLoopback(url), url);
  for (const url of ['http://10.0.0.1', 'http://0.0.0.0:1', 'http://localhost.evil.example', 'nonsense'])
    assert.ok(!isOnLoopback(url), url);
});
