// The requests and answers about subagents, and about their runs in a task.
import { z } from 'zod';
import { toolClasses } from '../domain/subagent/tools.ts';
import { subagentLevels, terminateModes } from '../domain/subagent.ts';
import { time } from './schemas.ts';

const count = z.number().nullable();

export const subagent = z.object({
  name: z.string(),
  description: z.string(),
  level: z.enum(subagentLevels),
  path: z.string().nullable().describe('On the machine of the daemon; null: it is built in.'),
  read_only: z.boolean(),
  tools: z.array(z.string()).nullable().describe('null: all of the agent.'),
  disallowed_tools: z.array(z.string()),
  tool_class: z.enum(toolClasses),
  model: z.string().nullable().describe('null: the one of the agent.'),
  temperature: count,
  max_turns: count,
  max_time_minutes: count,
  max_tokens: count,
  terminate_mode: z.enum(terminateModes),
  color: z.string().nullable(),
  system_prompt: z.string(),
  warnings: z.array(z.string()),
});

export const subagentList = z.object({
  subagents: z.array(subagent),
  broken: z.array(z.object({ path: z.string(), level: z.enum(subagentLevels), message: z.string() })),
});

const level = z.enum(['project', 'user']);
const tools = z.array(z.string().min(1).max(200)).max(200);
const fields = {
  content: z.string().max(262_144).optional().describe('The whole file; then no other field of it.'),
  name: z.string().optional(),
  description: z.string().optional(),
  system_prompt: z.string().optional(),
  tools: tools.nullable().optional(),
  disallowed_tools: tools.nullable().optional(),
  model: z.string().nullable().optional(),
  temperature: count.optional(),
  max_turns: count.optional(),
  max_time_minutes: count.optional(),
  max_tokens: count.optional(),
  terminate_mode: z.enum(terminateModes).optional(),
  color: z.string().nullable().optional(),
};

export const subagentQuery = z.object({
  project: z.string().optional().describe('With those of its repository.'),
  level: level.optional().describe('Where one hides another of that name.'),
});

export const subagentCreate = z.strictObject({
  project: z.string().optional().describe('Needed for the level project.'),
  level: level.optional().describe('Default project where one is named, else user.'),
  ...fields,
});

export const subagentEdit = z.strictObject(fields);

export const subagentCheck = z.strictObject({ content: z.string().max(262_144) });
export const subagentChecked = z.object({
  valid: z.boolean(),
  problems: z.array(z.object({ code: z.string(), message: z.string() })),
  warnings: z.array(z.string()),
  name: z.string().nullable(),
  tool_class: z.enum(toolClasses).nullable(),
});

export const subagentRun = z.object({
  id: z.string(),
  name: z.string(),
  color: z.string().nullable(),
  description: z.string(),
  prompt: z.string(),
  status: z.enum(['running', 'completed', 'failed', 'cancelled']),
  terminate_reason: z.string().nullable(),
  error: z.string().nullable(),
  result: z.string().nullable(),
  round: z.int(),
  max_turns: count,
  tokens: z.number(),
  max_tokens: count,
  started_at: time,
  statistics: z.record(z.string(), z.unknown()).nullable(),
  tool_calls: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      status: z.enum(['executing', 'awaiting_approval', 'success', 'failed']),
      description: z.string(),
      args: z.string(),
      error: z.string().nullable(),
    }),
  ),
  hidden_tool_calls: z.int().describe('Earlier ones, which are in the log only.'),
});
export const subagentRunList = z.object({ runs: z.array(subagentRun) });

export type SubagentJson = z.infer<typeof subagent>;
export type SubagentListJson = z.infer<typeof subagentList>;
export type SubagentQueryJson = z.infer<typeof subagentQuery>;
export type SubagentCreateJson = z.infer<typeof subagentCreate>;
export type SubagentEditJson = z.infer<typeof subagentEdit>;
export type SubagentCheckJson = z.infer<typeof subagentCheck>;
export type SubagentCheckedJson = z.infer<typeof subagentChecked>;
export type SubagentRunJson = z.infer<typeof subagentRun>;
export type SubagentRunListJson = z.infer<typeof subagentRunList>;
