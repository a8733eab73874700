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
