import assert from 'node:assert/strict';
import { test } from 'node:test';
import { benchFor } from '../../../../test/support/tool-bench.ts';
import { editTool } from './edit.ts';

const program = 'function add(a, b) {\n    return a - b;\n}\n\nfunction sub(a, b) {\n    return a - b;\n}\n';

test('the one place that matches is replaced', async (t) => {
  const bench = benchFor(t, editTool, { 'a.js': program });
  const outcome = await bench.run({
    path: 'a.js',
    old_string: 'add(a, b) {\n    return a - b;',
    new_string: 'add(a, b) {\n    return a + b;',
  });
  const after = program.replace('a - b', 'a + b');
  assert.equal(bench.read('a.js'), after);
  assert.deepEqual(outcome, {
    kind: 'done',
    text: 'edited a.js in 1 place',
    diffs: [{ path: 'a.js', before: program, after }],
  });
});

test('what the new text means to a regular expression or to replace() is taken as it is', async (t) => {
  const bench = benchFor(t, editTool, { 'a.txt': 'price: (x)\n' });
  await bench.run({ path: 'a.txt', old_string: '(x)', new_string: '$& $1 $$' });
  assert.equal(bench.read('a.txt'), 'price: $& $1 $$\n');
});

test('several places: nothing is changed, and their lines are named', async (t) => {
  const bench = benchFor(t, editTool, { 'a.js': program });
  const outcome = await bench.run({ path: 'a.js', old_string: 'return a - b;', new_string: 'return 0;' });
  assert.equal(outcome.kind, 'failed');
  assert.match(outcome.text, /occurs 2 times in a.js, at lines 2, 6\./);
  assert.equal(bench.read('a.js'), program);
});

test('with replace_all every place is replaced', async (t) => {
  const bench = benchFor(t, editTool, { 'a.js': program });
  const outcome = await bench.run({
    path: 'a.js',
    old_string: 'a - b',
    new_string: 'a * b',
    replace_all: true,
  });
  assert.equal(outcome.text, 'edited a.js in 2 places');
  assert.equal(bench.read('a.js'), program.replaceAll('a - b', 'a * b'));
});

test('no place: the most similar lines are shown as they are', async (t) => {
  const bench = benchFor(t, editTool, { 'a.js': program });
  const outcome = await bench.run({
    path: 'a.js',
    old_string: 'function sub(a, b) {\n  return a-b;',
    new_string: '',
  });
  assert.equal(outcome.kind, 'failed');
  assert.match(outcome.text, /does not occur in a.js\. The lines most like it are 3-8/);
  assert.ok(outcome.text.includes('function sub(a, b) {\n    return a - b;\n}'));
});

test('no place and nothing similar: it says so', async (t) => {
  const bench = benchFor(t, editTool, { 'a.js': program });
  const outcome = await bench.run({ path: 'a.js', old_string: 'SELECT 1 FROM users', new_string: '' });
  assert.match(outcome.text, /Nothing in it looks like that/);
});

test('line ends of the file are kept when the model writes the others', async (t) => {
  const bench = benchFor(t, editTool, { 'a.txt': 'one\r\ntwo\r\nthree\r\n' });
  await bench.run({ path: 'a.txt', old_string: 'one\ntwo', new_string: '1\n2' });
  assert.equal(bench.read('a.txt'), '1\r\n2\r\nthree\r\n');
});

test('an edit that cannot mean anything says why', async (t) => {
  const bench = benchFor(t, editTool, { 'a.txt': 'one\n', '.git/config': 'one\n' });
  for (const [input, why] of [
    [{ path: 'a.txt', old_string: '', new_string: 'x' }, /old_string is empty/],
    [{ path: 'a.txt', old_string: 'one', new_string: 'one' }, /are the same/],
    [{ path: 'b.txt', old_string: 'one', new_string: 'x' }, /there is no file b.txt/],
    [{ path: '.git/config', old_string: 'one', new_string: 'x' }, /git's own folder/],
    [{ path: '../a.txt', old_string: 'one', new_string: 'x' }, /outside the workspace/],
  ] as const) {
    const outcome = await bench.run(input);
    assert.equal(outcome.kind, 'failed');
    assert.match(outcome.text, why);
  }
});
