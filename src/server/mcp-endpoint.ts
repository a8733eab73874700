// Serves the tools to whatever MCP client asks. Each request is served by an instance of its own: no session can be lost by
// a restart of the daemon, and what an agent holds is told by its lease, not by its connection.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { messageOf } from '../domain/errors.ts';
import type { McpOptions } from './mcp.ts';
import { phaseTools } from './mcp-phase-tools.ts';
import type { Begin, Tool } from './mcp-tool.ts';

export interface McpCaller {
  readonly begin: Begin;
  /** Hears the error code of a tool that was refused. */
  readonly refused: (code: string) => void;
}

export type McpEndpoint = (request: Request, caller: McpCaller) => Promise<Response>;

const instructions =
  'Tasklane hands tasks of a phase out to agents. Call request_next_task and work on what you are given, and on nothing else; never choose a task yourself. Write only files that the task owns (may_write). Send a heartbeat at least every few minutes, then complete_task, fail_task or release_task with the fence of your lease. Stop when there is no phase, or when the answer says is_over.';

export function createMcpEndpoint({ engine, version, log }: McpOptions): McpEndpoint {
  const tools = phaseTools(engine);
  // The SDK may hand the factory another Request object than it was given, so the caller goes beside it.
  const callers = new AsyncLocalStorage<McpCaller>();
  const handler = createMcpHandler(
    () => {
      const caller = callers.getStore();
      if (caller === undefined) throw new Error('an MCP request without its caller');
      const server = new McpServer({ name: 'tasklane', version }, { instructions });
      for (const tool of tools) register(server, tool, caller, log);
      return server;
    },
    { onerror: (error) => log.debug({ error: error.message }, 'an MCP request was refused') },
  );
  return async (request, caller) => callers.run(caller, async () => handler.fetch(request));
}

function register(server: McpServer, tool: Tool, caller: McpCaller, log: McpOptions['log']): void {
  const { name, title, description, input, run } = tool;
  server.registerTool(name, { title, description, inputSchema: input }, async (given: unknown) => {
    const answer = await run(caller.begin, given);
    if (answer.kind === 'refused') caller.refused(answer.code);
    if (answer.kind === 'bug') log.error({ tool: name, error: messageOf(answer.error) }, 'a tool failed');
    const isError = answer.kind !== 'result';
    const content = [{ type: 'text' as const, text: answer.text }];
    return isError ? { content, isError } : { content, structuredContent: answer.value };
  });
}
