// What the system makes of checks: failing output goes back to the agent, the evidence is about one exact tree, and whoever
// looks later sees whether it still is.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import type { VerificationReportJson } from '../../src/api/schemas.ts';
import type { Scripts } from '../support/model-server/script.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const write = (content: string): Scripts[string][number] => ({
  do: [{ write: { path: 'sum.txt', content } }],
});
const say = (words: string): Scripts[string][number] => ({ say: words });

const scripts: Scripts = {
  mend: [write('wrong\n'), say('It is done.'), write('right\n'), say('Now it is right.')],
  hopeless: [0, 1, 2, 3, 4].flatMap((at) => [write(`wrong ${at}\n`), say(`Try ${at}.`)]),
  stubborn: [write('wrong\n'), say('It is done.'), say('The check is wrong.'), say('Really.')],
  later: [
    write('right\n'),
    say('It is done.'),
    { do: [{ write: { path: 'more.txt', content: 'more\n' } }] },
    say('More.'),
  ],
};

/** A runner that says which test failed, as TAP. */
const check =
  'echo 1..1; if grep -q right sum.txt; then echo "ok 1 - adds"; else echo "not ok 1 - adds"; echo "  ---"; echo "  error: the sum is wrong"; echo "  ..."; exit 1; fi';

async function verification(stage: Stage, task: string): Promise<VerificationReportJson> {
  return stage.client().call(endpoints.taskVerification, { params: { task } });
}

test('R37 R41 R183 failing output goes back to the same agent in the same session, and good work is then ready', async (context) => {
  const stage = await createStage(context, { scripts });
  const { task } = await stage.runTask([promptOf('mend'), '--name', 'mend', '--check', check]);
  assert.deepEqual([task.state, task.attempt, task.verification?.status], ['ready', 1, 'passed']);
  const asked = JSON.stringify(stage.model.requests.at(-1)?.body);
  assert.match(asked, /It is done\./, 'the session still has its words');
  assert.match(
    asked,
    /It is not good yet\..*Check “check” .* failed with exit code 1 \(1 failed, 0 passed\): adds\..*✖ adds.*the sum is wrong/,
  );
  assert.match(asked, /you have one more try after that/);

  const { evidence } = await stage.client().call(endpoints.taskEvidence, { params: { task: 'mend' } });
  assert.deepEqual(
    evidence.map((one) => [
      one.outcome,
      one.earlier.length,
      one.failures.map((each) => [each.name, each.message]),
    ]),
    [
      ['failed', 1, [['adds', 'the sum is wrong']]],
      ['passed', 0, []],
    ],
  );
  assert.notEqual(evidence[0]?.tree, evidence[1]?.tree);
  assert.equal(evidence[1]?.tree, task.result?.tree);
  for (const { log, earlier } of evidence)
    for (const name of [log, ...earlier.map((run) => run.log)])
      assert.match(
        await stage.client().call(endpoints.checkLog, { params: { task: 'mend', log: name } }),
        /ok 1 - adds/,
      );
  const logs = (await stage.run('task', 'logs', 'mend')).stdout;
  assert.match(logs, /Check “check” did not pass: back to the agent \(1 of 2\)\./);
  assert.match(logs, /It is done\./, 'the work log has the words of the agent too');
});

test('R37 after so many tries as are allowed the task fails with what the last check said', async (context) => {
  const stage = await createStage(context, { scripts });
  const { task } = await stage.runTask([promptOf('hopeless'), '--name', 'hopeless', '--check', check], 1);
  assert.deepEqual([task.state, task.failure?.kind, task.verification?.status], ['failed', 'test', 'failed']);
  assert.equal(stage.repository.git('show', `${task.branch}:sum.txt`), 'wrong 2');
  const { evidence } = await stage.client().call(endpoints.taskEvidence, { params: { task: 'hopeless' } });
  assert.equal(evidence.length, 3);
  assert.match(task.failure?.detail ?? '', /^✖ adds\n {2}error: the sum is wrong/);
  assert.equal(task.failure?.log, evidence[2]?.log);

  // A person may say how it goes on; then it is counted anew.
  await stage.run('task', 'send', 'hopeless', promptOf('mend'));
  const now = await stage.until('hopeless', 'ready');
  assert.equal(now.verification?.status, 'passed');
});

test('an agent that changes nothing is asked once, and a project may say that none is asked', async (context) => {
  const stage = await createStage(context, { scripts });
  const stubborn = await stage.runTask([promptOf('stubborn'), '--name', 'stubborn', '--check', check], 1);
  assert.equal(stubborn.task.failure?.kind, 'test');
  assert.match(stubborn.task.result?.summary ?? '', /The check is wrong\./);
  assert.doesNotMatch(stubborn.task.result?.summary ?? '', /Really/);

  stage.repository.commit(
    { '.tasklane/config.json': '{ "checkRetries": 0, "checkReruns": 0 }' },
    'configure',
  );
  const before = stage.model.requests.length;
  const once = await stage.runTask([promptOf('mend'), '--check', check], 1);
  assert.deepEqual(
    once.task.result?.checks.map((one) => one.earlier.length),
    [0],
  );
  assert.equal(stage.model.requests.length - before, 2);
});

test('R184 what a check changes is put back: the work and its evidence are what the agent left', async (context) => {
  const stage = await createStage(context, { scripts });
  const format = 'echo formatted > sum.txt; echo junk > junk.txt';
  const { task } = await stage.runTask([
    promptOf('later'),
    '--name',
    'later',
    '--check',
    format,
    '--check',
    'grep right sum.txt',
  ]);
  assert.equal(task.state, 'ready');
  const [first, second] = task.result?.checks ?? [];
  assert.deepEqual([first?.rewrote, second?.rewrote], [['sum.txt'], []]);
  assert.match(
    first?.notes.join(' ') ?? '',
    /They were put back: the verdict is about the work as the agent left it\./,
  );
  assert.deepEqual([first?.tree, second?.tree], [task.result?.tree, task.result?.tree]);
  assert.equal(stage.repository.git('show', `${task.branch}:sum.txt`), 'right');
  const tree = join(stage.home, 'p', task.project_id, 'ws', task.id, 'tree');
  assert.equal(existsSync(join(tree, 'junk.txt')), false);
});

test('R184 evidence is stale once the work goes on, and fresh when the checks have run again', async (context) => {
  const stage = await createStage(context, { scripts });
  await stage.ready('later', {}, '--name', 'later', '--check', check);
  const fresh = await verification(stage, 'later');
  assert.equal(fresh.verification?.status, 'passed');
  assert.deepEqual([fresh.newest, fresh.shown], [fresh.head, fresh.head]);
  assert.deepEqual(fresh.remarks, []);

  // Somebody commits on the branch that shows the work, and main moves on.
  const work = fresh.head ?? '';
  const theirs = stage.repository.git('commit-tree', '-p', work, '-m', 'mine', `${work}^{tree}`);
  const branch = (await stage.show('later')).branch;
  stage.repository.git('update-ref', `refs/heads/${branch}`, theirs);
  const text = (await stage.run('task', 'evidence', 'later')).stdout;
  assert.match(text, /verified\n.*Every check passed on tree/);
  assert.match(text, new RegExp(`is at ${theirs.slice(0, 10)}, not at ${work.slice(0, 10)}`));
  stage.repository.git('update-ref', `refs/heads/${branch}`, work);

  const sent = await stage.task(['task', 'send', 'later', 'More, please.']);
  assert.equal(sent.verification?.status, 'stale');
  const again = await stage.untilTask('later', (now) => now.state === 'ready' && now.version > sent.version);
  assert.equal(again.verification?.status, 'passed');
  assert.notEqual(again.result?.tree, fresh.tree);
  const report = JSON.parse(
    (await stage.run('task', 'evidence', 'later', '-o', 'json')).stdout,
  ) as VerificationReportJson;
  assert.deepEqual(
    [report.head, report.evidence.map((one) => one.tree)],
    [again.result?.head, [again.result?.tree]],
  );
});

test('work without any check is ready and says that nothing was checked', async (context) => {
  const stage = await createStage(context, { scripts });
  const task = await stage.ready('hello', {}, '--name', 'hello');
  assert.deepEqual([task.state, task.verification?.status], ['ready', 'no_checks']);
  assert.match(
    (await stage.run('task', 'evidence', 'hello')).stdout,
    /not checked\n.*No check was configured/,
  );
});

test('R184 the checks of a repository: groups, reports and tool versions', async (context) => {
  const config = {
    checks: [
      { name: 'one', command: 'touch one; until test -e two; do sleep 0.02; done', group: 'both' },
      { name: 'two', command: 'touch two; until test -e one; do sleep 0.02; done', group: 'both' },
      {
        name: 'unit',
        command:
          "node --version; mkdir -p out; printf '%s' '<testsuite><testcase name=\"a\"/></testsuite>' > out/r.xml",
        reports: ['out/*.xml'],
      },
    ],
  };
  const stage = await createStage(context, {
    files: { '.tasklane/config.json': JSON.stringify(config), 'README.md': '# Test\n' },
  });
  const task = await stage.ready('hello', {}, '--name', 'hello');
  const [, , unit] = task.result?.checks ?? [];
  assert.deepEqual(
    [unit?.counts, unit?.counts_from, unit?.rewrote],
    [{ passed: 1, failed: 0, skipped: 0 }, 'JUnit XML', []],
  );
  assert.deepEqual(
    unit?.tools.map((tool) => tool.name),
    ['node'],
  );
  assert.deepEqual(
    task.result?.files.map((file) => file.path),
    ['hello.txt'],
  );
  const report = await verification(stage, 'hello');
  assert.deepEqual(
    report.checks.map((one) => [one.name, one.group, one.reports.length]),
    [
      ['one', 'both', 0],
      ['two', 'both', 0],
      ['unit', null, 1],
    ],
  );
});

test('a merge that takes the check away is refused with what is missing, and the branch stays', async (context) => {
  const stage = await createStage(context, {
    files: { 'check.sh': 'exit 0\n', 'README.md': '# Test\n' },
  });
  await stage.ready('hello', {}, '--name', 'hello', '--check', 'sh check.sh');
  stage.repository.git('rm', '-q', 'check.sh');
  const head = stage.repository.commit({ 'other.txt': 'x\n' }, 'remove the check');
  assert.equal((await stage.run('task', 'apply', 'hello')).code, 1);
  const task = await stage.show('hello');
  assert.deepEqual([task.state, stage.head()], ['ready', head]);
  assert.match(
    task.notice?.message ?? '',
    /Merged into main, it does not pass: Check “check” \(sh check\.sh\)/,
  );
  assert.match(task.notice?.detail ?? '', /check\.sh/);
  assert.equal(task.verification?.status, 'passed', 'the work alone is as good as it was');
});
