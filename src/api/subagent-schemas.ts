// The requests and answers about subagents, and about their runs in a task.
import { z } from 'zod';
import { toolClasses } from '../domain/subagent/tools.ts';
import { subagentCopies, subagentLevels, terminateModes } from '../domain/subagent.ts';
import { time } from './schemas.ts';

const number = z.number().nullable();
const names = z.array(z.string().min(1).max(200)).max(200);

const say = {
  name: '2 to 50 letters, digits, hyphens and underscores; case makes no difference.',
  description: 'When to use it: the model of the agent chooses by this.',
  systemPrompt: 'What it is told; at least 10 characters.',
  tools: 'Names and patterns of what it may use; null = all that the agent has.',
  disallowed: 'Names and patterns of what it may not use.',
  model: '`provider/id`, or an id of the agent’s own provider; null = the model of the agent.',
  temperature: '0 to 2; null = the default of the provider.',
  turns: 'Answers of the model; null = as many as the agent itself.',
  minutes: 'Minutes that it may take; null = no limit of its own.',
  tokens: 'Tokens sent and received; null = no limit of its own.',
  mode: 'At a limit: sum up in one more answer, or end at once.',
  isolation: 'Whether it works in the copy of the agent (shared), or in one of its own.',
  color: 'For views.',
  toolClass: 'What it can do: look, change files too, or run commands.',
  level: 'Of the project, of the person for all projects, or built in.',
};

export const subagent = z.object({
  name: z.string().describe(say.name),
  description: z.string().describe(say.description),
  level: z.enum(subagentLevels).describe(say.level),
  path: z.string().nullable().describe('On the machine of the daemon; null = it is built in.'),
  read_only: z.boolean().describe('Built in, or in a folder of another agent.'),
  tools: z.array(z.string()).nullable().describe(say.tools),
  disallowed_tools: z.array(z.string()).describe(say.disallowed),
  tool_class: z.enum(toolClasses).describe(say.toolClass),
  model: z.string().nullable().describe(say.model),
  temperature: number.describe(say.temperature),
  max_turns: number.describe(say.turns),
  max_time_minutes: number.describe(say.minutes),
  max_tokens: number.describe(say.tokens),
  terminate_mode: z.enum(terminateModes).describe(say.mode),
  isolation: z.enum(subagentCopies).describe(say.isolation),
  color: z.string().nullable().describe(say.color),
  system_prompt: z.string().describe(say.systemPrompt),
  warnings: z.array(z.string()).describe('What works differently from what one would expect.'),
});

export const subagentList = z.object({
  subagents: z.array(subagent).describe('In the order of their names, each name once.'),
  broken: z
    .array(
      z.object({
        path: z.string().describe('The file.'),
        level: z.enum(subagentLevels).describe(say.level),
        message: z.string().describe('What is wrong with it.'),
      }),
    )
    .describe('Files that could not be used.'),
});

const level = z.enum(['project', 'user']);
const fields = {
  content: z.string().max(100_000).optional().describe('The whole file; then no other field of it.'),
  name: z.string().optional().describe(say.name),
  description: z.string().optional().describe(say.description),
  system_prompt: z.string().optional().describe(say.systemPrompt),
  tools: names.nullable().optional().describe(say.tools),
  disallowed_tools: names.nullable().optional().describe(say.disallowed),
  model: z.string().nullable().optional().describe(say.model),
  temperature: number.optional().describe(say.temperature),
  max_turns: number.optional().describe(say.turns),
  max_time_minutes: number.optional().describe(say.minutes),
  max_tokens: number.optional().describe(say.tokens),
  terminate_mode: z.enum(terminateModes).optional().describe(say.mode),
  isolation: z.enum(subagentCopies).nullable().optional().describe(say.isolation),
  color: z.string().nullable().optional().describe(say.color),
};

export const subagentScope = z.object({
  project: z.string().optional().describe('With those of its repository.'),
});
export const subagentQuery = subagentScope.extend({
  level: level.optional().describe('Where one hides another of that name.'),
});

export const subagentCreate = z.strictObject({
  project: z.string().optional().describe('Needed for the level project.'),
  level: level.optional().describe('Default project where one is named, else user.'),
  ...fields,
});

export const subagentEdit = z.strictObject(fields);

export const subagentCheck = z.strictObject({
  content: z.string().max(100_000).describe('The text of a file.'),
});
export const subagentChecked = z.object({
  valid: z.boolean().describe('Whether it could be used.'),
  problems: z
    .array(
      z.object({
        code: z.string().describe('INVALID_CONFIG, INVALID_NAME, VALIDATION_ERROR or TOOL_NOT_FOUND.'),
        message: z.string().describe('In a whole sentence.'),
      }),
    )
    .describe('Everything that is wrong.'),
  warnings: z.array(z.string()).describe('What works differently from what one would expect.'),
  name: z.string().nullable().describe('null = it has none that can be read.'),
  tool_class: z.enum(toolClasses).nullable().describe(say.toolClass),
});

const runCall = z.object({
  id: z.string().describe('Of the call, in the log.'),
  name: z.string().describe('Of the tool.'),
  status: z.enum(['executing', 'awaiting_approval', 'success', 'failed']).describe('As it is now.'),
  description: z.string().describe('What it does, for people.'),
  args: z.string().describe('As JSON, bounded.'),
  error: z.string().nullable().describe('Why it failed.'),
});

export const subagentRun = z.object({
  id: z.string().describe('Of the agent’s call that it works for.'),
  name: z.string().describe('Of the subagent.'),
  color: z.string().nullable().describe(say.color),
  description: z.string().describe('The task in a few words.'),
  prompt: z.string().describe('The whole task.'),
  status: z.enum(['running', 'completed', 'failed', 'cancelled']).describe('As it is now.'),
  terminate_reason: z.string().nullable().describe('GOAL, MAX_TURNS, TIMEOUT, …; null = it goes on.'),
  error: z.string().nullable().describe('What went wrong last.'),
  result: z.string().nullable().describe('What the agent was told at the end.'),
  round: z.int().describe('Answers of the model so far.'),
  max_turns: number.describe(say.turns),
  tokens: z.number().describe('Sent and received so far.'),
  max_tokens: number.describe(say.tokens),
  started_at: time,
  statistics: z.record(z.string(), z.unknown()).nullable().describe('At the end: see docs/subagents.md.'),
  tool_calls: z.array(runCall).describe('The newest 50, in order.'),
  hidden_tool_calls: z.int().describe('Earlier ones, which are in the log only.'),
});
export const subagentRunList = z.object({
  runs: z.array(subagentRun).describe('In the order in which they began; the newest 200.'),
});

export type SubagentJson = z.infer<typeof subagent>;
export type SubagentListJson = z.infer<typeof subagentList>;
export type SubagentScopeJson = z.input<typeof subagentScope>;
export type SubagentQueryJson = z.input<typeof subagentQuery>;
export type SubagentCreateJson = z.input<typeof subagentCreate>;
export type SubagentEditJson = z.input<typeof subagentEdit>;
export type SubagentCheckJson = z.input<typeof subagentCheck>;
export type SubagentCheckedJson = z.infer<typeof subagentChecked>;
export type SubagentRunJson = z.infer<typeof subagentRun>;
export type SubagentRunListJson = z.infer<typeof subagentRunList>;
