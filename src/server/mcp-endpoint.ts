// Serves the tools to whatever MCP client asks. Each request is served by an instance of its own: no session can be lost by
// a restart of the daemon, and what an agent holds is told by its lease, not by its connection.
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { messageOf } from '../domain/errors.ts';
import type { McpOptions } from './mcp.ts';
import { phaseTools } from './mcp-phase-tools.ts';
import type { Tool } from './mcp-tool.ts';

export type McpEndpoint = (request: Request) => Promise<Response>;

const instructions =
  'Tasklane hands tasks of a phase out to agents. Call request_next_task and work on what you are given, and on nothing else; never choose a task yourself. Write only files that the task owns (may_write). Send a heartbeat at least every few minutes, then complete_task, fail_task or release_task with the fence of your lease. Stop when there is no phase, or when the answer says is_over.';

export function createMcpEndpoint({ engine, version, log }: McpOptions): McpEndpoint {
  const tools = phaseTools(engine);
  const handler = createMcpHandler(
    () => {
      const server = new McpServer({ name: 'tasklane', version }, { instructions });
      for (const tool of tools) register(server, tool, log);
      return server;
    },
    { onerror: (error) => log.debug({ error: error.message }, 'an MCP request was refused') },
  );
  return (request) => handler.fetch(request);
}

function register(server: McpServer, tool: Tool, log: McpOptions['log']): void {
  const { name, title, description, input, run } = tool;
  server.registerTool(name, { title, description, inputSchema: input }, async (given: unknown) => {
    const answer = await run(given);
    if (answer.kind === 'bug') log.error({ tool: name, error: messageOf(answer.error) }, 'a tool failed');
    const isError = answer.kind !== 'result';
    const content = [{ type: 'text' as const, text: answer.text }];
    return isError ? { content, isError } : { content, structuredContent: answer.value };
  });
}
