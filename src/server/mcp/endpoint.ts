// Serves the tools to whatever MCP client asks. Each request is served by an instance of its own: no session can be lost by
// a restart of the daemon, and what an agent holds is told by its lease, not by its connection.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { mayAnywhere } from '../../domain/access.ts';
import { AppError, messageOf } from '../../domain/errors.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Log } from '../../lib/log.ts';
import { instructions } from './instructions.ts';
import { readResource, resourceTemplates } from './resources.ts';
import { inWords } from './tool.ts';
import type { Desk, Tool } from './tool.ts';
import { allTools } from './tools.ts';

export interface McpOptions {
  readonly engine: Pick<Engine, 'phases' | 'onEvents'>;
  readonly version: string;
  readonly log: Log;
  /** Aborts when the daemon goes down, so that nobody waits for what does not come. */
  readonly stopping: AbortSignal;
}
export type McpCaller = Pick<Desk, 'actor' | 'call'>;
export type McpEndpoint = (request: Request, caller: McpCaller) => Promise<Response>;

export function createMcpEndpoint({ engine, version, log, stopping }: McpOptions): McpEndpoint {
  const tools = allTools(engine).map((tool) => ({ ...tool, listed: listed(tool) }));
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  // The SDK may hand the factory another Request object than it was given, so the caller goes beside it.
  const callers = new AsyncLocalStorage<McpCaller>();
  const handler = createMcpHandler(
    () => {
      const caller = callers.getStore();
      if (caller === undefined) throw new Error('an MCP request without its caller');
      const mcp = new McpServer(
        { name: 'tasklane', title: 'Tasklane', version },
        { instructions, capabilities: { tools: { listChanged: false }, resources: { listChanged: false } } },
      );
      // The SDK's own handlers would convert all schemas for each request, and say in words of their own what is wrong
      // with the arguments.
      const { server } = mcp;
      server.setRequestHandler('tools/list', () => ({
        tools: tools
          .filter(({ action }) => mayAnywhere(caller.actor, action))
          .map(({ listed: shown }) => shown),
      }));
      server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
        const desk = { ...caller, signal: AbortSignal.any([mcpReq.signal, stopping]) };
        return answerOf(byName.get(params.name), params.name, desk, params.arguments ?? {}, log);
      });
      server.setRequestHandler('resources/list', () => ({ resources: [] }));
      server.setRequestHandler('resources/templates/list', () => ({
        resourceTemplates: [...resourceTemplates],
      }));
      server.setRequestHandler('resources/read', async ({ params }, { mcpReq }) =>
        readResource({ ...caller, signal: mcpReq.signal }, params.uri),
      );
      return mcp;
    },
    { onerror: (error) => log.debug({ error: error.message }, 'an MCP request was refused') },
  );
  return async (request, caller) => callers.run(caller, async () => handler.fetch(request));
}

async function answerOf(tool: Tool | undefined, name: string, desk: Desk, given: unknown, log: Log) {
  if (tool === undefined) return told(inWords(noSuchTool(name)));
  const answer = await tool.run(desk, given);
  if (answer.kind === 'bug') log.error({ tool: name, error: messageOf(answer.error) }, 'a tool failed');
  if (answer.kind !== 'result') return told(answer.text);
  return { content: [{ type: 'text' as const, text: answer.text }], structuredContent: answer.value };
}

function noSuchTool(name: string): AppError {
  return new AppError('not_found', `There is no tool “${name}”.`, {
    next: 'See tools/list for those there are.',
  });
}

/** An error that the model hears of, and can do something about. */
function told(text: string) {
  return { content: [{ type: 'text' as const, text }], isError: true };
}

/** A tool as clients are told of it. */
function listed({ name, title, description, hints, input, output }: Tool) {
  return {
    name,
    title,
    description,
    inputSchema: objectSchema(z.toJSONSchema(input, { io: 'input' })),
    outputSchema: objectSchema(z.toJSONSchema(output, { io: 'output' })),
    // Nothing that a tool does reaches beyond this daemon and its agents.
    annotations: { ...hints, openWorldHint: false },
  };
}

/** Older revisions of the protocol want the word `object` at the root, also of a union of objects. */
function objectSchema(schema: object) {
  return { ...schema, type: 'object' as const };
}
