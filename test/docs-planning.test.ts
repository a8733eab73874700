// What people need to know to ask well: the rules with examples, and the whole way once.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { policyNames } from '../src/domain/policy.ts';

const dir = new URL('../docs/', import.meta.url);
const pages = readdirSync(dir)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, text: readFileSync(new URL(name, dir), 'utf8') }));

/** Rows of the first table of a text, without its head. */
function rows(text: string): readonly string[] {
  const table = /^\|.*\n\| ?-.*\n((?:\|.*\n)+)/m.exec(text)?.[1] ?? '';
  return table.split('\n').filter((row) => row !== '');
}

test('R13 a page has the four rules of a good request, each with bad and good examples', () => {
  const rules = pages.map(({ name, text }) => ({
    name,
    sections: text
      .split(/^(?=### \d\. )/m)
      .filter((section) => section.startsWith('### '))
      .map((section) => section.split(/\n(?=## )/)[0] ?? ''),
  }));
  const page = rules.find(({ sections }) => sections.length === 4);
  assert.ok(page !== undefined, 'no page has four numbered rules');
  for (const section of page.sections) {
    assert.match(section, /rather not\s*\|\s*better/, section.slice(0, 40));
    assert.ok(rows(section).length >= 2, section.slice(0, 40));
  }
});

test('R52 the whole way of a request is walked through, command by command', () => {
  const commands = ['tasklane run', 'tasklane task list', 'tasklane task apply'];
  const walk = pages.find(({ text }) => commands.every((command) => text.includes(`$ ${command}`)));
  assert.ok(walk !== undefined, `no page shows ${commands.join(', ')} with what they print`);
  const planning = pages.find(({ name }) => name === 'planning.md')?.text ?? '';
  for (const command of [
    'tasklane ask',
    'tasklane request',
    'tasklane plan',
    'tasklane plan accept',
    'tasklane request --task',
  ])
    assert.ok(planning.includes(command), command);
  const modes = pages.find(({ name }) => name === 'modes.md')?.text ?? '';
  for (const policy of policyNames)
    assert.ok(modes.includes(`| \`${policy}\` `), `${policy}: when to use it`);
  for (const command of ['tasklane request', 'tasklane plan accept', 'tasklane task undo'])
    assert.ok(modes.includes(`$ ${command}`), command);
});
