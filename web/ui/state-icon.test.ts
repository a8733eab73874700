// The icons are read from the source: what draws them is made for a browser.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { taskStates } from '../../src/api/choices.ts';
import { stateWords } from '../data/words.ts';

const source = readFileSync(new URL('state-icon.tsx', import.meta.url), 'utf8');
const icons = new Map(
  [...source.matchAll(/^ {2}(\w+): \{ icon: (\w+),/gm)].map(([, state = '', icon = '']) => [state, icon]),
);

test('R176 R178 every state, also that of being merged, has an icon and a word that no other state has', () => {
  assert.deepEqual([...icons.keys()].sort(), [...taskStates].sort());
  assert.equal(new Set(icons.values()).size, taskStates.length);
  assert.equal(new Set(taskStates.map((state) => stateWords[state])).size, taskStates.length);
  assert.deepEqual([icons.get('applying'), stateWords.applying], ['GitMerge', 'Applying']);
});
