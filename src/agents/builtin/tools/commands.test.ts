// Commands that stay in the background, and outputs that are read on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRunning, isSoonGone } from '../../../../test/support/processes.ts';
import { benchFor } from '../../../../test/support/tool-bench.ts';
import { Output } from './output.ts';
import { readOutputTool } from './read-output.ts';
import { runShellCommandTool } from './run-shell-command.ts';
import { stopCommandTool } from './stop-command.ts';

const server = 'echo ready; sleep 300 & echo "child $!"; read -r x < go; echo "got $x"; wait';

test('a command in the background goes on, is read as it prints, and is stopped with all it started', async (t) => {
  const bench = benchFor(t, runShellCommandTool);
  await bench.run({ command: 'mkfifo go' });
  const started = await bench.run({ command: server, is_background: true });
  assert.equal(started.kind, 'done');
  assert.match(started.text, /^ready\nchild \d+\n\n\[bg-2 runs in the background; read_output shows more/);
  const child = Number(/child (\d+)/.exec(started.text)?.[1]);
  const seen = 'ready\nchild \n'.length + String(child).length;
  const waiting = bench.with(readOutputTool).run({ id: 'bg-2', offset: seen, wait_seconds: 30 });
  await bench.run({ command: 'echo hello > go' });
  assert.match(
    (await waiting).text,
    /^got hello\n\n\[characters \d+-\d+ of \d+; bg-2 has been running for \d+ s\]$/,
  );
  assert.ok(isRunning(child));
  const stopped = await bench.with(stopCommandTool).run({ id: 'bg-2' });
  assert.equal(stopped.text, 'bg-2 is stopped (killed by SIGTERM)');
  assert.ok(await isSoonGone(child));
  const whole = await bench.with(readOutputTool).run({ id: 'bg-2' });
  assert.match(whole.text, /^ready\nchild \d+\ngot hello\n\n\[.*; bg-2 killed by SIGTERM after \d+ s\]$/);
});

test('a command that ends at once is a failure with what it said', async (t) => {
  const bench = benchFor(t, runShellCommandTool);
  const outcome = await bench.run({ command: 'echo no port >&2; exit 4', is_background: true });
  assert.deepEqual(outcome, { kind: 'failed', text: 'no port\n\n[bg-1 ended with exit code 4 at once]' });
});

test('the end of the conversation ends what is in the background, also what ignores to be asked', async (t) => {
  const bench = benchFor(t, runShellCommandTool);
  const started = await bench.run({
    command: "trap '' TERM; sleep 300 & echo $!; wait; wait",
    is_background: true,
  });
  const pid = Number.parseInt(started.text, 10);
  assert.ok(isRunning(pid));
  await bench.commands.close();
  assert.ok(await isSoonGone(pid));
  const late = await bench.run({ command: 'sleep 300', is_background: true });
  assert.deepEqual(late, { kind: 'failed', text: 'the session is closed' });
});

test('one more than ten at once is refused', async (t) => {
  const bench = benchFor(t, runShellCommandTool);
  const all = Array.from({ length: 11 }, () => bench.run({ command: 'sleep 300', is_background: true }));
  const outcomes = await Promise.all(all);
  assert.equal(outcomes.filter(({ kind }) => kind === 'done').length, 10);
  assert.match(
    outcomes.find(({ kind }) => kind === 'failed')?.text ?? '',
    /there are 10 commands .*bg-1, bg-2/,
  );
});

test('what was cut from an output can be read on', async (t) => {
  const bench = benchFor(t, runShellCommandTool);
  const { text } = await bench.run({ command: 'seq 1 20000' });
  assert.match(text, /characters cut; read_output of out-1 from offset 15000 shows them/);
  const middle = await bench.with(readOutputTool).run({ id: 'out-1', offset: 15_000, limit: 1000 });
  const printed = Array.from({ length: 20_000 }, (_, index) => `${index + 1}\n`).join('');
  assert.ok(middle.text.startsWith(printed.slice(15_000, 16_000).trimEnd()));
  assert.match(middle.text, /\[characters 15000-16000 of 108894; read on with offset 16000\]$/);
});

test('a command that prints 100 MB is bounded, and its end is there', async (t) => {
  const bench = benchFor(t, runShellCommandTool);
  const { text } = await bench.run({ command: "head -c 100000000 /dev/zero | tr '\\0' x; echo the end" });
  assert.match(text, /the end$/);
  assert.ok(text.length < 31_000);
  const kept = bench.commands.find('out-1')?.output;
  assert.ok(kept !== undefined && kept.end > 100_000_000 && kept.end - kept.start < 5_000_000);
  const gone = await bench.with(readOutputTool).run({ id: 'out-1', offset: 20_000, limit: 10 });
  assert.match(gone.text, /what came before \d+ is no longer kept/);
});

test('an output that is not there is a failure', async (t) => {
  const bench = benchFor(t, readOutputTool);
  assert.match((await bench.run({ id: 'bg-7' })).text, /there is no output bg-7/);
  const stopped = await bench.with(stopCommandTool).run({ id: 'out-1' });
  assert.match(stopped.text, /there is no command out-1 in the background/);
});

test('every character keeps its place, whatever is dropped', () => {
  const output = new Output(10);
  for (const letter of 'abcdefghijklmnopqrstuvwxyz') output.add(letter);
  assert.equal(output.end, 26);
  assert.ok(output.start >= 6 && output.start <= 16);
  assert.deepEqual(output.read(20, 3), { text: 'uvw', from: 20, to: 23 });
  assert.deepEqual(output.read(0, 2), {
    text: 'abcdefghijklmnopqrstuvwxyz'.slice(output.start, output.start + 2),
    from: output.start,
    to: output.start + 2,
  });
  assert.deepEqual(output.read(99, 5), { text: '', from: 26, to: 26 });
});
