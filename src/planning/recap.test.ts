import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventBody } from '../domain/event.ts';
import { Recap } from './recap.ts';

function recapOf(bodies: readonly EventBody[], without: readonly string[] = []): string {
  const recap = new Recap(without);
  for (const body of bodies) recap.see(body);
  return recap.text;
}

function said(text: string): EventBody {
  return { type: 'agent.message', text };
}

function wrote(text: string): EventBody {
  return { type: 'run.message', text, from: 'person' };
}

function tool(id: string, status: 'running' | 'completed' | 'failed'): EventBody {
  const rest = { kind: 'edit', paths: [], input: null, output: null, diffs: [] } as const;
  return { type: 'agent.tool', call: { id, title: `Edit ${id}`, status, ...rest } };
}

test('R103 a recap has what the agent said and did and what people wrote, in order and each once', () => {
  const lines = recapOf(
    [
      said('I will '),
      said('look.'),
      tool('a', 'running'),
      tool('a', 'completed'),
      tool('a', 'completed'),
      tool('b', 'failed'),
      wrote('Make it blue.'),
      wrote('Told anyway.'),
      said('It is blue.'),
    ],
    ['Told anyway.'],
  );
  assert.equal(
    lines,
    'You said: I will look.\nYou did: Edit a\nThe person wrote: Make it blue.\nYou said: It is blue.',
  );
});

test('what was before a fresh copy is left out', () => {
  const retried: EventBody = {
    type: 'task.changed',
    change: { type: 'retried' },
    from: 'failed',
    to: 'queued',
  };
  assert.equal(
    recapOf([said('Old.'), tool('a', 'completed'), retried, tool('a', 'completed')]),
    'You did: Edit a',
  );
});

test('of a long history the newest is kept', () => {
  const text = recapOf(Array.from({ length: 500 }, (_, index) => wrote(`${index} ${'x'.repeat(700)}`)));
  assert.ok(text.length < 9000, String(text.length));
  assert.match(text, /^…\n/);
  assert.match(text, /The person wrote: 499 x+…$/);
});

test('R103 a recap ends with the newest plan and the files that were changed, which no length cuts away', () => {
  const edit = (id: string, path: string): EventBody => {
    const rest = { kind: 'edit', input: null, output: null, diffs: [] } as const;
    return {
      type: 'agent.tool',
      call: { id, title: `Edit ${id}`, status: 'completed', paths: [path], ...rest },
    };
  };
  const plan = (status: 'pending' | 'completed'): EventBody => ({
    type: 'agent.plan',
    entries: [{ text: 'Look', status }],
  });
  const recap = new Recap([], '/copy');
  recap.see(plan('pending'));
  recap.see(edit('a', '/copy/src/a.ts'));
  recap.see(edit('b', '/elsewhere/b.ts'));
  recap.see(plan('completed'));
  for (let count = 0; count < 5000; count += 1) recap.see(wrote(`message ${count} ${'x'.repeat(500)}`));
  const text = recap.text;
  assert.ok(text.length < 10_000, String(text.length));
  assert.match(text, /message 4999/);
  assert.ok(
    text.endsWith('Your plan:\n- Look (done)\nFiles you changed:\n- src/a.ts\n- /elsewhere/b.ts'),
    text.slice(-200),
  );
});
