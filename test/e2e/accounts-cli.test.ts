// People at the command line: one makes another a user, who signs in from elsewhere and works with what they were given.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { MeJson, TokenListJson } from '../../src/api/account-schemas.ts';
import { createCli, daemonPid } from '../support/cli.ts';
import { createStage } from '../support/stage.ts';

test('R71 somebody elsewhere signs in, sees what they belong to, and signs out; no daemon is started there', async (context) => {
  const stage = await createStage(context);
  assert.equal((await stage.run('project', 'add', '.')).code, 0);
  const secret = 'correct horse battery';
  assert.equal((await stage.cli.run(['user', 'create', 'ada', '--password'], stage.dir, secret)).code, 0);
  const { url } = stage.client();
  const there = createCli(context, join(stage.dir, 'there'));
  const ada = (...args: readonly string[]): ReturnType<typeof there.run> =>
    there.run(args, stage.repository.dir);

  const wrong = await there.run(['login', url, '--user', 'ada'], stage.dir, 'guess\n');
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /The name or the password is wrong/);
  const right = await there.run(['login', url, '--user', 'ada'], stage.dir, `${secret}\n`);
  assert.equal(right.code, 0, right.stderr);
  assert.equal(statSync(join(there.home, 'login.json')).mode & 0o077, 0);
  assert.match((await ada('whoami')).stdout, /^ada \(member\) at http:.*session token/);

  assert.match((await ada('project', 'list')).stderr, /No projects yet/);
  assert.match((await ada('project', 'add', '.')).stderr, /Only an admin may do that/);
  const added = await stage.run('member', 'add', 'ada', '--role', 'viewer');
  assert.match(added.stderr, /ada is viewer of project sample/);
  assert.match((await ada('project', 'list')).stdout, /sample/);
  assert.match((await stage.run('member', 'list')).stdout, /ada +viewer/);
  const refused = await ada('task', 'create', 'say hello', '--draft');
  assert.match(refused.stderr, /Only a member of the project may do that\.\n {2}next: Ask an owner/);
  assert.equal((await stage.run('member', 'add', 'ada', '--role', 'member')).code, 0);
  assert.equal((await ada('task', 'create', 'say hello', '--draft')).code, 0);
  assert.match((await ada('stop')).stderr, /a daemon that is not of this home/);

  assert.match((await ada('logout')).stderr, /signed out of http/);
  assert.equal(daemonPid(there.home), null, 'none was started there');
  const sessions = await stage.run('token', 'list', '--user', 'ada', '--json');
  assert.notEqual((JSON.parse(sessions.stdout) as TokenListJson).tokens[0]?.revoked_at, null);
  assert.match((await stage.run('member', 'remove', 'ada')).stderr, /no longer in project sample/);
});

test('R71 a token is printed once and works from the flag and from the variables, Coder’s too', async (context) => {
  const stage = await createStage(context);
  assert.equal((await stage.run('user', 'create', 'ada', '--email', 'ada@example.com')).code, 0);
  const made = await stage.run(
    'token',
    'create',
    'ci',
    '--user',
    'ada',
    '--expires',
    '1h',
    '--scope',
    'read',
  );
  assert.match(made.stdout, /^[A-Za-z0-9]{10}-[A-Za-z0-9]{22}\n$/);
  assert.match(made.stderr, /not shown again/);
  const token = made.stdout.trim();
  const { url } = stage.client();
  for (const env of [
    { TASKLANE_URL: url, TASKLANE_TOKEN: token },
    { CODER_URL: url, CODER_SESSION_TOKEN: token },
  ]) {
    const cli = createCli(context, join(stage.dir, 'elsewhere'), env);
    const me = JSON.parse((await cli.run(['whoami', '--json'], stage.dir)).stdout) as MeJson;
    assert.deepEqual([me.user.name, me.scopes], ['ada', ['read']]);
  }
  assert.match((await stage.run('whoami', '--token', token)).stdout, /^ada \(member\)/);
  assert.match((await stage.run('--url', url, '--token', token, 'whoami')).stdout, /^ada /);

  const listed = await stage.run('token', 'list', '--user', 'ada');
  assert.match(listed.stdout, /^\w{10} +api +active +\d+s +read +ci$/m);
  assert.ok(!listed.stdout.includes(token.slice(11)));
  assert.equal((await stage.run('token', 'revoke', token.slice(0, 10))).code, 0);
  assert.match((await stage.run('whoami', '--token', token)).stderr, /This token was revoked/);
});

test('people are listed, changed, suspended, let in again and deleted; the owner of the home stays', async (context) => {
  const stage = await createStage(context);
  for (const args of [
    ['create', 'ada'],
    ['edit', 'ada', '--role', 'admin', '--email', 'ada@example.com'],
    ['suspend', 'ada'],
  ])
    assert.equal((await stage.run('user', ...args)).code, 0, args.join(' '));
  assert.match((await stage.run('user', 'list')).stdout, /^ada +admin +suspended +ada@example\.com /m);
  assert.match((await stage.run('user', 'resume', 'ada')).stderr, /ada is active, admin/);
  assert.match((await stage.run('user', 'show', 'ada')).stdout, /^state +active$/m);
  assert.match((await stage.run('user', 'create', 'ada')).stderr, /already named “ada”/);
  assert.match((await stage.run('user', 'create', 'Ada L')).stderr, /lower-case letters and digits/);
  const me = JSON.parse((await stage.run('whoami', '--json')).stdout) as MeJson;
  for (const args of [['suspend'], ['delete', '--yes'], ['edit', '--role', 'member']])
    assert.match((await stage.run('user', ...args, me.user.name)).stderr, /is the owner of a home/, args[0]);
  assert.equal((await stage.run('user', 'delete', 'ada', '--yes')).code, 0);
  assert.match((await stage.run('user', 'show', 'ada')).stderr, /There is no user “ada”/);
});
