// How commands come to a daemon: found, started in the background, or not to be had. With the real daemon.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { collect, createCli, daemonPid } from '../../test/support/cli.ts';
import { isRunning } from '../../test/support/processes.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { holdLock } from '../lib/lock-file.ts';

test('the first command starts a daemon and says so on stderr, the next one uses it, stop ends it', async (context) => {
  const dir = tempDir(context);
  const home = join(dir, 'home');
  const cli = createCli(context, home);
  const first = await cli.run(['project', 'list', '--json'], dir);
  assert.equal(first.code, 0, first.stderr);
  assert.deepEqual(JSON.parse(first.stdout), { projects: [] });
  assert.match(
    first.stderr,
    /^tasklane: started the daemon in the background at http:\/\/127\.0\.0\.1:\d+ .*\n$/,
  );
  const pid = daemonPid(home) ?? 0;
  const second = await cli.run(['project', 'list', '--json'], dir);
  assert.deepEqual([second.code, second.stderr, daemonPid(home)], [0, '', pid]);
  assert.equal(statSync(join(home, 'daemon.log')).mode & 0o077, 0);

  const stopped = await cli.run(['stop'], dir);
  assert.deepEqual([stopped.code, stopped.stderr], [0, 'tasklane: stopped the daemon\n']);
  assert.equal(isRunning(pid), false);
  assert.match((await cli.run(['stop'], dir)).stderr, /no daemon runs/);
});

test('commands that start at once share one daemon', async (context) => {
  const dir = tempDir(context);
  const cli = createCli(context, join(dir, 'home'));
  const results = await Promise.all([1, 2, 3].map(() => cli.run(['project', 'list', '--json'], dir)));
  for (const result of results) assert.equal(result.code, 0, result.stderr);
  const urls = new Set(results.flatMap((result) => result.stderr.match(/http:\S+/g) ?? []));
  assert.equal(urls.size, 1, [...urls].join());
});

test('while the daemon before it is still stopping, a command waits and then starts the next', async (context) => {
  const dir = tempDir(context);
  const home = join(dir, 'home');
  mkdirSync(home);
  const before = holdLock(join(home, 'daemon.lock'));
  assert.ok(before.held);
  const child = createCli(context, home).start(['project', 'list'], dir);
  const ended = collect(child);
  const log = join(home, 'daemon.log');
  const isRefused = (): boolean => existsSync(log) && /is held by/.test(readFileSync(log, 'utf8'));
  while (!isRefused()) await new Promise((resolve) => setImmediate(resolve));
  before.release();
  const result = await ended;
  assert.equal(result.code, 0, result.stderr);
  assert.match(result.stderr, /started the daemon/);
});

test('a daemon.json that was left behind does not stop the next one', async (context) => {
  const dir = tempDir(context);
  const home = join(dir, 'home');
  mkdirSync(home);
  // The pid of a process that lives and is no daemon: this test.
  const left = { pid: process.pid, url: 'http://127.0.0.1:1', version: '0', started_at: '' };
  writeFileSync(join(home, 'daemon.json'), JSON.stringify(left));
  writeFileSync(join(home, 'token'), 'x');
  const result = await createCli(context, home).run(['project', 'list'], dir);
  assert.equal(result.code, 0, result.stderr);
  assert.match(result.stderr, /started the daemon/);
});

test('when the usual port is taken, a daemon in the background takes another', async (context) => {
  const dir = tempDir(context);
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  context.after(() => taken.close());
  const { port } = taken.address() as AddressInfo;
  const cli = createCli(context, join(dir, 'home'), { TASKLANE_PORT: String(port) });
  const result = await cli.run(['project', 'list'], dir);
  assert.equal(result.code, 0, result.stderr);
  assert.doesNotMatch(result.stderr, new RegExp(`:${port}\\b`));
  const foreground = await cli.run(['serve', '--port', String(port), '--home', join(dir, 'second')], dir);
  assert.equal(foreground.code, 1);
  assert.match(foreground.stderr, new RegExp(`${port}[^]*\\n {2}next: `));
});

test('serve says its URL first on stdout, holds its home, and ends with 0 on SIGTERM', async (context) => {
  const dir = tempDir(context);
  const home = join(dir, 'home');
  const cli = createCli(context, home);
  const child = cli.start(['serve', '--port', '0', '--home', home], dir);
  const ended = collect(child);
  const first = await new Promise<string>((resolve) =>
    child.stdout?.once('data', (chunk: Buffer) => resolve(String(chunk))),
  );
  assert.match(first, /^http:\/\/127\.0\.0\.1:\d+\n$/);
  const second = await cli.run(['serve', '--port', '0'], dir);
  assert.equal(second.code, 1);
  assert.match(second.stderr, /^tasklane: .*home.* is held by [^]*\n {2}next: /);
  child.kill('SIGTERM');
  assert.equal((await ended).code, 0);
});

test('a daemon that cannot start is an error with its own words, and doctor goes on without it', async (context) => {
  const dir = tempDir(context);
  const home = join(dir, 'home');
  mkdirSync(home);
  writeFileSync(join(home, 'config.json'), '{ "parallell": 3 }');
  const cli = createCli(context, home);
  const result = await cli.run(['task', 'list'], dir);
  assert.equal(result.code, 1);
  assert.match(
    result.stderr,
    /^tasklane: The daemon ended while it started \(exit code 1\)\.\n[^]*parallell[^]*daemon\.log/,
  );
  const doctor = await cli.run(['doctor'], dir);
  assert.equal(doctor.code, 1);
  assert.match(doctor.stdout, /^✗ daemon: .*\n[^]*parallell[^]*\n✓ node: [^]*\n✓ git: [^]*\n✓ home: /);
});

test('a home that cannot be made is one clear error', async (context) => {
  const dir = tempDir(context);
  writeFileSync(join(dir, 'file'), '');
  const result = await createCli(context, join(dir, 'file', 'home')).run(['task', 'list'], dir);
  assert.equal(result.code, 1);
  assert.match(result.stderr, /^tasklane: .*file\/home.*\n {2}next: /);
  const doctor = await createCli(context, join(dir, 'file', 'home')).run(['doctor'], dir);
  assert.match(doctor.stdout, /^✗ daemon: .*file\/home[^]*\n✗ home: .*file cannot be written to\./);
});

test('Ctrl-C while the daemon starts ends the command with 130 and the home stays usable', async (context) => {
  const dir = tempDir(context);
  const home = join(dir, 'home');
  const cli = createCli(context, home);
  const child = cli.start(['project', 'list'], dir);
  const ended = collect(child);
  while (!existsSync(join(home, 'daemon.log'))) await new Promise((resolve) => setImmediate(resolve));
  child.kill('SIGINT');
  assert.equal((await ended).code, 130);
  const next = await cli.run(['project', 'list', '--json'], dir);
  assert.deepEqual([next.code, JSON.parse(next.stdout)], [0, { projects: [] }]);
  assert.notEqual(readFileSync(join(home, 'token'), 'utf8').trim(), '');
});
