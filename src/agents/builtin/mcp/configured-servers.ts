// MCP servers of the person's configuration. The daemon has checked the file and hands them on in one variable.
import { z } from 'zod';
import { AppError } from '../../../domain/errors.ts';
import { defaultTimeoutMs } from './server-config.ts';
import type { McpServerConfig } from './server-config.ts';

const texts = z.record(z.string(), z.string()).default({});

const server = z
  .object({
    url: z.url().optional(),
    headers: texts,
    command: z.array(z.string()).min(1).optional(),
    env: texts,
    tools: z.array(z.string()).nullable().default(null),
    disallowedTools: z.array(z.string()).default([]),
    timeoutMs: z.number().positive().default(defaultTimeoutMs),
  })
  .refine(({ url, command }) => (url === undefined) !== (command === undefined));

/** By their names. Throws AppError `invalid_config` for a text that does not name servers. */
export function readConfigured(text: string): readonly McpServerConfig[] {
  if (text === '') return [];
  const parsed = z.record(z.string(), server).safeParse(jsonOf(text));
  if (!parsed.success)
    throw new AppError('invalid_config', 'TASKLANE_MCP_SERVERS does not name MCP servers as it should.', {
      next: 'Name them in the setting mcpServers instead; docs/configuration.md shows how.',
    });
  return Object.entries(parsed.data).map(([name, { url, headers, command, env, ...common }]) =>
    url === undefined
      ? { name, ...common, kind: 'stdio', command: command ?? [], env }
      : { name, ...common, kind: 'http', url: new URL(url), headers },
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON fits no schema either.
    return null;
  }
}
