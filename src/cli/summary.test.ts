import assert from 'node:assert/strict';
import { test } from 'node:test';
import pc from 'picocolors';
import { resultJson, taskJson } from '../../test/support/contract-server.ts';
import type { FailureJson, TaskJson } from '../api/schemas.ts';
import { summarize } from './summary.ts';
import type { SummaryOptions } from './summary.ts';
import { widthOf } from './text.ts';

const style = pc.createColors(false);

function summaryOf(patch: Partial<TaskJson>, options: Partial<SummaryOptions> = {}): string {
  return summarize(taskJson(patch), { style, ref: 'fix-the-test', width: undefined, ...options });
}

const failure: FailureJson = {
  kind: 'credentials',
  message: 'Qwen Code has no access to its model: 401 Incorrect API key provided',
  detail: '',
  next: 'Set OPENAI_API_KEY to a key that its provider accepts.',
};

test('a failure is its message and the next step; the detail stands between them only where it says more', () => {
  const plain = `  ${failure.message}\n  next: ${failure.next}\n`;
  const silent = ['', '  \n', '401 Incorrect API key provided', `Qwen Code\n${failure.next}`];
  for (const detail of silent)
    assert.ok(summaryOf({ state: 'failed', failure: { ...failure, detail } }).includes(plain), detail);
  const detail = 'printed:\nusing the proxy at example.com';
  assert.match(
    summaryOf({ state: 'failed', failure: { ...failure, detail } }),
    /provided\n {4}printed:\n {4}using the proxy at example\.com\n {2}next: Set/,
  );
});

test('after a failure one can look, go on in the same copy, or begin again', () => {
  const result = resultJson();
  const commands = (patch: Partial<TaskJson>): string[] =>
    [...summaryOf({ state: 'failed', failure, ...patch }).matchAll(/^ {2}tasklane task (\w+)/gm)].map(
      ([, name]) => name ?? '',
    );
  assert.deepEqual(commands({ result, attempt: 1 }), ['logs', 'diff', 'send', 'retry']);
  assert.deepEqual(commands({ result: { ...result, files: [] }, attempt: 1 }), ['logs', 'send', 'retry']);
  assert.deepEqual(commands({ attempt: 0 }), ['logs', 'retry']);
  // R42: a second failure proposes to ask for it differently.
  assert.deepEqual(commands({ attempt: 2 }), ['logs', 'send', 'retry', 'replan']);
  const retryOf = (kind: FailureJson['kind']): string =>
    summaryOf({ state: 'failed', failure: { ...failure, kind } })
      .split('\n')
      .at(-1) ?? '';
  assert.match(retryOf('timeout'), /retry .*--timeout/);
  assert.match(retryOf('max_turns'), /retry .*--max-turns/);
  assert.match(retryOf('credentials'), /retry .*--agent or --model/);
});

test('words of the agent that the reader has just read are left out', () => {
  const patch = { state: 'ready', result: { ...resultJson(), summary: 'I fixed it.\n' } } as const;
  assert.match(summaryOf(patch), /\n\n {2}I fixed it\.\n\n/);
  assert.doesNotMatch(summaryOf(patch, { isKnown: (words) => words === 'I fixed it.' }), /I fixed it/);
  const idle = { state: 'waiting', step: 'idle: Which\none?' } as const;
  assert.match(summaryOf(idle), /: waits for you\n\n {2}Which\n {2}one\?\n\n/);
  assert.match(summaryOf(idle, { isKnown: () => true }), /: waits for you\n\n {2}tasklane task send/);
});

test('on a terminal no line is wider than it, except the commands to copy', () => {
  const result = { ...resultJson(), summary: 'a word '.repeat(50) };
  const long = { ...failure, detail: `printed: ${'noise '.repeat(40)}` };
  const lines = summaryOf({ state: 'failed', failure: long, result, attempt: 1 }, { width: 60 }).split('\n');
  assert.ok(lines.length > 20);
  assert.deepEqual(
    lines.filter((line) => widthOf(line) > 60 && !line.startsWith('  tasklane task ')),
    [],
  );
  assert.match(lines.join('\n'), /\n {2}check {3}✓ npm test: .*\n {12}\S/);
});
