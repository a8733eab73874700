import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentEvent } from '../../domain/agent-event.ts';
import { statisticsOf } from '../../domain/subagent/statistics.ts';
import { compare } from './compare.ts';

const of = { subagentId: 'call-1', timestamp: 1000 };
const finish = { ...of, type: 'finish', terminateReason: 'GOAL', result: 'Done.' } as const;
const usage = { ...of, type: 'usage', round: 1, inputTokens: 9, outputTokens: 1, totalTokens: 10 } as const;
const told: readonly AgentEvent[] = [
  { type: 'agent.subagent', event: usage },
  { type: 'agent.subagent', event: { ...finish, statistics: statisticsOf([usage], 2000, null) } },
];

test('R149 a log without statistics of subagents is the same as what its recording comes to', () => {
  const kept = { type: 'agent.subagent', event: { ...finish, statistics: null } };
  const other = { ...kept, event: { ...kept.event, result: 'No.' } };
  assert.equal(compare([kept], told).difference, null);
  assert.notEqual(compare([other], told).difference, null);
});
