import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { AppError } from '../../domain/errors.ts';
import { readJunit } from './junit.ts';

function recorded(name: string): string {
  return readFileSync(new URL(`../../../test/support/runner-output/${name}`, import.meta.url), 'utf8');
}

test('R184 the report of node:test', () => {
  const { counts, failures, from } = readJunit(recorded('node-test-junit.xml'));
  assert.deepEqual(counts, { passed: 1, failed: 3, skipped: 1 });
  assert.equal(from, 'JUnit XML');
  assert.deepEqual(
    failures.map(({ name, message, file }) => [name, message, file]),
    [
      ['test › broken.test.mjs', 'test failed', '/repo/broken.test.mjs'],
      ['sum › carries the one', 'Expected values to be strictly equal:', '/repo/sum.test.mjs'],
      ['test › throws', 'no such digit', '/repo/sum.test.mjs'],
    ],
  );
  assert.match(failures[1]?.detail ?? '', /AssertionError \[ERR_ASSERTION\][^]*at TestContext\.<anonymous>/);
});

test('R184 the report of pytest', () => {
  const { counts, failures } = readJunit(recorded('pytest-junit.xml'));
  assert.deepEqual(counts, { passed: 1, failed: 3, skipped: 1 });
  assert.deepEqual(
    failures.map((each) => each.name),
    ['test_sum.TestSum › test_carries', 'test_sum › test_throws', 'test_sum › test_setup'],
  );
  assert.equal(failures[2]?.message, 'failed on setup with "OSError: no disk"');
});

test('suites in suites, CDATA, lines, a byte order mark, and a test that was run again', () => {
  const xml = `\uFEFF<?xml version="1.0"?>
<!-- by hand -->
<testsuites><testsuite name="a"><testsuite name="b">
  <testcase name="fails" classname="A" file="a.ts" line="7"><failure message="no"><![CDATA[<stack> & more]]></failure></testcase>
  <testcase name="errs" classname="A"><error type="E"/></testcase>
  <testcase name="was flaky"><flakyFailure message="once"/></testcase>
  <testcase name="later"><skipped/></testcase>
</testsuite></testsuite></testsuites>`;
  const { counts, failures } = readJunit(xml);
  assert.deepEqual(counts, { passed: 1, failed: 2, skipped: 1 });
  assert.deepEqual(failures[0], {
    name: 'A › fails',
    message: 'no',
    detail: '<stack> & more',
    file: 'a.ts:7',
  });
  assert.deepEqual(failures[1], { name: 'A › errs', message: '', detail: '', file: null });
});

for (const [what, xml, why] of [
  ['text', 'not xml', /^It is not XML: /],
  ['a report that was cut', '<testsuite><testcase name="a">', /^It is not XML: /],
  ['another document', '<html/>', /Its root is <html>/],
  ['nothing', '', /^It is not XML: /],
] as const)
  test(`${what} is refused as a report`, () => {
    assert.throws(
      () => readJunit(xml),
      (error) => error instanceof AppError && error.code === 'invalid_input' && why.test(error.message),
    );
  });

test('entities that a report declares are never expanded, and files never read', () => {
  const bomb = `<!DOCTYPE x [<!ENTITY a "${'b'.repeat(1000)}"><!ENTITY c SYSTEM "file:///etc/passwd">]>
<testsuite><testcase name="&a;&c;"><failure message="&c;"/></testcase></testsuite>`;
  const text = JSON.stringify(readJunit(bomb));
  assert.ok(text.length < 500, text);
  assert.doesNotMatch(text, /bbb|root:/);
});

test('a report as deep as it likes to be is read or refused, and the reader lives', () => {
  const deep = 20_000;
  const xml = `${'<testsuite>'.repeat(deep)}<testcase name="a"/>${'</testsuite>'.repeat(deep)}`;
  try {
    assert.equal(readJunit(xml).counts?.passed, 1);
  } catch (error) {
    assert.ok(error instanceof AppError, String(error));
  }
});
