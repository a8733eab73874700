// The tools of sessions as an MCP endpoint.
import type { Log } from '../../lib/log.ts';
import { serveTools } from '../mcp/serve-tools.ts';
import type { ToolEndpoint } from '../mcp/serve-tools.ts';
import type { Entrance } from './session-server.ts';
import { sessionTools } from './tools.ts';

const instructions = `Tools of the system that gave you your task. Nothing here waits for a person: ask_human answers “pending”, and the answer is your next prompt after you have ended your turn.`;

export function sessionEndpoint({
  version,
  log,
}: {
  readonly version: string;
  readonly log: Log;
}): ToolEndpoint<Entrance> {
  return serveTools({
    name: 'tasklane-session',
    title: 'Tasklane',
    version,
    instructions,
    log,
    // Claude Code keeps tools of servers from its model until that searches for them, unless it is told otherwise.
    tools: sessionTools.map((tool) => ({ ...tool, meta: { 'anthropic/alwaysLoad': true } })),
    isOffered: () => true,
    run: async (tool, { desk, ended }: Entrance, given, signal) =>
      tool.run(desk, given, AbortSignal.any([signal, ended])),
  });
}
