// What the daemon says about itself: its health, agents, settings and findings.
import { z } from 'zod';
import { time, warnings } from './schemas.ts';

export const health = z.object({
  name: z.literal('tasklane'),
  version: z.string(),
  pid: z.int(),
  home: z.string(),
  started_at: time,
});

export const agent = z.object({
  name: z.string(),
  title: z.string(),
  protocol: z.enum(['acp', 'command']),
  command: z.array(z.string()),
  origin: z.enum(['built-in', 'known', 'config', 'project']),
  found: z.boolean(),
  path: z.string().nullable(),
  hint: z.string(),
  is_default: z.boolean(),
  held: z
    .object({
      why: z.enum(['usage_limit', 'broken', 'trial']),
      until: time.nullable(),
      text: z.string(),
    })
    .nullable()
    .describe('Why it is not started; null when nothing keeps it from that.'),
  failures: z.int().describe('Tasks in a row in which it failed itself.'),
});

export const agentList = z.object({ agents: z.array(agent), warnings });

export const configEntry = z.object({ key: z.string(), value: z.unknown(), source: z.string() });

export const configShow = z.object({
  entries: z.array(configEntry),
  files: z.array(z.string()),
  warnings,
});

export const finding = z.object({
  name: z.string(),
  status: z.enum(['ok', 'warning', 'problem']),
  message: z.string(),
  fix: z.string().nullable(),
});

export const doctorReport = z.object({ findings: z.array(finding) });

export type HealthJson = z.infer<typeof health>;
export type AgentJson = z.infer<typeof agent>;
export type AgentListJson = z.infer<typeof agentList>;
export type ConfigShowJson = z.infer<typeof configShow>;
export type DoctorReportJson = z.infer<typeof doctorReport>;
export type FindingJson = z.infer<typeof finding>;
