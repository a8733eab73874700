import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { SessionDesk } from '../../engine/session-desk.ts';
import { adds } from '../mcp/tool.ts';
import { patienceMs, sessionTool } from './tool.ts';
import { sessionTools } from './tools.ts';

// No tool below gets as far as using it.
const desk = {} as SessionDesk;
const open = new AbortController().signal;

test('no tool keeps an agent waiting for longer than 45 s: it is ended, and the agent is told', async () => {
  assert.equal(patienceMs, 45_000);
  let ended: AbortSignal | undefined;
  const slow = sessionTool(
    {
      name: 'slow',
      title: 'Slow',
      description: 'Takes for ever.',
      hints: adds,
      input: z.strictObject({}),
      work: (_, __, signal) => {
        ended = signal;
        return new Promise(() => undefined);
      },
    },
    20,
  );
  const answer = await slow.run(desk, {}, open);
  assert.equal(answer.kind, 'refused');
  assert.match(answer.kind === 'refused' ? answer.text : '', /slow took longer than 0\.02 s and was ended/);
  assert.equal(ended?.aborted, true);
});

test('what a tool is given is held against what it takes, and every tool says what that is', async () => {
  for (const tool of sessionTools) {
    const answer = await tool.run(desk, { no_such_argument: 1 }, open);
    assert.equal(answer.kind, 'refused', tool.name);
    assert.match(tool.description, /^[A-Z].*\.$/);
    for (const [name, field] of Object.entries(tool.input.shape))
      assert.ok((field as z.ZodType).description, `${tool.name}.${name}`);
  }
});
