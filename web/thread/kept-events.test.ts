import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventJson } from '../../src/api/schemas.ts';
import { Folder } from './fold.ts';
import { KeptEvents } from './kept-events.ts';

function events(...bodies: readonly (readonly [type: string, data: object])[]): readonly EventJson[] {
  return bodies.map(([type, data], index) => ({
    id: index + 1,
    seq: index + 1,
    project_id: 'p',
    task_id: 't',
    at: '2026-11-21T10:00:00.000Z',
    actor: 'ada',
    type,
    data: { ...data },
  }));
}

function fold(all: readonly EventJson[]): Folder['items'] {
  const folder = new Folder();
  for (const event of all) folder.add(event);
  return folder.items;
}

const day = events(
  ['agent.message', { text: ' ' }],
  ['agent.message', { text: 'I ' }],
  ['agent.message', { text: 'look.' }],
  ['agent.thought', { text: 'Hm' }],
  ['agent.thought', { text: 'm.' }],
  ['run.output', { source: 'setup', text: 'a\n' }],
  ['run.output', { source: 'setup', text: 'b\n' }],
  ['run.output', { source: 'agent', text: 'c\n' }],
  ['agent.tool', { call: { id: 'c1', title: 'Read', status: 'running' } }],
  ['agent.tool', { call: { id: 'c1', title: 'Read', status: 'completed' } }],
  ['agent.message', { text: 'Done.' }],
);

test('what is kept folds into the same items, wherever it was read in two parts', () => {
  for (let cut = 0; cut <= day.length; cut += 1) {
    const kept = new KeptEvents();
    for (const event of day.slice(cut)) kept.add(event);
    kept.prepend(day.slice(0, cut));
    assert.deepEqual(fold(kept.all()), fold(day), `cut at ${cut}`);
  }
});

test('ten thousand words of one message are one event, and the log goes on behind the last of them', () => {
  const kept = new KeptEvents();
  for (const event of events(
    ...Array.from({ length: 10_000 }, () => ['agent.message', { text: 'w ' }] as const),
  ))
    kept.add(event);
  assert.equal(kept.all().length, 1);
  assert.equal(kept.first?.id, 1);
  assert.equal(kept.last, 10_000);
});

test('what is forgotten is what came first, and the log goes on behind the last', () => {
  const kept = new KeptEvents();
  for (const event of day) kept.add(event);
  kept.forgetAllBut(2);
  assert.deepEqual(
    kept.all().map(({ id }) => id),
    [10, 11],
  );
  assert.equal(kept.last, 11);
});
