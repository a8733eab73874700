import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tellingLines } from './telling-lines.ts';

const noise = (count: number): string[] => Array.from({ length: count }, (_, index) => `line ${index + 1}`);

test('a short output is shown as it is, without its empty lines', () => {
  assert.deepEqual(tellingLines('one\n\ntwo  \n'), ['one', 'two']);
  assert.deepEqual(tellingLines(''), []);
});

test('of a long output the first error and the end are shown', () => {
  const output = [
    '✔ refuses a wrong amount with an error',
    ...noise(10),
    'AssertionError: 50 !== -50',
    '  at money.test.js:12',
    '  at run',
    'Error: a later one',
    ...noise(20),
    '# pass 3',
    '# fail 1',
    '[exit code 1]',
  ].join('\n');
  assert.deepEqual(tellingLines(output), [
    '…',
    'AssertionError: 50 !== -50',
    '  at money.test.js:12',
    '  at run',
    '…',
    'line 20',
    '# pass 3',
    '# fail 1',
    '[exit code 1]',
  ]);
});

test('without an error, or with one at the end, only the end is shown', () => {
  assert.deepEqual(tellingLines([...noise(40), '0 errors, fail 0'].join('\n')), [
    '…',
    'line 38',
    'line 39',
    'line 40',
    '0 errors, fail 0',
  ]);
  assert.deepEqual(tellingLines([...noise(40), 'fatal: no'].join('\n')).at(-1), 'fatal: no');
  assert.equal(tellingLines([...noise(40), 'fatal: no'].join('\n')).length, 5);
});

test('however long the output and its lines are, little is shown', () => {
  const output = Array.from({ length: 5000 }, () => `error ${'x'.repeat(5000)}`).join('\n');
  const shown = tellingLines(output);
  assert.ok(shown.length <= 9);
  assert.ok(shown.every((line) => line.length <= 200));
});
