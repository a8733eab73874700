import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginEdit, bodyOf, clashes, fieldsOf, onto, readEdit, writeEdit } from './draft-edit.ts';

const task = { title: 'Serve orders', prompt: 'Serve orders.', owns: ['src/**'], version: 3 };
const begun = beginEdit(task);
const edited = {
  ...begun,
  mine: { ...begun.mine, prompt: 'Serve orders, cached.', owns: 'src/**\n\n docs/** ' },
};

test('only what reads otherwise is sent, with the version that was read', () => {
  assert.equal(bodyOf(begun), null);
  assert.deepEqual(bodyOf(edited), {
    version: 3,
    prompt: 'Serve orders, cached.',
    owns: ['src/**', 'docs/**'],
  });
});

test('what somebody else changed meanwhile clashes only where both changed the same', () => {
  const titled = { ...task, title: 'Serve all orders', version: 4 };
  assert.deepEqual(clashes(edited, fieldsOf(titled)), []);
  assert.deepEqual(bodyOf(onto(edited, titled)), { ...bodyOf(edited), version: 4 });
  assert.equal(onto(edited, titled).mine.title, 'Serve all orders');
  assert.deepEqual(clashes(edited, fieldsOf({ ...titled, prompt: 'Serve them slowly.' })), ['prompt']);
  assert.deepEqual(clashes(edited, fieldsOf({ ...titled, prompt: edited.mine.prompt })), []);
});

test('what is kept is read again, and anything else is nothing', () => {
  assert.deepEqual(readEdit(writeEdit(edited)), edited);
  for (const text of ['', '{', 'null', '[]', '{"version":1,"base":{},"mine":{}}'])
    assert.equal(readEdit(text), null, text);
});
