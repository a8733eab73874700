// Conflicts that nobody has to resolve: what was resolved once is resolved by the memory of the project, whoever did it.
import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ResolutionListJson, TaskConflictsJson } from '../../src/api/resolution-schemas.ts';
import { createStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { tempDir } from '../support/temp-dir.ts';

async function json<T>(stage: Stage, ...args: readonly string[]): Promise<T> {
  const result = await stage.run(...args, '--json');
  assert.equal(result.code, 0, result.stderr);
  return JSON.parse(result.stdout) as T;
}

/** A merge commit of the person's own that brought `one` and `two` together in a.txt; then a.txt is gone again. */
function mergedOnce(stage: Stage): void {
  const { repository } = stage;
  repository.git('checkout', '-q', '-b', 'side');
  repository.commit({ 'a.txt': 'two\n' }, 'two');
  repository.git('checkout', '-q', 'main');
  repository.commit({ 'a.txt': 'one\n' }, 'one');
  assert.throws(() => repository.git('merge', '-q', 'side'));
  repository.commit({ 'a.txt': 'both\n' }, 'merge');
  repository.git('rm', '-q', 'a.txt');
  repository.git('commit', '-q', '-m', 'gone again');
}

test('R37 a conflict that a merge of the history resolved is resolved in the same way, in any file', async (context) => {
  const stage = await createStage(context);
  mergedOnce(stage);
  await stage.ready('write', { path: 'b.txt', content: 'two' }, '--name', 'again');
  stage.repository.commit({ 'b.txt': 'one\n' }, 'one more time');

  const open = await json<TaskConflictsJson>(stage, 'task', 'conflicts', 'again');
  assert.deepEqual(
    [open.state, open.files[0]?.path, open.files[0]?.resolution?.path],
    ['open', 'b.txt', 'a.txt'],
  );
  const text = '<<<<<<< main\none\n||||||| before both\n=======\ntwo\n>>>>>>> the task\n';
  assert.equal(open.files[0]?.before, text);

  // The radar knows it before, and it stands in nobody's way.
  const radar = await stage.run('queue', 'conflicts');
  assert.match(radar.stdout, /^1 conflict, 1 of them would be resolved as before; /);
  assert.match(radar.stdout, /b\.txt: added by both; would be resolved as in a\.txt \(an earlier merge\)/);
  const waiting = await stage.task(['task', 'show', 'again']);
  assert.equal(waiting.conflicts?.[0]?.files[0]?.resolution, open.files[0]?.resolution?.id);
  assert.doesNotMatch((await stage.run('task', 'list')).stdout, /conflicts with/);

  const done = await stage.task(['task', 'apply', 'again']);
  assert.equal(done.state, 'done');
  assert.equal(stage.repository.git('show', 'main:b.txt'), 'both');
  const applied = await json<TaskConflictsJson>(stage, 'task', 'conflicts', 'again');
  const [file] = applied.files;
  assert.deepEqual(
    [applied.state, file?.resolution?.source, file?.before, file?.after],
    ['applied', 'history', text, 'both\n'],
  );
  const { resolutions } = await json<ResolutionListJson>(stage, 'queue', 'resolutions');
  assert.deepEqual(
    resolutions.map(({ path, uses, proven, task_id: task }) => [path, uses, proven, task]),
    [['a.txt', 1, true, null]],
  );
  assert.match(
    (await stage.run('task', 'conflicts', 'again')).stdout,
    /added by both; resolved by an earlier merge/,
  );
  assert.match((await stage.run('queue', 'resolutions')).stdout, /an earlier merge +1 .*a\.txt/);
});

test('what is forgotten is resolved by nobody, and the setting never asks no memory', async (context) => {
  const stage = await createStage(context);
  mergedOnce(stage);
  await stage.ready('write', { path: 'b.txt', content: 'two' }, '--name', 'one');
  await stage.ready('write', { path: 'c.txt', content: 'two' }, '--name', 'other');
  stage.repository.commit({ 'b.txt': 'one\n', 'c.txt': 'one\n' }, 'ones');
  await stage.task(['task', 'apply', 'one']);
  const [known] = (await json<ResolutionListJson>(stage, 'queue', 'resolutions')).resolutions;
  const wrong = await stage.run('queue', 'forget', 'nothing-like-it');
  assert.deepEqual([wrong.code, /has no resolution/.test(wrong.stderr)], [1, true], wrong.stderr);
  const forgotten = await stage.run('queue', 'forget', known?.id.slice(0, 8) ?? '');
  assert.match(forgotten.stderr, /forgot 1 resolution of sample/);
  const refused = await stage.task(['task', 'apply', 'other'], 1);
  assert.deepEqual([refused.notice?.kind, refused.notice?.detail], ['conflict', 'c.txt']);
});

test('with the setting never a known conflict is refused as any other', async (context) => {
  const stage = await createStage(context, { env: { TASKLANE_CONFLICTS: 'never' } });
  mergedOnce(stage);
  await stage.ready('write', { path: 'b.txt', content: 'two' }, '--name', 'again');
  stage.repository.commit({ 'b.txt': 'one\n' }, 'one');
  const refused = await stage.task(['task', 'apply', 'again'], 1);
  assert.equal(refused.notice?.kind, 'conflict');
});

/** Stands for mergiraf: takes both sides' lines, as a structural merge would of two imports. */
const driver = `#!/bin/sh
test "$1 $2" = "merge --git" || exit 2
case "$*" in *"-p lines.txt"*) ;; *) exit 1 ;; esac
cat "$5" >> "$4"
`;

test('a structural merge driver in the PATH is asked; what it makes has to pass the checks, and is forgotten if not', async (context) => {
  const bin = tempDir(context, 'tasklane-driver-');
  writeFileSync(join(bin, 'mergiraf'), driver);
  chmodSync(join(bin, 'mergiraf'), 0o755);
  const ours = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url));
  const path = [bin, ours, process.env['PATH'] ?? ''].join(delimiter);
  const stage = await createStage(context, { env: { PATH: path } });
  const check = ['--check', '! grep -s red lines.txt || ! grep -s one lines.txt'];
  await stage.ready('write', { path: 'lines.txt', content: 'two' }, '--name', 'good', ...check);
  await stage.ready('write', { path: 'lines.txt', content: 'red' }, '--name', 'bad', ...check);
  stage.repository.commit({ 'lines.txt': 'one\n' }, 'one');
  const bad = await stage.task(['task', 'apply', 'bad'], 1);
  assert.match(bad.notice?.message ?? '', /Merged into main, it does not pass/);
  assert.match(bad.notice?.next ?? '', /resolved automatically; that resolution is forgotten/);
  assert.deepEqual((await json<ResolutionListJson>(stage, 'queue', 'resolutions')).resolutions, []);
  assert.equal((await stage.task(['task', 'apply', 'good'])).state, 'done');
  assert.equal(stage.repository.git('show', 'main:lines.txt'), 'one\ntwo');
  const [made] = (await json<ResolutionListJson>(stage, 'queue', 'resolutions')).resolutions;
  assert.deepEqual([made?.source, made?.proven, made?.uses], ['driver', true, 1]);
});
