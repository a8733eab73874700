// What the daemon says about itself: its health, agents, settings and findings.
import { z } from 'zod';
import { nextCursor, paging } from './paging.ts';
import { projectRef, search, time, warnings } from './schemas.ts';

export const health = z.object({
  name: z.literal('tasklane').describe('So that nobody takes another program for it.'),
  version: z
    .string()
    .describe('Of the daemon.')
    .meta({ examples: ['0.1.0'] }),
  pid: z.int().describe('Its process id.'),
  home: z.string().describe('The folder in which it keeps everything.'),
  started_at: time,
});

export const agent = z.object({
  name: z
    .string()
    .describe('What a task says to be given to it.')
    .meta({ examples: ['tasklane'] }),
  title: z.string().describe('For people.'),
  protocol: z.enum(['acp', 'command']).describe('How it is spoken to.'),
  command: z.array(z.string()).describe('What is started: program and arguments.'),
  origin: z
    .enum(['built-in', 'known', 'config', 'project'])
    .describe('Who says that there is such an agent.'),
  found: z.boolean().describe('Whether its program is installed here.'),
  path: z.string().nullable().describe('Where, when it is.'),
  version: z
    .string()
    .nullable()
    .describe('Of its program, where it can be known without starting the agent.'),
  tested_version: z
    .string()
    .nullable()
    .describe('The newest that Tasklane was tested with; null: not tested here.'),
  key: z
    .enum(['set', 'missing', 'none'])
    .describe('Whether it has a key for its model; `none`: it takes none.'),
  key_names: z.array(z.string()).describe('The variables that may hold it.'),
  hint: z.string().describe('How to get it, or what to know about it.'),
  is_default: z.boolean().describe('Whether tasks that name no agent are given to it.'),
  held: z
    .object({
      why: z.enum(['usage_limit', 'broken', 'trial']).describe('For programs.'),
      until: time.nullable().describe('When it ends by itself, where that is known.'),
      text: z.string().describe('In words for a person.'),
    })
    .nullable()
    .describe('Why it is not started; null when nothing keeps it from that.'),
  failures: z.int().describe('Tasks in a row in which it failed itself.'),
});
export const agentQuery = z.object({
  project: projectRef,
  q: search('name or title'),
  ...paging(500, 100),
});
export const agentList = z.object({
  agents: z.array(agent).describe('Those that this daemon, or the project, knows.'),
  warnings,
  next_cursor: nextCursor,
});

const choices = z.array(
  z.object({ id: z.string().describe('For programs.'), name: z.string().describe('For people.') }),
);

export const agentCheckRequest = z.strictObject({
  model: z
    .string()
    .regex(/^[^/\s]+\/\S+$/)
    .optional()
    .describe('`provider/model`, to start it with.')
    .meta({ examples: ['openai/gpt-5.5'] }),
  timeout_ms: z.int().min(1).max(600_000).optional().describe('For all of it; 90000 without it.'),
});

export const agentCheck = z.object({
  agent,
  ok: z.boolean().describe('Whether a session could be opened.'),
  problem: z
    .object({
      code: z.string().describe('As of an error.'),
      message: z.string().describe('What is wrong, for people.'),
      next: z.string().describe('What to do about it.'),
      printed: z.string().describe('The end of what it printed beside the protocol.'),
    })
    .nullable()
    .describe('What is wrong with it; null when it works.'),
  warnings,
  took_ms: z.int().describe('How long it took.'),
  can: z
    .object({
      says: z.string().nullable().describe('Its name and version as it says them.'),
      protocol_version: z.int().nullable().describe('Of ACP.'),
      load_session: z.boolean().describe('Whether it goes on with a session in a new process.'),
      images: z.boolean().describe('Whether it takes images.'),
      audio: z.boolean().describe('Whether it takes audio.'),
      mcp: z.array(z.string()).describe('The transports of MCP servers that it takes.'),
      modes: choices.describe('The modes that it offers.'),
      mode: z.string().nullable().describe('The id of the one that it is in.'),
      models: choices.describe('The models that it offers.'),
      model: z.string().nullable().describe('The id of the one that it would ask.'),
      auth_methods: choices.describe('The ways to log in that it offers.'),
    })
    .nullable()
    .describe('What it said of itself; null when it did not get that far, or speaks no protocol.'),
});

export const agentAdd = z.strictObject({
  name: z
    .string()
    .regex(/^\w[\w.-]*$/)
    .describe('What a task says to be given to it.')
    .meta({ examples: ['mine'] }),
  command: z.array(z.string()).min(1).describe('What is started: program and arguments.'),
  protocol: z.enum(['acp', 'command']).default('acp').describe('How it is spoken to.'),
  env: z.record(z.string(), z.string()).default({}).describe('Variables that are set for it.'),
  pass_env: z.array(z.string()).default([]).describe('Variables of the daemon that it may see.'),
  replace: z.boolean().default(false).describe('Also when there is one of that name in the file.'),
});

const configEntry = z.object({
  key: z
    .string()
    .describe('Name of the setting.')
    .meta({ examples: ['maxAgents'] }),
  value: z.unknown().describe('What counts.'),
  source: z.string().describe('Where it comes from: a file, a variable, or the default.'),
});
export const configShow = z.object({
  entries: z.array(configEntry).describe('Every setting.'),
  files: z.array(z.string()).describe('The files that were read.'),
  warnings,
});

export const finding = z.object({
  name: z.string().describe('What was looked at.'),
  status: z.enum(['ok', 'warning', 'problem']).describe('How it is.'),
  message: z.string().describe('What was found.'),
  fix: z.string().nullable().describe('What to do about it.'),
});
export const doctorReport = z.object({
  findings: z.array(finding).describe('One for each thing looked at.'),
});

export type HealthJson = z.infer<typeof health>;
export type AgentJson = z.infer<typeof agent>;
export type AgentCheckRequest = z.infer<typeof agentCheckRequest>;
export type AgentCheckJson = z.infer<typeof agentCheck>;
export type AgentAddRequest = z.input<typeof agentAdd>;
export type AgentAdd = z.output<typeof agentAdd>;
export type AgentListJson = z.infer<typeof agentList>;
export type AgentQueryJson = z.input<typeof agentQuery>;
export type ConfigShowJson = z.infer<typeof configShow>;
export type DoctorReportJson = z.infer<typeof doctorReport>;
export type FindingJson = z.infer<typeof finding>;
