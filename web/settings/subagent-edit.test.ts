import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clashes, contentOf, createOf, editOf, emptyFields, onto } from './subagent-edit.ts';

const reviewer = {
  ...emptyFields,
  name: 'reviewer',
  description: 'Reviews: "all" of it',
  system_prompt: 'You review code.',
  tools: 'read_file\n grep_search ',
  max_turns: '15',
  color: 'blue',
};

test('a form is the file that it would be', () => {
  assert.equal(
    contentOf(reviewer),
    [
      '---',
      'name: "reviewer"',
      'description: "Reviews: \\"all\\" of it"',
      'tools: ["read_file","grep_search"]',
      'runConfig: {"max_turns":15,"terminate_mode":"graceful"}',
      'color: "blue"',
      '---',
      '',
      'You review code.',
      '',
    ].join('\n'),
  );
  assert.match(contentOf({ ...reviewer, max_turns: 'many' }), /"max_turns":"many"/);
});

test('R156 what is left empty is not sent for a new one, and taken out of one that there is', () => {
  assert.deepEqual(createOf(reviewer), {
    name: 'reviewer',
    description: 'Reviews: "all" of it',
    system_prompt: 'You review code.',
    tools: ['read_file', 'grep_search'],
    max_turns: 15,
    terminate_mode: 'graceful',
    isolation: 'shared',
    color: 'blue',
  });
  assert.deepEqual(editOf(reviewer, { ...reviewer, max_turns: '', tools: '', color: 'red' }), {
    tools: null,
    max_turns: null,
    color: 'red',
  });
});

test('what somebody else changed meanwhile clashes only where both changed the same', () => {
  const edit = { base: reviewer, mine: { ...reviewer, color: 'red' } };
  assert.deepEqual(clashes(edit, reviewer), []);
  assert.deepEqual(clashes(edit, { ...reviewer, color: 'red', model: 'a/b' }), []);
  assert.deepEqual(clashes(edit, { ...reviewer, color: 'green', model: 'a/b' }), ['color']);
  const theirs = { ...reviewer, color: 'green', model: 'a/b' };
  assert.deepEqual(onto(edit, theirs), { base: theirs, mine: { ...theirs, color: 'red' } });
});
