// Tools, served to whatever MCP client asks. Each request is served by an instance of its own: no session can be lost by a
// restart of the daemon. Who asks goes beside the request.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { AppError, messageOf } from '../../domain/errors.ts';
import type { Log } from '../../lib/log.ts';
import { inWords } from './tool.ts';
import type { Hints, ToolAnswer } from './tool.ts';

/** What clients are told of a tool. */
export interface ServedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly hints: Hints;
  readonly input: z.ZodObject;
  /** An object, or a union of objects; without it the tool answers in words alone. */
  readonly output?: z.ZodType;
  /** What only some clients understand, by the names that they gave it. */
  readonly meta?: Readonly<Record<string, unknown>>;
}

export interface ServedResources<Caller> {
  readonly templates: readonly {
    readonly uriTemplate: string;
    readonly name: string;
    readonly title: string;
    readonly description: string;
    readonly mimeType: string;
  }[];
  readonly read: (
    caller: Caller,
    uri: string,
    signal: AbortSignal,
  ) => Promise<{ contents: { uri: string; mimeType: string; text: string }[] }>;
}

export interface ToolServerOptions<Caller, Tool extends ServedTool> {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly instructions: string;
  /** In the order in which clients list them. */
  readonly tools: readonly Tool[];
  readonly isOffered: (caller: Caller, tool: Tool) => boolean;
  /** Parses what was given, and never throws. */
  readonly run: (tool: Tool, caller: Caller, given: unknown, signal: AbortSignal) => Promise<ToolAnswer>;
  readonly resources?: ServedResources<Caller>;
  readonly log: Log;
}

export type ToolEndpoint<Caller> = (request: Request, caller: Caller) => Promise<Response>;

export function serveTools<Caller, Tool extends ServedTool>(
  options: ToolServerOptions<Caller, Tool>,
): ToolEndpoint<Caller> {
  const { name, title, version, instructions, resources, log } = options;
  const shown = options.tools.map((tool) => ({ tool, listed: listed(tool) }));
  const byName = new Map(options.tools.map((tool) => [tool.name, tool]));
  // The SDK may hand the factory another Request object than it was given, so the caller goes beside it.
  const callers = new AsyncLocalStorage<{ readonly caller: Caller }>();
  const handler = createMcpHandler(
    () => {
      const found = callers.getStore();
      if (found === undefined) throw new Error('an MCP request without its caller');
      const { caller } = found;
      const capabilities = {
        tools: { listChanged: false },
        ...(resources !== undefined && { resources: { listChanged: false } }),
      };
      const mcp = new McpServer({ name, title, version }, { instructions, capabilities });
      // The SDK's own handlers would convert all schemas for each request, and say in words of their own what is wrong
      // with the arguments.
      const { server } = mcp;
      server.setRequestHandler('tools/list', () => ({
        tools: shown.filter(({ tool }) => options.isOffered(caller, tool)).map(({ listed: one }) => one),
      }));
      server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
        const tool = byName.get(params.name);
        if (tool === undefined) return told(inWords(noSuchTool(params.name)));
        const answer = await options.run(tool, caller, params.arguments ?? {}, mcpReq.signal);
        return answerOf(tool, answer, log);
      });
      if (resources === undefined) return mcp;
      server.setRequestHandler('resources/list', () => ({ resources: [] }));
      server.setRequestHandler('resources/templates/list', () => ({
        resourceTemplates: [...resources.templates],
      }));
      server.setRequestHandler('resources/read', async ({ params }, { mcpReq }) =>
        resources.read(caller, params.uri, mcpReq.signal),
      );
      return mcp;
    },
    { onerror: (error) => log.debug({ error: error.message }, 'an MCP request was refused') },
  );
  return async (request, caller) => callers.run({ caller }, async () => handler.fetch(request));
}

function answerOf(tool: ServedTool, answer: ToolAnswer, log: Log) {
  if (answer.kind === 'bug') log.error({ tool: tool.name, error: messageOf(answer.error) }, 'a tool failed');
  if (answer.kind !== 'result') return told(answer.text);
  const content = [{ type: 'text' as const, text: answer.text }];
  return tool.output === undefined ? { content } : { content, structuredContent: answer.value };
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
function listed({ name, title, description, hints, input, output, meta }: ServedTool) {
  return {
    name,
    title,
    description,
    inputSchema: objectSchema(z.toJSONSchema(input, { io: 'input' })),
    ...(output !== undefined && { outputSchema: objectSchema(z.toJSONSchema(output, { io: 'output' })) }),
    // Nothing that a tool does reaches beyond this daemon and its agents.
    annotations: { ...hints, openWorldHint: false },
    ...(meta !== undefined && { _meta: meta }),
  };
}

/** Older revisions of the protocol want the word `object` at the root, also of a union of objects. */
function objectSchema(schema: object) {
  return { ...schema, type: 'object' as const };
}
