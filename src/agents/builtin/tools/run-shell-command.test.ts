import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSoonGone } from '../../../../test/support/processes.ts';
import { benchFor } from '../../../../test/support/tool-bench.ts';
import { commandEnvironment } from './command-environment.ts';
import { runShellCommandTool } from './run-shell-command.ts';

test('a command runs in the workspace with bash and gives what it prints on both streams', async (t) => {
  const bench = benchFor(t, runShellCommandTool, { 'a.txt': 'one\n' });
  const outcome = await bench.run({ command: '[[ -f a.txt ]] && cat a.txt && echo two >&2' });
  assert.equal(outcome.kind, 'done');
  assert.deepEqual(outcome.text.split('\n').sort(), ['one', 'two']);
});

test('an exit code other than 0 is a failure with its output', async (t) => {
  const outcome = await benchFor(t, runShellCommandTool).run({ command: 'echo before; exit 3' });
  assert.deepEqual(outcome, { kind: 'failed', text: 'before\n\n[exit code 3]' });
  const silent = await benchFor(t, runShellCommandTool).run({ command: 'true' });
  assert.deepEqual(silent, { kind: 'done', text: '(no output)' });
});

test('a long output keeps its head and its tail and says how much is missing', async (t) => {
  const bench = benchFor(t, runShellCommandTool);
  const { text } = await bench.run({ command: 'echo first; seq 1 100000; echo last' });
  assert.ok(text.length < 30_200, String(text.length));
  assert.match(text, /^first\n1\n2\n/);
  assert.match(text, /99999\n100000\nlast$/);
  const cut = Number(
    /\[… (\d+) characters cut; read_output of out-1 from offset 15000 shows them …\]/.exec(text)?.[1],
  );
  const printed =
    'first\nlast\n'.length + Array.from({ length: 100_000 }, (_, n) => `${n + 1}\n`).join('').length;
  assert.equal(cut, printed - 30_000);
});

test('a command over its time is killed with all it started', async (t) => {
  const bench = benchFor(t, runShellCommandTool);
  const outcome = await bench.run({ command: 'sleep 300 & echo $!; wait', timeout_seconds: 1 });
  assert.equal(outcome.kind, 'failed');
  assert.match(outcome.text, /killed after 1 s, its time limit/);
  assert.ok(await isSoonGone(Number.parseInt(outcome.text, 10)));
});

test('what a command leaves in the background is killed when it ends', async (t) => {
  const bench = benchFor(t, runShellCommandTool);
  const outcome = await bench.run({ command: 'nohup sleep 300 >/dev/null 2>&1 & echo $!' });
  assert.equal(outcome.kind, 'done');
  assert.ok(await isSoonGone(Number.parseInt(outcome.text, 10)));
});

test('a process that left the group and holds the output open does not hold the call', async (t) => {
  const bench = benchFor(t, runShellCommandTool);
  const started = performance.now();
  const outcome = await bench.run({ command: 'setsid sleep 300 & echo $!' });
  t.after(() => process.kill(Number.parseInt(outcome.text, 10), 'SIGKILL'));
  assert.equal(outcome.kind, 'done');
  assert.ok(performance.now() - started < 5000);
});

test('a cancelled command is dead before the call ends', async (t) => {
  const bench = benchFor(t, runShellCommandTool);
  const cancel = new AbortController();
  let pid = 0;
  const running = bench.run(
    { command: 'echo $$; sleep 0.6; echo more; sleep 300' },
    {
      signal: cancel.signal,
      onProgress: (text) => {
        pid = Number.parseInt(text, 10);
        cancel.abort(new Error('enough'));
      },
    },
  );
  await assert.rejects(running, /enough/);
  assert.ok(pid > 0);
  assert.ok(await isSoonGone(pid));
});

test('nobody answers a question: the input is empty', async (t) => {
  const bench = benchFor(t, runShellCommandTool);
  assert.equal((await bench.run({ command: 'read answer || echo nobody' })).text, 'nobody');
});

test('keys and tokens are hidden from commands, also under names that do not look like one', async (t) => {
  const environment = commandEnvironment({
    PATH: process.env['PATH'],
    OPENAI_API_KEY: 'secret-value-1',
    MY_COPY: 'secret-value-1',
    GITHUB_TOKEN: 'secret-value-2',
    DB_PASSWORD: 'secret-value-3',
    TASKLANE_MODEL: 'secret-value-4',
    OPENAI_BASE_URL: 'http://127.0.0.1/llm/secret-value-5/v1',
    SSH_AUTH_SOCK: 'secret-value-6',
    KEYBOARD: 'qwerty',
  });
  const { text } = await benchFor(t, runShellCommandTool, {}, environment).run({ command: 'env' });
  assert.doesNotMatch(text, /secret-value/);
  assert.match(text, /KEYBOARD=qwerty/);
  assert.match(text, /PATH=/);
});
