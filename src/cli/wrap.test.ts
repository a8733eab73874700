import assert from 'node:assert/strict';
import { test } from 'node:test';
import pc from 'picocolors';
import { stripAnsi } from '../lib/text.ts';
import { widthFor, wrap } from './wrap.ts';

test('a line breaks at words, and what goes on stands under its text', () => {
  const cases = [
    ['one two three four five six', 'one two three four\nfive six'],
    ['  indented words go on indented', '  indented words go\n  on indented'],
    ['• a state of more than one line', '• a state of more\n  than one line'],
    ['- an item of more than one line', '- an item of more\n  than one line'],
    ['12. an item of more than one line', '12. an item of more\n    than one line'],
    ['  │ the output of some program', '  │ the output of\n  │ some program'],
    ['日本語 日本語 日本語 日本', '日本語 日本語 日本語\n日本'],
    ['short\n\n  two  spaces', 'short\n\n  two  spaces'],
  ] as const;
  for (const [text, expected] of cases) assert.equal(wrap(text, 20), expected);
});

test('a word that is wider than the terminal stays whole, so that it can be copied', () => {
  const address = `https://example.com/${'x'.repeat(40)}`;
  assert.equal(wrap(`see ${address} for more`, 20), `see\n${address}\nfor more`);
  assert.equal(wrap(address, 20), address);
});

test('colours are not counted and not lost', () => {
  const { red } = pc.createColors(true);
  const text = `${red('✗')} ${red('one two')} three four ${red('five')}`;
  const wrapped = wrap(text, 20);
  assert.equal(stripAnsi(wrapped), '✗ one two three four\n  five');
  assert.equal(wrapped.replace('\n  ', ' '), text);
  const wide = red(`  ${'x'.repeat(40)}`);
  assert.equal(wrap(wide, 20), wide);
});

test('only a terminal has a width to wrap at', () => {
  const write = (): void => undefined;
  assert.equal(widthFor({ isTTY: true, columns: 90, write }), 90);
  assert.equal(widthFor({ isTTY: false, columns: 90, write }), undefined);
  const long = 'a word and '.repeat(50);
  assert.equal(wrap(long, undefined), long);
});
