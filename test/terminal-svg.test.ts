// The picture of a terminal in the README is only as true as this: every character at its place, in its colour.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { terminalSvg } from '../scripts/terminal-svg.ts';

const spans = (screen: string): readonly string[] =>
  [...terminalSvg({ screen, columns: 20, title: 'A & B' }).matchAll(/<tspan[^>]*>[^<]*<\/tspan>/g)].map(
    (match) => match[0],
  );

test('text stands at its column, as wide as its characters, and gaps are kept as places', () => {
  assert.deepEqual(spans('ab c   d'), [
    '<tspan x="16" textLength="31.2">ab c</tspan>',
    '<tspan x="70.6" textLength="7.8">d</tspan>',
  ]);
});

test('colours, bold and dim begin and end where the terminal says, also across lines', () => {
  const [red, dim, next, plain] = spans('\u001b[1;31mno\u001b[0m \u001b[2mmaybe\nstill\u001b[22m yes');
  assert.match(red ?? '', / x="16" .*fill="#f07178" font-weight="bold">no</);
  assert.match(dim ?? '', / x="39.4" .*opacity="0.6">maybe</);
  assert.match(next ?? '', / x="16" .*opacity="0.6">still</);
  assert.doesNotMatch(plain ?? '', /opacity|fill|bold/);
});

test('a character of two code units is one column, and what XML would read is escaped', () => {
  assert.deepEqual(spans('😀\u001b[32m<&>'), [
    '<tspan x="16" textLength="7.8">😀</tspan>',
    '<tspan x="23.8" textLength="23.4" fill="#a6cc70">&lt;&amp;&gt;</tspan>',
  ]);
});

test('the picture is as high as its lines and has a title', () => {
  const svg = terminalSvg({ screen: 'one\n\nthree\n\n', columns: 20, title: 'A & B' });
  assert.match(svg, /^<svg [^>]*width="188" height="86"/);
  assert.match(svg, /<title>A &amp; B<\/title>/);
});
