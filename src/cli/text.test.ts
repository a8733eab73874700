import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clean, fit, fitEnd, oneLine, widthOf } from './text.ts';

test('width counts columns, not characters', () => {
  const cases = [
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 4],
    ['✓ ok', 4],
    ['👩‍👩‍👧', 2],
    ['❤️', 2],
    ['🇩🇪', 2],
  ] as const;
  for (const [text, width] of cases) assert.equal(widthOf(text), width, text);
});

test('what does not fit is cut at a whole character, and the mark fits too', () => {
  assert.equal(fit('abcdef', 6), 'abcdef');
  assert.equal(fit('abcdefg', 6), 'abcde…');
  assert.equal(fit('日本語', 5), '日本…');
  assert.equal(fit('日本語', 4), '日…');
  assert.equal(fitEnd('abcdefg', 6), '…cdefg');
  assert.equal(fitEnd('日本語', 4), '…語');
});

test('nothing that a terminal acts on is left, and the text is', () => {
  const hostile =
    '\u001b[2J\u001b]8;;http://x\u0007link\u001b]8;;\u0007\u009b31m\r\nnext\rover\u0000\u202eabc\tend';
  assert.equal(clean(hostile), 'link31m\nnextoverabc\tend');
  assert.equal(clean('split \u001b'), 'split ');
});

test('one line is the first that says something', () => {
  assert.equal(oneLine('\n\n  Fix\tit  now \nplease'), 'Fix it now');
  assert.equal(oneLine(''), '');
});
