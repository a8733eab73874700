import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleDraft } from '../../test/support/sample-tasks.ts';
import { taskId } from '../domain/ids.ts';
import { mergeMessage, workMessage } from './commit-message.ts';

const task = sampleDraft({
  id: taskId('11111111-1111-4111-8111-111111111111'),
  number: 7,
  name: 'round-totals',
  branch: 'tasklane/7-round-totals',
  title: 'Round totals',
  agent: 'qwen',
});

test('a commit says what was done in lines a terminal can show, and names task and agent in trailers', () => {
  const message = workMessage(task, `Totals are rounded once, at the end. ${'word '.repeat(40)}`);
  const lines = message.split('\n');
  assert.equal(lines[0], 'Round totals');
  assert.ok(lines.every((line) => line.length <= 76));
  assert.match(message, /\n\nTasklane-Task: #7 11111111-.*\nTasklane-Agent: qwen\n$/);
});

test('a merge names the branch, and a long title is cut in the subject', () => {
  assert.match(
    mergeMessage({ ...task, title: 'x'.repeat(200) }, ''),
    /^Merge tasklane\/7-round-totals: x+…\n\nTasklane-Task/,
  );
});
