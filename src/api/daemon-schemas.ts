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
export type AgentListJson = z.infer<typeof agentList>;
export type AgentQueryJson = z.input<typeof agentQuery>;
export type ConfigShowJson = z.infer<typeof configShow>;
export type DoctorReportJson = z.infer<typeof doctorReport>;
export type FindingJson = z.infer<typeof finding>;
