import assert from 'node:assert/strict';
import { test } from 'node:test';
import { branchName, firstFree, slug, titleOf } from './names.ts';

test('R87 a name is made of the words of the prompt', () => {
  assert.equal(slug('Add a schema'), 'add-a-schema');
  assert.equal(slug('  Fix: the `login()` bug!  '), 'fix-the-login-bug');
  assert.equal(slug('Über-Prüfung für Café №5'), 'uber-prufung-fur-cafe-no5');
});

test('a name has at most 40 characters and ends with a whole word', () => {
  const name = slug('Refactor the payment service so that it never rounds twice');
  assert.equal(name, 'refactor-the-payment-service-so-that-it');
  assert.equal(slug('x'.repeat(60)), 'x'.repeat(40));
  assert.equal(slug(`${'a'.repeat(40)} b`), 'a'.repeat(40));
});

test('a text without a letter or digit we can use is called “task”', () => {
  for (const text of ['', '   ', '!!!', '修复登录']) assert.equal(slug(text), 'task');
});

test('a title is the first line of the prompt', () => {
  assert.equal(titleOf('  Add a schema  \n\nwith an index'), 'Add a schema');
  assert.equal(titleOf('\r\n\r\nAdd it\r\nnow'), 'Add it');
  assert.equal(titleOf(''), '');
});

test('a long title is its first sentence, or cut at a word and says so, within 72 characters', () => {
  const title = titleOf(`Write ${'documentation '.repeat(10)}`);
  assert.ok(title.length <= 72);
  assert.match(title, /documentation…$/);
  assert.equal(titleOf('y'.repeat(72)), 'y'.repeat(72));
  assert.equal(titleOf(`A credit loses its sign: it is ${'wrong '.repeat(20)}`), 'A credit loses its sign');
});

test('R107 a name that is taken gets the first free number behind it', () => {
  const taken = new Set(['fix', 'fix-2', 'fix-4']);
  assert.equal(
    firstFree('new', (name) => taken.has(name)),
    'new',
  );
  assert.equal(
    firstFree('fix', (name) => taken.has(name)),
    'fix-3',
  );
});

test('a branch carries the number, so that two of one name never meet', () => {
  assert.equal(branchName(12, 'add-a-schema'), 'tasklane/12-add-a-schema');
});
