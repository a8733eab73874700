// Runners that are on this machine, run for real: what they print today is what the readers must know.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { verifyInput, verifyOne } from '../../test/support/verify-room.ts';
import type { Check, Evidence } from '../domain/evidence.ts';
import { ToolVersions } from './tool-versions.ts';

const env = Object.fromEntries(
  ['PATH', 'HOME', 'CARGO_HOME', 'RUSTUP_HOME', 'PYENV_ROOT', 'TMPDIR'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  }),
);

function isHere(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { env, stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

async function run(
  context: TestContext,
  files: Readonly<Record<string, string>>,
  check: Pick<Check, 'command' | 'reports'>,
): Promise<Evidence> {
  const versions = new ToolVersions();
  const patch = { env, versions: async (...asked: Parameters<ToolVersions['of']>) => versions.of(...asked) };
  return verifyOne(verifyInput(context, [{ name: 'test', timeoutMs: 90_000, ...check }], patch, files));
}

function short(evidence: Evidence): unknown {
  const { outcome, cause, counts, countsFrom, failures = [] } = evidence;
  return [outcome, cause, counts, countsFrom, failures.map(({ name, message }) => [name, message])];
}

const python = {
  'test_sum.py':
    'import pytest\ndef test_adds(): pass\ndef test_carries(): assert 9 + 1 == 11\n@pytest.mark.skip\ndef test_later(): pass\n',
};

test('R184 pytest, by its words and by its report', { skip: !isHere('pytest') }, async (context) => {
  const counts = { passed: 1, failed: 1, skipped: 1 };
  const said = await run(context, python, { command: 'pytest -q -p no:cacheprovider' });
  assert.deepEqual(short(said), [
    'failed',
    'test',
    counts,
    'pytest',
    [['test_sum.py::test_carries', 'assert (9 + 1) == 11']],
  ]);
  assert.equal(said.tools?.[0]?.name, 'pytest');
  const command = 'pytest -q -p no:cacheprovider --junitxml=out/r.xml';
  const reported = await run(context, python, { command, reports: ['out/*.xml'] });
  assert.deepEqual([reported.counts, reported.countsFrom], [counts, 'JUnit XML']);
  const broken = await run(context, { 'test_sum.py': 'import nothing_here\n' }, { command: 'pytest -q' });
  assert.deepEqual(
    [broken.cause, broken.signs?.[0]],
    ['file_not_found', "E   ModuleNotFoundError: No module named 'nothing_here'"],
  );
});

const crate = (body: string): Readonly<Record<string, string>> => ({
  'Cargo.toml': '[package]\nname = "sum"\nversion = "0.1.0"\nedition = "2021"\n',
  'src/lib.rs': body,
});

test('R36 R184 cargo test, and code that does not compile', { skip: !isHere('cargo') }, async (context) => {
  const body =
    '#[cfg(test)]\nmod tests {\n#[test] fn adds() {}\n#[test] fn carries() { assert_eq!(10, 11, "carry"); }\n#[test] #[ignore] fn later() {}\n}\n';
  const red = await run(context, crate(body), { command: 'cargo test --offline --lib' });
  assert.deepEqual(short(red), [
    'failed',
    'test',
    { passed: 1, failed: 1, skipped: 1 },
    'cargo test',
    [['tests::carries', 'assertion `left == right` failed: carry']],
  ]);
  const broken = await run(context, crate('pub fn broken( { }\n'), { command: 'cargo test --offline --lib' });
  assert.deepEqual([broken.cause, broken.counts], ['compile', null]);
  assert.match(broken.signs?.[0] ?? '', /^error: .*\(src\/lib\.rs:1:\d+\)$/);
});

test('R184 node:test, with the reporters tap and junit', async (context) => {
  const files = {
    'sum.test.mjs':
      "import { test } from 'node:test';\ntest('adds', () => {});\ntest('carries', () => { throw new TypeError('no such digit'); });\n",
  };
  const counts = { passed: 1, failed: 1, skipped: 0 };
  const tap = await run(context, files, { command: 'node --test --test-reporter=tap' });
  assert.deepEqual(short(tap), ['failed', 'test', counts, 'TAP', [['carries', 'no such digit']]]);
  const command = 'node --test --test-reporter=junit --test-reporter-destination=r.xml';
  const junit = await run(context, files, { command, reports: ['r.xml'] });
  assert.deepEqual([junit.counts, junit.countsFrom], [counts, 'JUnit XML']);
  const broken = await run(context, { 'a.test.mjs': 'const = 1;\n' }, { command: 'node --test' });
  assert.equal(broken.cause, 'compile');
});
