import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isSoonGone } from '../../test/support/processes.ts';
import { verifyInput, verifyOne } from '../../test/support/verify-room.ts';
import { ToolVersions } from './tool-versions.ts';
import { verify } from './verify.ts';

test('R184 evidence has the command, exit code, counts, tail, the full log and the tree', async (context) => {
  const given = verifyInput(context, ['echo "ℹ pass 2"; echo "ℹ fail 0" >&2']);
  const evidence = await verifyOne(given);
  assert.equal(evidence.outcome, 'passed');
  assert.equal(evidence.exitCode, 0);
  assert.deepEqual(evidence.counts, { passed: 2, failed: 0, skipped: 0 });
  assert.equal(evidence.countsFrom, 'node:test');
  assert.equal(evidence.tree, 'a'.repeat(40));
  assert.equal(evidence.tail, 'ℹ pass 2\nℹ fail 0');
  assert.equal(readFileSync(join(given.logDir, evidence.log), 'utf8'), 'ℹ pass 2\nℹ fail 0\n');
});

test('R184 the tests that failed are read from a real run of node:test', async (context) => {
  const given = verifyInput(context, ['node --test --test-reporter=spec']);
  writeFileSync(
    join(given.cwd, 'sum.test.mjs'),
    "import { test } from 'node:test';\ntest('adds', () => {});\ntest('carries', () => { throw new TypeError('no such digit'); });\n",
  );
  const evidence = await verifyOne(given);
  assert.deepEqual(
    [evidence.outcome, evidence.cause, evidence.counts],
    ['failed', 'test', { passed: 1, failed: 1, skipped: 0 }],
  );
  assert.deepEqual(
    evidence.failures?.map(({ name, message, file }) => [name, message, file]),
    [['carries', 'TypeError: no such digit', 'sum.test.mjs:3:1']],
  );
});

test('checks run in order and stop at the first that does not pass', async (context) => {
  const given = verifyInput(context, ['true', 'echo bad; exit 3', 'touch never']);
  const all = await verify(given);
  assert.deepEqual(
    all.map((item) => [item.outcome, item.exitCode]),
    [
      ['passed', 0],
      ['failed', 3],
    ],
  );
  assert.equal(existsSync(join(given.cwd, 'never')), false);
});

test('checks of one group run at once, all to their end, and the next step only when all passed', async (context) => {
  // Each waits for the file that the other makes: one after the other they would never end.
  const meet = (mine: string, other: string): string =>
    `touch ${mine}; until test -e ${other}; do sleep 0.02; done`;
  const given = verifyInput(context, [
    { command: `${meet('a', 'b')}; exit 4`, group: 'both' },
    { command: meet('b', 'a'), group: 'both' },
    { command: 'touch never' },
  ]);
  const all = await verify(given);
  assert.deepEqual(
    all.map((item) => [item.name, item.outcome]),
    [
      ['c1', 'failed'],
      ['c2', 'passed'],
    ],
  );
  assert.equal(existsSync(join(given.cwd, 'never')), false);
});

test('a check that fails is run once more on the same tree, and both runs are in the evidence', async (context) => {
  const flaky = verifyInput(
    context,
    ['echo run >> runs; test $(wc -l < runs) -eq 2 || { echo first; exit 1; }'],
    {
      reruns: 1,
    },
  );
  const passed = await verifyOne(flaky);
  assert.deepEqual([passed.outcome, passed.earlier?.map((run) => run.outcome)], ['passed', ['failed']]);
  assert.match(passed.notes?.join(' ') ?? '', /^It is flaky: it failed once, was run again/);
  const [first] = passed.earlier ?? [];
  assert.equal(readFileSync(join(flaky.logDir, first?.log ?? ''), 'utf8'), 'first\n');

  const red = verifyInput(context, ['echo run >> runs; exit 1'], { reruns: 1 });
  const failed = await verifyOne(red);
  assert.deepEqual([failed.outcome, failed.earlier?.length], ['failed', 1]);
  assert.match(
    failed.notes?.join(' ') ?? '',
    /was run again \(once\) on the same tree, with the same outcome/,
  );
  assert.equal(readFileSync(join(red.cwd, 'runs'), 'utf8'), 'run\nrun\n');
});

test('what no second run can change is not run again', async (context) => {
  for (const [command, timeoutMs] of [
    ['no-such-command-here', 20_000],
    ['echo "a.ts(1,1): error TS1005: no"; exit 2', 20_000],
    ['tail -f /dev/null', 300],
  ] as const) {
    const given = verifyInput(context, [{ command: `echo run >> runs; ${command}`, timeoutMs }], {
      reruns: 3,
    });
    const evidence = await verifyOne(given);
    assert.notEqual(evidence.outcome, 'passed');
    assert.equal(readFileSync(join(given.cwd, 'runs'), 'utf8'), 'run\n', command);
  }
});

test('a check that never ends is stopped at its limit with everything it started', async (context) => {
  const given = verifyInput(context, [
    { command: 'sh -c "echo \\$\\$ > pid; exec sleep 600" & wait', timeoutMs: 1500 },
  ]);
  const evidence = await verifyOne(given);
  assert.equal(evidence.outcome, 'timed_out');
  const pid = Number(readFileSync(join(given.cwd, 'pid'), 'utf8'));
  assert.ok(await isSoonGone(pid));
});

test(
  'a daemon that a check leaves behind is ended and told of',
  { skip: process.platform !== 'linux' },
  async (context) => {
    const given = verifyInput(context, [
      'setsid sh -c "echo \\$\\$ > pid; exec sleep 600" >/dev/null 2>&1 & until test -s pid; do sleep 0.02; done',
    ]);
    const evidence = await verifyOne(given);
    assert.equal(evidence.outcome, 'passed');
    assert.match(evidence.notes?.join(' ') ?? '', /^It left a process running, which was ended\.$/);
    assert.ok(await isSoonGone(Number(readFileSync(join(given.cwd, 'pid'), 'utf8'))));
  },
);

test('of a check that prints 100 MB the beginning and the end are kept, and little goes to who watches', async (context) => {
  let shown = 0;
  const command =
    'echo begun; head -c 100000000 /dev/zero | tr "\\\\0" "x" | fold -w 100; echo; echo "3 passed in 0.01s"; exit 1';
  const given = verifyInput(context, [command], { onOutput: (_, text) => void (shown += text.length) });
  const evidence = await verifyOne(given);
  assert.deepEqual(evidence.counts, { passed: 3, failed: 0, skipped: 0 });
  assert.ok(evidence.tail.length < 10_000);
  assert.ok(shown < 2_000_000, String(shown));
  const log = join(given.logDir, evidence.log);
  assert.ok(statSync(log).size < 20_000_000, String(statSync(log).size));
  const text = readFileSync(log, 'utf8');
  assert.match(text.slice(0, 10), /^begun\n/);
  assert.match(text, /\[… \d+\.\d MB of output are left out here …\]/);
  assert.match(text.slice(-30), /3 passed in 0\.01s\n$/);
});

test('a command that does not exist, and a file that may not be executed, are the fault of the check', async (context) => {
  const missing = await verifyOne(verifyInput(context, ['no-such-command-here']));
  assert.deepEqual([missing.exitCode, missing.cause], [127, 'no_command']);
  assert.match(missing.tail, /not found/);
  const given = verifyInput(context, ['./check.sh']);
  writeFileSync(join(given.cwd, 'check.sh'), 'exit 0\n', { mode: 0o644 });
  const refused = await verifyOne(given);
  assert.deepEqual([refused.exitCode, refused.cause], [126, 'no_command']);
});

test('a working folder that is gone is evidence of a check that could not start', async (context) => {
  const given = verifyInput(context, ['true']);
  const evidence = await verifyOne({ ...given, cwd: join(given.cwd, 'gone') });
  assert.equal(evidence.outcome, 'not_started');
});

test('an abort ends the check and what it started, rejects, and puts the files back', async (context) => {
  const abort = new AbortController();
  const restored: boolean[] = [];
  const given = verifyInput(
    context,
    [
      'setsid sh -c "echo \\$\\$ > pid; exec sleep 600" & until test -s pid; do sleep 0.02; done; echo go; sleep 600',
    ],
    {
      signal: abort.signal,
      onOutput: () => abort.abort(new Error('stop')),
      restore: async ({ made }) => {
        restored.push(made);
        return [];
      },
    },
  );
  await assert.rejects(verify(given), /stop/);
  assert.deepEqual(restored, [true]);
  if (process.platform === 'linux')
    assert.ok(await isSoonGone(Number(readFileSync(join(given.cwd, 'pid'), 'utf8'))));
});

const report = (cases: string): string => `<testsuite>${cases}</testsuite>`;
const passing = '<testcase name="a"/>';
const failing = '<testcase name="b"><failure message="no"/></testcase>';

test('R184 the reports that a run writes count, and no older ones', async (context) => {
  const write = (name: string, xml: string): string => `mkdir -p out; printf '%s' '${xml}' > out/${name}.xml`;
  const given = verifyInput(context, [
    {
      command: `${write('one', report(passing))}; ${write('two', report(passing + failing))}; exit 1`,
      reports: ['out/*.xml'],
    },
  ]);
  mkdirSync(join(given.cwd, 'out'));
  writeFileSync(join(given.cwd, 'out/old.xml'), report(failing.repeat(5)));
  const evidence = await verifyOne(given);
  assert.deepEqual(
    [evidence.counts, evidence.countsFrom, evidence.failures?.map((each) => each.name)],
    [{ passed: 2, failed: 1, skipped: 0 }, 'JUnit XML', ['b']],
  );
  const again = await verifyOne({
    ...given,
    checks: [{ name: 'c', command: 'echo "2 passed in 1s"', timeoutMs: 9000, reports: ['out/*.xml'] }],
  });
  assert.deepEqual([again.counts?.passed, again.countsFrom], [2, 'pytest']);
  assert.match(again.notes?.join(' ') ?? '', /wrote no report at out\/\*\.xml \(3 older ones do not count\)/);
});

test('a report with failures is believed more than an exit code of 0', async (context) => {
  const command = `printf '%s' '${report(failing)}' > r.xml`;
  const evidence = await verifyOne(verifyInput(context, [{ command, reports: ['r.xml'] }]));
  assert.deepEqual([evidence.outcome, evidence.exitCode, evidence.cause], ['failed', 0, 'test']);
  assert.match(
    evidence.notes?.join(' ') ?? '',
    /ended with exit code 0, but its report has tests that failed/,
  );
});

test('a report that is broken, a link, or not there is said, and ends nothing', async (context) => {
  const evidence = await verifyOne(
    verifyInput(context, [
      { command: 'echo "<testsuite" > bad.xml; ln -s /etc/passwd link.xml', reports: ['*.xml'] },
    ]),
  );
  assert.deepEqual([evidence.outcome, evidence.counts], ['passed', null]);
  assert.match(evidence.notes?.join(' ') ?? '', /^The report bad\.xml was not read: It is not XML/);
  assert.doesNotMatch(JSON.stringify(evidence), /root:/);
});

test('that no test ran is said', async (context) => {
  const evidence = await verifyOne(verifyInput(context, ['echo "no tests ran in 0.01s"']));
  assert.deepEqual(evidence.notes, ['No test ran.']);
});

test('R184 the versions of the tools that a command names', async (context) => {
  const versions = new ToolVersions();
  const asked = async (command: string): Promise<readonly { name: string; version: string }[]> =>
    (
      await verifyOne(
        verifyInput(context, [command], { versions: async (...given) => versions.of(...given) }),
      )
    ).tools ?? [];
  const node = { name: 'node', version: process.versions.node };
  assert.deepEqual(await asked('cd . && FOO=1 node --version; ./own-tool; true'), [node]);
  assert.deepEqual(await asked('echo node'), []);
  assert.deepEqual(
    (await asked('npm --version')).map((tool) => tool.name),
    ['npm', 'node'],
  );
});

test('what a check changes in the tree is named, except its own reports', async (context) => {
  const answers = [['src/a.ts', 'out/r.xml'], []];
  const given = verifyInput(context, [{ command: 'true', reports: ['out/*.xml'] }], {
    restore: async () => answers.shift() ?? [],
  });
  const evidence = await verifyOne(given);
  assert.deepEqual(evidence.rewrote, ['src/a.ts']);
  assert.match(evidence.notes?.join(' ') ?? '', /It changed a file of the tree\. They were put back/);
});
