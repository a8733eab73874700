// A review: what changed as data, comments on its lines, and one message with all of them to the same agent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import type { ChangesJson, CommentJson } from '../../src/api/review-schemas.ts';
import { createStage, promptOf } from '../support/stage.ts';

const content = ['one', 'two', 'three', 'four'].join('\n');
/** A line before the first, and another last one. */
const changed = ['zero', 'one', 'two', 'three', '4'].join('\n');
const scripts = {
  first: [{ do: [{ write: { path: 'list.txt', content } }] }, { say: 'It is there.' }],
  second: [{ do: [{ write: { path: 'list.txt', content: changed } }] }, { say: 'It is changed.' }],
};

test('R34 comments become one message; the agent goes on in its copy, and they follow its new commit', async (context) => {
  const stage = await createStage(context, { scripts });
  await stage.ready('first', {}, '--name', 'list');
  const json = async <T>(...args: readonly string[]): Promise<T> => {
    const result = await stage.run(...args, '--json');
    assert.equal(result.code, 0, result.stderr);
    return JSON.parse(result.stdout) as T;
  };
  const diff = await json<{ patch: string; files: ChangesJson['files'] }>('task', 'diff', 'list');
  const [file] = diff.files;
  assert.deepEqual(
    [file?.path, file?.status, file?.kind, file?.omitted],
    ['list.txt', 'added', 'text', null],
  );
  assert.deepEqual(
    file?.hunks[0]?.lines.map((line) => [line.new, line.text]),
    [
      [1, 'one'],
      [2, 'two'],
      [3, 'three'],
      [4, 'four'],
    ],
  );
  assert.match(diff.patch, /^diff --git/);

  const bad = await stage.run('task', 'comment', 'add', 'list', 'list.txt:9', 'Hm.');
  assert.match(bad.stderr, /has 4 lines; there are no lines 9–9/);
  const second = await json<CommentJson>(
    'task',
    'comment',
    'add',
    'list',
    'list.txt:2-3',
    'These',
    'are',
    'lost.',
  );
  await json('task', 'comment', 'add', 'list', 'list.txt:4', 'Why four?');
  const third = await json<CommentJson>('task', 'comment', 'add', 'list', 'list.txt:1', 'Never mind.');
  await stage.run('task', 'comment', 'remove', 'list', third.id);
  assert.deepEqual([second.code, second.sent_at], ['two\nthree', null]);

  const before = stage.model.requests.length;
  const asked = await stage.run('task', 'request-changes', 'list', promptOf('second'));
  assert.equal(asked.code, 0, asked.stderr);
  await stage.until('list', 'ready');
  const told = JSON.stringify(stage.model.requests.slice(before)[0]?.body);
  assert.match(told, /with 2 comments on its lines/);
  assert.match(told, /1\. list\.txt, lines 2–3[^"]*two\\nthree[^"]*These are lost\./);
  assert.doesNotMatch(told, /Never mind/);

  const { comments } = await json<{ comments: CommentJson[] }>('task', 'comment', 'list', 'list');
  assert.deepEqual(
    comments.map(({ anchor, sent_at }) => [
      anchor.kind,
      anchor.start_line,
      anchor.end_line,
      sent_at === null,
    ]),
    [
      ['moved', 3, 4, false],
      ['outdated', null, null, false],
    ],
  );
  const again = await stage.run('task', 'request-changes', 'list');
  assert.match(again.stderr, /You have no comments on task/);
  const sent = await stage.run('task', 'comment', 'remove', 'list', second.id);
  assert.match(sent.stderr, /was sent; its agent has it already/);

  const page = await stage
    .client()
    .call(endpoints.taskChanges, { params: { task: 'list' }, query: { path: 'list.txt', context: 0 } });
  assert.deepEqual(page.total, { files: 1, additions: 5, deletions: 0 });
});
