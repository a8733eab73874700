// The tools of /mcp: calls of the API for people's own agents. What an agent holds of a phase is told by its lease, not by its
// connection.
import { mayAnywhere } from '../../domain/access.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Log } from '../../lib/log.ts';
import { instructions } from './instructions.ts';
import { readResource, resourceTemplates } from './resources.ts';
import { serveTools } from './serve-tools.ts';
import type { ToolEndpoint } from './serve-tools.ts';
import type { Desk } from './tool.ts';
import { allTools } from './tools.ts';

export interface McpOptions {
  readonly engine: Pick<Engine, 'phases' | 'log'>;
  readonly version: string;
  readonly log: Log;
  /** Aborts when the daemon goes down, so that nobody waits for what does not come. */
  readonly stopping: AbortSignal;
}
export type McpCaller = Pick<Desk, 'actor' | 'call'>;
export type McpEndpoint = ToolEndpoint<McpCaller>;

export function createMcpEndpoint({ engine, version, log, stopping }: McpOptions): McpEndpoint {
  return serveTools({
    name: 'tasklane',
    title: 'Tasklane',
    version,
    instructions,
    log,
    tools: allTools(engine),
    isOffered: ({ actor }: McpCaller, { action }) => mayAnywhere(actor, action),
    run: async (tool, caller, given, signal) =>
      tool.run({ ...caller, signal: AbortSignal.any([signal, stopping]) }, given),
    resources: {
      templates: resourceTemplates,
      read: async (caller, uri, signal) => readResource({ ...caller, signal }, uri),
    },
  });
}
