import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventJson } from '../../src/api/schemas.ts';
import { Folder } from './fold.ts';
import type { ThreadItem } from './item.ts';

function fold(...bodies: readonly (readonly [type: string, data: object])[]): readonly ThreadItem[] {
  const folder = new Folder();
  for (const [index, [type, data]] of bodies.entries())
    folder.add({
      id: index + 1,
      seq: index + 1,
      project_id: 'p',
      task_id: 't',
      at: '2026-11-21T10:00:00.000Z',
      actor: 'ada',
      type,
      data: { ...data },
    } satisfies EventJson);
  return folder.items;
}

const call = (id: string, more: object = {}): readonly [string, object] => [
  'agent.tool',
  { call: { id, title: `Do ${id}`, kind: 'execute', status: 'running', ...more } },
];
const subagent = (event: object): readonly [string, object] => [
  'agent.subagent',
  { event: { subagentId: 'c1', ...event } },
];

test('pieces that follow each other are one message, and a tool call in between parts them', () => {
  const items = fold(
    ['agent.message', { text: 'I ' }],
    ['agent.message', { text: 'look.' }],
    call('c1'),
    ['agent.thought', { text: 'Hm' }],
    ['agent.message', { text: 'Done.' }],
  );
  assert.deepEqual(
    items.map((item) => [item.kind, 'text' in item ? item.text : '']),
    [
      ['message', 'I look.'],
      ['tool', ''],
      ['thought', 'Hm'],
      ['message', 'Done.'],
    ],
  );
});

test('a tool call is one item at its first place, whatever its updates, also when the first is an update', () => {
  const items = fold(
    call('c1', { status: 'completed', output: 'x' }),
    ['agent.message', { text: 'a' }],
    call('c1'),
  );
  assert.equal(items.length, 2);
  const [first] = items;
  assert.ok(first?.kind === 'tool');
  assert.deepEqual([first.status, first.key], ['running', 'e1']);
});

test('R145 a subagent is a box: its calls with their marks, its round, its tokens, its end', () => {
  const [box, ...others] = fold(
    call('c1'),
    subagent({ type: 'start', name: 'finder', description: 'finds it', maxTurns: 9, maxTokens: 1000 }),
    subagent({ type: 'round', round: 2 }),
    subagent({ type: 'tool_call', callId: 's1', name: 'grep', description: 'grep x' }),
    call('s2', { parent: 'c1', status: 'failed' }),
    subagent({ type: 'tool_result', callId: 's1', success: true }),
    subagent({ type: 'usage', totalTokens: 40 }),
    subagent({ type: 'finish', terminateReason: 'GOAL', result: 'found', statistics: {} }),
  );
  assert.deepEqual(others, []);
  assert.ok(box?.kind === 'subagent');
  assert.deepEqual([box.name, box.round, box.maxTurns, box.tokens, box.end], ['finder', 2, 9, 40, 'GOAL']);
  assert.deepEqual(
    box.calls.map(({ title, status }) => [title, status]),
    [
      ['grep x', 'completed'],
      ['Do s2', 'failed'],
    ],
  );
});

test('the ticks of one plan change it where it stands; another plan is another item', () => {
  const plan = (text: string, status: string): readonly [string, object] => [
    'agent.plan',
    { entries: [{ text, status }] },
  ];
  const items = fold(
    plan('Read', 'pending'),
    ['agent.message', { text: 'a' }],
    plan('Read', 'completed'),
    plan('Write', 'pending'),
  );
  assert.deepEqual(
    items.map((item) => (item.kind === 'plan' ? item.entries : item.kind)),
    [[{ text: 'Read', status: 'completed' }], 'message', [{ text: 'Write', status: 'pending' }]],
  );
});

test('a retry begins a chapter; what is of no interest or unknown is left out; wrong types read as nothing', () => {
  const items = fold(
    ['task.changed', { change: { type: 'claimed' }, to: 'starting' }],
    ['task.changed', { change: { type: 'retried' }, to: 'queued' }],
    ['task.changed', { change: { type: 'failed', failure: { message: 'No.' } }, to: 'failed' }],
    ['task.changed', { change: 'nonsense', to: 7 }],
    ['agent.tool', { call: null }],
    ['agent.plan', { entries: 'all' }],
    ['something.new', {}],
  );
  assert.deepEqual(
    items.map((item) => item.kind),
    ['chapter', 'state', 'tool', 'plan'],
  );
  assert.ok(items[1]?.kind === 'state' && items[1].detail === 'No.');
});

test('what a judge makes of the task is said where it happened', () => {
  const about = { ranking: 'r', agent: 'qwen', of: 3 };
  const items = fold(
    ['run.ranking', { ...about, state: 'working', place: null }],
    ['run.ranking', { ...about, state: 'ranked', place: 2 }],
    ['run.ranking', { ...about, state: 'failed', place: null }],
  );
  assert.deepEqual(
    items.map((item) => (item.kind === 'note' ? item.text : item.kind)),
    ['qwen compares 3 variants', 'Place 2 of 3, says qwen', 'qwen found no order of the variants'],
  );
});
