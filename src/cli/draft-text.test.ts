import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestJson } from '../api/request-schemas.ts';
import { draftPatch, draftText } from './draft-text.ts';

const fine = { is_fine: true, found: '', said: null };
const task: RequestJson['revisions'][number]['tasks'][number] = {
  key: 'api',
  title: 'Serve orders',
  prompt: 'GET /orders answers.\n\n## A heading of the prompt\n- and a list',
  steps: ['Add the route', 'Test it'],
  done_when: ['GET /orders answers'],
  risks: [],
  out_of_scope: [],
  category: null,
  size: 'small',
  owns: ['src/api.ts'],
  checks: [],
  depends_on: [],
  targets: [],
  prohibitions: ["Don't change prices"],
  testing: null,
  review: { files: fine, scope: fine, tests: fine },
};

test('R11 a draft as text comes back without a change when nobody changed it', () => {
  assert.deepEqual(draftPatch(task, draftText(task)), {});
});

test('R11 only what was changed in the editor is changed in the draft', () => {
  const text = draftText(task)
    .replace('# Serve orders', '# Serve all orders')
    .replace('- Test it\n', '- Test it twice\n- Measure it\n')
    .replace('- src/api.ts', 'src/api.ts\n  - src/orders/**')
    .replace("- Don't change prices\n", '');
  assert.deepEqual(draftPatch(task, text), {
    title: 'Serve all orders',
    steps: ['Add the route', 'Test it twice', 'Measure it'],
    owns: ['src/api.ts', 'src/orders/**'],
    prohibitions: [],
  });
  const without = draftText(task).replace(/==== risks ====[\s\S]*?(?===== out)/, '');
  assert.deepEqual(draftPatch(task, without), {}, 'a part that is not there stays as it is');
});

test('a text that is no draft is refused with what is wrong', () => {
  assert.throws(() => draftPatch(task, 'no title'), /first line has no title/);
  assert.throws(() => draftPatch(task, '# A\n\nB\n==== agent ====\n- x\n'), /“agent” is no part of a draft/);
});
