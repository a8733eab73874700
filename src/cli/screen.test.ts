import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Screen } from './screen.ts';

function screenOf(columns: number, rows: number): { screen: Screen; last: () => string } {
  const writes: string[] = [];
  const stream = { columns, rows, write: (text: string) => writes.push(text) };
  return { screen: new Screen(stream), last: () => writes.at(-1) ?? '' };
}

test('a screen is drawn over what it drew before, in one write', () => {
  const { screen, last } = screenOf(40, 10);
  screen.draw('one\ntwo');
  assert.equal(last(), '\r\u001b[0Jone\ntwo\n');
  screen.draw('three');
  assert.equal(last(), '\r\u001b[2A\u001b[0Jthree\n');
  screen.draw('four');
  assert.equal(last(), '\r\u001b[1A\u001b[0Jfour\n');
});

test('what does not fit is cut, because a line that wrapped or scrolled off could not be drawn again', () => {
  const { screen, last } = screenOf(8, 4);
  screen.draw('a long line\n2\n3\n4\n5');
  assert.equal(last(), '\r\u001b[0Ja long…\n2\n… and 3 more lines\n');
});
