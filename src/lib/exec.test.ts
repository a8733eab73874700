import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSoonGone } from '../../test/support/processes.ts';
import { exec } from './exec.ts';

const env = { PATH: process.env['PATH'] ?? '' };
const sh = (script: string): readonly string[] => ['sh', '-c', script];

test('a program gets its arguments word for word, its input, and only the environment it is given', async () => {
  const end = await exec(['sh', '-c', 'printf "%s|" "$@"; cat; env | grep -c SECRET', 'sh', 'a b', '$HOME'], {
    env,
    input: 'typed\n',
  });
  assert.equal(end.stdout.toString(), 'a b|$HOME|typed\n0\n');
});

test('the exit code and both outputs are returned', async () => {
  const end = await exec(sh('echo out; echo err >&2; exit 7'), { env });
  assert.deepEqual([end.exitCode, end.stdout.toString(), end.stderr.toString()], [7, 'out\n', 'err\n']);
});

test('a program that does not exist rejects', async () => {
  await assert.rejects(exec(['no-such-program-here'], { env }), /ENOENT/);
});

test('at the time limit the whole group is killed, also a background child that holds the pipes', async () => {
  const end = await exec(sh('sleep 600 & echo $!; wait'), { env, timeoutMs: 500 });
  assert.equal(end.timedOut, true);
  assert.ok(await isSoonGone(Number(end.stdout.toString())));
});

test('a child left in the background ends when the program does', async () => {
  const end = await exec(sh('sleep 600 & echo $!'), { env });
  assert.equal(end.exitCode, 0);
  assert.ok(await isSoonGone(Number(end.stdout.toString())));
});

test('what a program has written is read to its end, however busy this process is when it ends', async (context) => {
  // The end of the program is where its group is killed: from there on nothing is read for longer than pipes are waited for.
  context.mock.method(process, 'kill', () => {
    const until = performance.now() + 700;
    while (performance.now() < until);
    return true;
  });
  const ends = await Promise.all(
    Array.from({ length: 4 }, async () => exec(sh('head -c 300000 /dev/zero'), { env })),
  );
  assert.deepEqual(
    ends.map(({ stdout }) => stdout.length),
    [300_000, 300_000, 300_000, 300_000],
  );
});

test('an abort kills it and rejects with the reason', async () => {
  const abort = new AbortController();
  const running = exec(sh('echo started; sleep 600'), {
    env,
    signal: abort.signal,
    onOutput: () => abort.abort(new Error('enough')),
  });
  await assert.rejects(running, /enough/);
});

test('output beyond the cap is dropped at the end, or at the beginning when the tail is wanted', async () => {
  const script = sh('i=0; while [ $i -lt 1000 ]; do echo line$i; i=$((i+1)); done');
  const head = await exec(script, { env, maxOutput: 12 });
  assert.deepEqual([head.stdout.toString(), head.truncated], ['line0\nline1\n', true]);
  const tail = await exec(script, { env, maxOutput: 8, keep: 'tail' });
  assert.deepEqual([tail.stdout.toString(), tail.truncated], ['line999\n', true]);
});

test(
  'a child that left the group and holds the pipes is not waited for',
  { skip: process.platform !== 'linux' },
  async () => {
    const end = await exec(sh('setsid sleep 600 & echo $!'), { env });
    assert.equal(end.exitCode, 0);
    process.kill(Number(end.stdout.toString()), 'SIGKILL');
  },
);
