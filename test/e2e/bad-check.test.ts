// Checks and setup commands that are wrong: the task fails with what happened and what to do, and the work is kept.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FailureJson, TaskJson } from '../../src/api/schemas.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

async function failing(stage: Stage, ...args: string[]): Promise<TaskJson & { failure: FailureJson }> {
  const { task } = await stage.runTask([promptOf('hello'), ...args], 1);
  const { failure } = task;
  assert.ok(failure !== null, task.state);
  assert.match(failure.next, /\w/);
  await stage.quiet();
  return { ...task, failure };
}

function work(stage: Stage, task: TaskJson): string {
  return stage.repository.git('show', `${task.branch}:hello.txt`);
}

test('R16 R37 checks that do not exist, fail, end by a signal or never end: each its own failure, all work kept', async (context) => {
  const stage = await createStage(context);
  stage.repository.commit({ '.tasklane/config.json': '{ "checkTimeoutMs": 1500 }' }, 'configure');

  const missing = await failing(stage, '--check', 'no-such-check --all');
  assert.match(missing.failure.message, /^Check “check” \(no-such-check --all\) does not exist here/);
  assert.match(missing.failure.next, /^Correct the check command/);

  const red = await failing(
    stage,
    '--check',
    'echo "# pass 2"; echo "# fail 1"; echo "not ok 3 - adds"; exit 1',
  );
  assert.equal(red.failure.kind, 'test');
  assert.match(red.failure.message, /failed with exit code 1 \(1 failed, 2 passed\): adds\.$/);
  assert.match(red.failure.detail, /not ok 3 - adds/);

  const killed = await failing(stage, '--check', 'kill -9 $$');
  assert.match(killed.failure.message, /none \(killed by a signal\)/);

  const endless = await failing(stage, '--check', 'echo begun; tail -f /dev/null & tail -f /dev/null');
  assert.equal(endless.failure.kind, 'timeout');
  assert.match(endless.failure.message, /did not end within its time limit; it was stopped after 1\.\d s\.$/);
  assert.match(endless.failure.detail, /begun/);
  assert.match(endless.failure.next, /checkTimeoutMs/);

  for (const task of [missing, red, killed, endless])
    assert.equal(work(stage, task), 'hello from the script');
});

test('R36 R38 what kind of failure it is stands in the output of the check', async (context) => {
  const stage = await createStage(context);
  const compile = await failing(
    stage,
    '--check',
    'echo "src/a.ts(1,2): error TS2304: Cannot find name"; exit 2',
  );
  assert.equal(compile.failure.kind, 'compile');
  const gone = await failing(
    stage,
    '--check',
    'echo "Error: ENOENT: no such file or directory, open \'a\'"; exit 1',
  );
  assert.equal(gone.failure.kind, 'file_not_found');
});

test('R35 R184 the full output of a check is kept, and its end is shown', async (context) => {
  const stage = await createStage(context);
  const check = 'i=0; while test $i -lt 3000; do i=$((i+1)); echo "line $i"; done; exit 1';
  const task = await failing(stage, '--check', check);
  const [evidence] = task.result?.checks ?? [];
  assert.match(evidence?.tail ?? '', /line 3000\s*$/);
  assert.ok((evidence?.tail.split('\n').length ?? 0) < 300);
  const log = await stage
    .client()
    .call(endpoints.checkLog, { params: { task: task.id, log: evidence?.log ?? '' } });
  assert.match(log, /^line 1\nline 2\n[^]*\nline 3000\n$/);
  const shown = await stage.run('task', 'show', '1');
  assert.match(shown.stdout, /line 3000/);
});

test('several checks run in order, and the first that fails ends them', async (context) => {
  const stage = await createStage(context);
  const task = await failing(stage, '-c', 'echo one', '-c', 'exit 5', '-c', 'echo three');
  assert.deepEqual(
    task.result?.checks.map((check) => [check.command, check.outcome, check.exit_code]),
    [
      ['echo one', 'passed', 0],
      ['exit 5', 'failed', 5],
    ],
  );
});

test('R69 R113 a setup command that fails or never ends fails the task before an agent starts', async (context) => {
  const stage = await createStage(context, {
    config: { setup: 'echo "no such package: $((1 + 1))"; exit 9', setupTimeoutMs: 1500 },
  });
  const failed = await failing(stage);
  assert.equal(failed.failure.kind, 'setup');
  assert.match(failed.failure.message, /^The setup command \(echo .*\) ended with exit code 9\.$/);
  assert.match(failed.failure.detail, /no such package: 2/);
  await stage.writeHome('config.json', JSON.stringify({ setup: 'tail -f /dev/null', setupTimeoutMs: 1500 }));
  const endless = await failing(stage);
  assert.match(
    endless.failure.message,
    /^The setup command \(tail -f \/dev\/null\) did not end within 1\.5 s\.$/,
  );
  assert.equal(stage.model.requests.length, 0);
});

test('checks and setup see neither the keys nor the home of the person', async (context) => {
  const stage = await createStage(context, { config: { setup: 'env > setup.env' } });
  const task = await failing(stage, '--check', 'env; exit 1');
  const tail = task.result?.checks[0]?.tail ?? '';
  for (const text of [tail, stage.repository.git('show', `${task.branch}:setup.env`)]) {
    assert.match(text, /^HOME=.*\/ws\/.*\/home$/m);
    assert.doesNotMatch(text, /scripted|TASKLANE_(?!CHECK=)/);
  }
});
