// What our own agent says of its subagents, in `_meta.subagent` of an update: an extension of the protocol, which other
// clients ignore. It comes from a program that may have been told anything, so it is checked and bounded like all else.
import { z } from 'zod';
import type { SubagentEvent } from '../../domain/subagent/event.ts';
import { terminateReasons } from '../../domain/subagent/event.ts';
import { subagentCopies } from '../../domain/subagent.ts';

const maxText = 64 * 1024;

const text = z
  .string()
  .transform((value) => (value.length <= maxText ? value : `${value.slice(0, maxText)}…`));
const count = z.number().nonnegative();
const round = z.int().nonnegative();

const statistics = z.object({
  totalDurationMs: count,
  rounds: count,
  totalToolCalls: count,
  successfulToolCalls: count,
  failedToolCalls: count,
  successRate: count,
  inputTokens: count,
  outputTokens: count,
  totalTokens: count,
  estimatedCost: count.nullable(),
  toolUsage: z
    .array(
      z.object({
        name: text,
        count,
        success: count,
        failure: count,
        lastError: text.nullable(),
        totalDurationMs: count,
        averageDurationMs: count,
      }),
    )
    .max(200),
});

const call = { round, callId: text, name: text };

const event = z.intersection(
  z.object({ timestamp: z.number() }),
  z.discriminatedUnion('type', [
    z.object({
      type: z.literal('start'),
      name: text,
      description: text,
      prompt: text,
      model: text.nullable(),
      tools: z.array(text).max(1000),
      maxTurns: count.nullable(),
      maxTokens: count.nullable(),
      color: text.nullable(),
      copy: z.exactOptional(z.enum(subagentCopies)),
    }),
    z.object({ type: z.literal('round'), round }),
    z.object({ type: z.literal('tool_call'), ...call, description: text, args: text }),
    z.object({ type: z.literal('approval_request'), ...call, description: text }),
    z.object({
      type: z.literal('tool_result'),
      ...call,
      success: z.boolean(),
      error: text.nullable(),
      durationMs: count,
    }),
    z.object({
      type: z.literal('usage'),
      round,
      inputTokens: count,
      outputTokens: count,
      totalTokens: count,
    }),
    z.object({ type: z.literal('error'), error: text }),
    z.object({
      type: z.literal('finish'),
      terminateReason: z.enum(terminateReasons),
      result: text,
      statistics,
    }),
  ]),
);

/** Null for what is no such event. */
export function subagentEvent(said: unknown, subagentId: string): SubagentEvent | null {
  const parsed = event.safeParse(said).data;
  return parsed === undefined ? null : { ...parsed, subagentId };
}
