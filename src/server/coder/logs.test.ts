import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventBody, EventRecord } from '../../domain/event.ts';
import { sampleDraft, sampleFailure } from '../../../test/support/sample-tasks.ts';
import { buildLogs, conversation } from './logs.ts';

const task = sampleDraft({ prompt: 'Do it.' });

function logOf(...bodies: readonly EventBody[]): readonly EventRecord[] {
  return bodies.map((body, index) => ({
    id: 100 + index,
    projectId: task.projectId,
    taskId: task.id,
    seq: index + 1,
    at: 1000 * index,
    actor: 'x',
    body,
  }));
}

const failed: EventBody = {
  type: 'task.changed',
  change: { type: 'failed', failure: sampleFailure },
  from: 'running',
  to: 'failed',
};

test('R98 the pieces of one answer are one entry, and what comes between two answers parts them', () => {
  const usage = { inputTokens: 1, outputTokens: 1, cachedTokens: 0, cost: null };
  const log = logOf(
    { type: 'task.created', task },
    { type: 'agent.message', text: 'I re' },
    { type: 'agent.usage', usage },
    { type: 'agent.message', text: 'ad it.\n' },
    { type: 'agent.thought', text: 'hm' },
    { type: 'agent.message', text: 'Done.' },
    { type: 'run.message', text: 'Thanks', from: 'ada' },
    { type: 'agent.message', text: '  ' },
    { type: 'run.note', level: 'info', text: 'not worth it' },
    { type: 'run.note', level: 'warning', text: 'look' },
    failed,
  );
  assert.deepEqual(
    conversation(log).map(({ id, type, content }) => [id, type, content]),
    [
      [1, 'input', 'Do it.'],
      [2, 'output', 'I read it.'],
      [6, 'output', 'Done.'],
      [7, 'input', 'Thanks'],
      [10, 'output', 'look'],
      [11, 'output', `Error: ${sampleFailure.message}\n${sampleFailure.next}`],
    ],
  );
});

test('R68 R104 R112 the log of a start has its phases in order, with the lines of the setup script', () => {
  const log = logOf(
    { type: 'task.created', task },
    { type: 'task.changed', change: { type: 'accepted' }, from: 'draft', to: 'queued' },
    { type: 'task.changed', change: { type: 'claimed', worker: 'w' }, from: 'queued', to: 'starting' },
    { type: 'task.changed', change: { type: 'stepped', step: 'setup' }, from: 'starting', to: 'starting' },
    { type: 'run.output', source: 'setup', text: 'one\ntwo\n' },
    { type: 'agent.message', text: 'not here' },
    failed,
  );
  assert.deepEqual(
    buildLogs(log).map(({ stage, log_level: level, output }) => `${stage} | ${level} | ${output}`),
    [
      'Queued | info | Queued',
      'Running | info | Running: the start is planned',
      'Agent starting | info | Agent starting: the setup script runs',
      'Agent starting | info | one',
      'Agent starting | info | two',
      `Agent starting | error | Error: ${sampleFailure.message}`,
      `Agent starting | error | ${sampleFailure.next}`,
    ],
  );
});
