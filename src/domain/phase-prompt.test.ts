import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readQueuePrompt } from './phase-prompt.ts';

function read(text: string): readonly (readonly [number, string, readonly string[], readonly number[]])[] {
  const { tasks, problems } = readQueuePrompt(text);
  assert.deepEqual(problems, []);
  return tasks.map((task) => [task.id, task.description, task.ownership, task.blocked_by]);
}

function problemsOf(text: string): readonly string[] {
  return readQueuePrompt(text).problems.map(({ line, message }) => `${line}: ${message}`);
}

test('R210 the prompt of the seed becomes three tasks', () => {
  const prompt =
    'Set up parallel task queue: 3 tasks — API endpoints (src/api/*), UI components (src/components/*), tests (tests/*). No overlapping ownership.';
  assert.deepEqual(read(prompt), [
    [1, 'API endpoints', ['src/api/*'], []],
    [2, 'UI components', ['src/components/*'], []],
    [3, 'tests', ['tests/*'], []],
  ]);
});

test('R210 several globs, an order, braces, lists over lines and no number at all', () => {
  assert.deepEqual(
    read('api (src/api/*, `docs/{api,rest}.md`) and ui (src/ui/*), tests (tests/*) after api and ui'),
    [
      [1, 'api', ['src/api/*', 'docs/{api,rest}.md'], []],
      [2, 'ui', ['src/ui/*'], []],
      [3, 'tests', ['tests/*'], [1, 2]],
    ],
  );
  assert.deepEqual(
    read('Two tasks for the parser:\n- lexer (src/lexer/*)\n2. printer (src/printer/*) needs 1\n'),
    [
      [1, 'lexer', ['src/lexer/*'], []],
      [2, 'printer', ['src/printer/*'], [1]],
    ],
  );
});

test('what a prompt lacks is said with its line', () => {
  assert.deepEqual(problemsOf('do everything'), [
    '1: no task is named; write each as: name (globs it owns), …',
  ]);
  assert.deepEqual(problemsOf('3 tasks:\napi (src/api/*),\n(src/ui/*) after tests'), [
    '3: (src/ui/*) has no name before it',
    '1: it says 3 tasks and names 2',
    '3: “” comes after “tests”, which is not in the list',
  ]);
  assert.deepEqual(problemsOf('api (the REST one)'), [
    '1: “the REST one” in the parentheses of “api” is no glob',
  ]);
});
