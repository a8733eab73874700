import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planEditOf, planFieldsOf } from './plan-edit.ts';
import type { Proposed } from './words.ts';

const fine = { is_fine: true, found: '', said: null };
const task: Proposed = {
  key: 'page',
  title: 'Show orders',
  prompt: 'A page for orders.',
  steps: ['Draw it'],
  done_when: [],
  risks: [],
  out_of_scope: ['Writing'],
  category: null,
  size: 'small',
  owns: ['web/**'],
  checks: [],
  depends_on: [{ key: 'api', reason: 'it asks for them' }],
  targets: [],
  prohibitions: [],
  testing: null,
  review: { files: fine, scope: fine, tests: fine },
};
const fields = planFieldsOf(task);

test('R181 only what reads otherwise is sent: lists by line, and what it waits for with the reason', () => {
  assert.equal(planEditOf(task, fields), null);
  assert.equal(planEditOf(task, { ...fields, lists: { ...fields.lists, steps: ' Draw it \n\n' } }), null);
  assert.deepEqual(
    planEditOf(task, {
      lists: { ...fields.lists, steps: 'Draw it\nTest it', out_of_scope: '' },
      size: 'large',
      category: 'feature',
      waits: { ...fields.waits, tests: ' ' },
    }),
    {
      type: 'edit',
      key: 'page',
      steps: ['Draw it', 'Test it'],
      out_of_scope: [],
      size: 'large',
      category: 'feature',
      depends_on: [
        { key: 'api', reason: 'it asks for them' },
        { key: 'tests', reason: 'It comes first.' },
      ],
    },
  );
  assert.deepEqual(planEditOf({ ...task, category: 'feature' }, { ...fields, waits: {} }), {
    type: 'edit',
    key: 'page',
    category: null,
    depends_on: [],
  });
});
