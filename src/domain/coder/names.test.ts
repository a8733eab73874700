import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemOfTaskName, taskNameFrom } from './names.ts';

test('R87 a task is named after its prompt, within 32 characters, and by chance', () => {
  assert.equal(taskNameFrom('Fix the bug in auth.py', '3fa9'), 'fix-the-bug-in-auth-py-3fa9');
  assert.equal(
    taskNameFrom('Fix the authentication bug\nand more', '0000'),
    'fix-the-authentication-bug-0000',
  );
  assert.equal(taskNameFrom('   ', 'beef'), 'task-beef');
  for (const prompt of ['Dokumentiere die Schnittstelle für Kunden', 'x'.repeat(99), '日本語'])
    assert.equal(problemOfTaskName(taskNameFrom(prompt, 'abcd')), null, prompt);
});

test('a name is refused with what is wrong with it', () => {
  for (const good of ['a', 'dark-mode-task', 'Task-1', 'x'.repeat(32)])
    assert.equal(problemOfTaskName(good), null);
  assert.match(problemOfTaskName('x'.repeat(33)) ?? '', /33 characters/);
  assert.match(problemOfTaskName('new') ?? '', /reserved/);
  for (const bad of ['', '-a', 'a-', 'a--b', 'a_b', 'ä', 'a b'])
    assert.match(problemOfTaskName(bad) ?? '', /Use letters/);
});
