import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Summary } from './summary.ts';

test('R33 the summary is what the agent wrote after its last tool call', () => {
  const summary = new Summary();
  summary.see({ type: 'agent.message', text: 'I will look.' });
  summary.see({
    type: 'agent.tool',
    call: {
      id: '1',
      title: 'edit',
      kind: 'edit',
      status: 'completed',
      paths: [],
      input: null,
      output: null,
      diffs: [],
    },
  });
  summary.see({ type: 'agent.message', text: 'Fixed ' });
  summary.see({ type: 'agent.message', text: 'the bug.' });
  assert.equal(summary.text, 'Fixed the bug.');
});
