// The updates are those that the agents really sent; from agents.md §3 and the tests in known/.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentEvent } from '../../domain/agent-event.ts';
import type { FailureSign } from '../facts.ts';
import { FailureWatch } from './told-failure.ts';

function heard(sign: FailureSign, ...steps: (string | { status: string })[]): string | null {
  const watch = new FailureWatch(sign);
  for (const step of steps)
    if (typeof step === 'object')
      watch.see({ update: { _meta: { codex: { threadStatus: { type: step.status } } } } }, []);
    else watch.see({}, [step === 'TOOL' ? tool : { type: 'agent.message', text: step }]);
  return watch.failure;
}

const tool: AgentEvent = {
  type: 'agent.tool',
  call: {
    id: '1',
    title: 't',
    kind: 'edit',
    status: 'completed',
    paths: [],
    diffs: [],
    input: null,
    output: '',
  },
};

test('an agent that tells failures as errors ends a turn as it says', () => {
  assert.equal(heard('error', 'Error: something'), null);
  assert.equal(heard('error'), null);
});

test('R113 last words that are an error make the turn a failure', () => {
  assert.equal(
    heard('last-message', 'Info: retrying', 'Error: 401 no key\n check it'),
    '401 no key\n check it',
  );
  assert.equal(heard('last-message', 'Error: 500', 'It worked in the end.'), null);
  assert.equal(heard('last-message', 'Error: 500', 'TOOL'), null);
  assert.equal(heard('last-message', 'Error', ': is what I found'), null);
});

test('R113 a thread that is reported broken makes the turn a failure, in the words that follow', () => {
  assert.equal(
    heard('thread-status', { status: 'active' }, 'Half', { status: 'systemError' }, 'Too', ' many'),
    'Too many',
  );
  assert.equal(heard('thread-status', { status: 'systemError' }), 'it does not say why');
  assert.equal(heard('thread-status', { status: 'systemError' }, { status: 'active' }, 'Fine'), null);
});

test('R113 a turn that ends without a word after its last call makes it a failure where that is the only sign', () => {
  assert.match(heard('silence') ?? '', /without a word/);
  assert.match(heard('silence', 'I write.', 'TOOL') ?? '', /without a word/);
  assert.equal(heard('silence', 'TOOL', 'Done.'), null);
});
