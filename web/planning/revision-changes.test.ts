import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesBetween } from './revision-changes.ts';
import type { Proposed } from './words.ts';

const fine = { is_fine: true, found: 'It names one file.', said: null };
const api: Proposed = {
  key: 'api',
  title: 'Serve orders',
  prompt: 'Serve orders.\n\nFast.',
  steps: ['Add the route', 'Test it'],
  done_when: [],
  risks: [],
  out_of_scope: [],
  category: null,
  size: 'small',
  owns: ['src/api.ts'],
  checks: [],
  depends_on: [],
  targets: [{ kind: 'file', name: 'src/api.ts', is_new: true, is_there: false }],
  prohibitions: [],
  testing: null,
  review: { files: fine, scope: fine, tests: fine },
};
const between = (before: readonly Proposed[], after: readonly Proposed[]) =>
  changesBetween({ tasks: [...before] }, { tasks: [...after] });

test('the same tasks are no change', () => {
  assert.deepEqual(between([api], [{ ...api }]), []);
});

test('R166 what came, what went and which lines read otherwise is said by name', () => {
  const page = { ...api, key: 'page', title: 'Show orders' };
  const after = {
    ...api,
    title: 'Serve all orders',
    prompt: 'Serve orders.\n\nFast, and cached.',
    depends_on: [{ key: 'tests', reason: 'it needs them' }],
    testing: { framework: 'pytest', mocks: null, coverage: 90 },
  };
  const tests = { ...api, key: 'tests', title: 'Write tests' };
  assert.deepEqual(between([api, page], [after, tests]), [
    {
      kind: 'changed',
      key: 'api',
      title: 'Serve all orders',
      fields: [
        { field: 'title', removed: ['Serve orders'], added: ['Serve all orders'] },
        { field: 'prompt', removed: ['Fast.'], added: ['Fast, and cached.'] },
        { field: 'depends_on', removed: [], added: ['tests: it needs them'] },
        { field: 'testing', removed: [], added: ['pytest: 90'] },
      ],
    },
    { kind: 'came', key: 'tests', title: 'Write tests' },
    { kind: 'went', key: 'page', title: 'Show orders' },
  ]);
});

test('steps in another order are a change', () => {
  const [change] = between([api], [{ ...api, steps: ['Test it', 'Add the route'] }]);
  assert.deepEqual(change?.kind === 'changed' && change.fields, [
    { field: 'steps', removed: ['Add the route', 'Test it'], added: ['Test it', 'Add the route'] },
  ]);
});
