import assert from 'node:assert/strict';
import { test } from 'node:test';
import { taskStates } from '../task.ts';
import { coderView } from './view.ts';
import type { CoderFacts } from './view.ts';

const nothing: CoderFacts = {
  state: 'draft',
  step: null,
  hold: null,
  failure: null,
  result: null,
  said: null,
  status_message: null,
  status_state: null,
};

const failed = { kind: 'test', message: '2 of 40 tests failed.' } as const;

/** Every state, and each of its steps that looks different: status, state, finer state, workspace, agent, message. */
const table: readonly (readonly [Partial<CoderFacts>, string])[] = [
  [{ state: 'draft' }, 'pending working working pending null | Draft: waits for a person to accept it'],
  [{ state: 'queued' }, 'initializing working working pending null | Queued: starts next'],
  [
    { state: 'queued', hold: { text: 'waits for #3' } },
    'initializing working working pending null | Queued: waits for #3',
  ],
  [
    { state: 'starting', step: 'reserved' },
    'initializing working working starting created | Running: the start is planned',
  ],
  [
    { state: 'starting', step: 'workspace' },
    'initializing working working starting created | Starting workspace: a private copy of the repository is made',
  ],
  [
    { state: 'starting', step: 'setup' },
    'initializing working working starting starting | Agent starting: the setup script runs',
  ],
  [
    { state: 'starting', step: 'agent' },
    'initializing working working starting starting | Agent starting: its session is opened',
  ],
  [{ state: 'running', step: 'agent' }, 'active working working running ready | The agent works on it'],
  [
    { state: 'running', step: 'agent', said: 'Reading.\n\nNow the tests.\n' },
    'active working working running ready | Now the tests.',
  ],
  [
    { state: 'running', step: 'agent', said: 'Hm.', status_message: 'Tests next', status_state: 'working' },
    'active working working running ready | Tests next',
  ],
  [
    {
      state: 'ready',
      status_message: 'Tests next',
      status_state: 'working',
      result: { summary: 'It is done.' },
    },
    'active idle complete running ready | It is done.',
  ],
  [
    { state: 'running', step: 'checks', said: 'Done.' },
    'active working working running ready | The checks run',
  ],
  [{ state: 'waiting', step: 'idle: All done.' }, 'active idle idle running ready | All done.'],
  [
    { state: 'waiting', step: 'question: Which port?' },
    'active working working running ready | Asks you: Which port?',
  ],
  [
    { state: 'waiting', step: 'approval: rm -r x' },
    'active working working running ready | Waits for your approval: rm -r x',
  ],
  [{ state: 'paused' }, 'paused idle idle stopped off | Paused: a message or a resume lets it go on'],
  [
    { state: 'ready', result: { summary: 'Added a schema.' } },
    'active idle complete running ready | Added a schema.',
  ],
  [{ state: 'applying' }, 'active idle complete running ready | The work is merged into the branch'],
  [{ state: 'done' }, 'active idle complete running ready | Done'],
  [{ state: 'failed', failure: failed }, 'error idle failure failed ready | 2 of 40 tests failed.'],
  [
    { state: 'failed', failure: { kind: 'setup', message: 'it ended with 3' } },
    'error idle failure failed start_error | Setup script failed: it ended with 3',
  ],
  [{ state: 'cancelled' }, 'error idle failure canceled off | Cancelled'],
  [{ state: 'dismissed' }, 'paused idle idle stopped off | Dismissed: the work is kept for a while'],
];

test('R63 R64 R65 R66 R67 R68 R212 every state has its status, state, workspace and message', () => {
  for (const [facts, expected] of table) {
    const { status, state, detail, workspace, lifecycle, message } = coderView({ ...nothing, ...facts });
    const seen = `${status} ${state} ${detail} ${workspace} ${String(lifecycle)} | ${message}`;
    assert.equal(seen, expected, JSON.stringify(facts));
  }
  const states = new Set(table.map(([facts]) => facts.state));
  assert.deepEqual(
    taskStates.filter((state) => !states.has(state)),
    [],
    'states without a row',
  );
});

test('R65 active and idle is said only where a turn of the agent has ended', () => {
  const ended = ['waiting', 'ready', 'applying', 'done'];
  for (const state of taskStates) {
    const view = coderView({ ...nothing, state, step: state === 'waiting' ? 'idle: x' : null });
    assert.equal(view.status === 'active' && view.state === 'idle', ended.includes(state), state);
  }
});

test('R94 the agent counts as healthy exactly while it can be talked to', () => {
  for (const state of taskStates) {
    const view = coderView({ ...nothing, state });
    assert.equal(view.health?.healthy === true, view.status === 'active', state);
  }
});

test('R113 a failure names what people can do something about', () => {
  const said = (kind: 'credentials' | 'network' | 'setup' | 'timeout'): string =>
    coderView({ ...nothing, state: 'failed', failure: { kind, message: 'why' } }).message;
  assert.equal(said('credentials'), 'API key missing or refused: why');
  assert.equal(said('network'), 'Network issue: why');
  assert.equal(said('setup'), 'Setup script failed: why');
  assert.equal(said('timeout'), 'why');
});

test('R93 a message is one line of at most 160 characters', () => {
  const message = `first\nand\t${'long '.repeat(60)}`;
  const view = coderView({ ...nothing, state: 'failed', failure: { kind: 'other', message } });
  assert.equal(view.message.length, 160);
  assert.match(view.message, /^first and long long .*…$/);
});
