// An MCP server with tools that behave and tools that do not: over HTTP inside the test, or as a program of its own
// (notes-mcp-process.ts).
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { getRequestListener } from '@hono/node-server';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

/** A server that keeps its notes in `notes`. */
export function notesServer(notes: string[]): McpServer {
  const server = new McpServer({ name: 'notes', version: '1' });
  const say = (text: string) => ({ content: [{ type: 'text' as const, text }] });
  server.registerTool(
    'add.note',
    { description: 'Adds a note.', inputSchema: z.object({ text: z.string() }) },
    ({ text }) => {
      notes.push(text);
      return say(`noted: ${text}`);
    },
  );
  server.registerTool(
    'list',
    {
      description: 'Lists the notes.',
      inputSchema: z.object({}),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    () => say(notes.join('\n')),
  );
  server.registerTool('refuse', { inputSchema: z.object({}) }, () => ({
    ...say('no notes today'),
    isError: true,
  }));
  server.registerTool('hang', { inputSchema: z.object({}) }, () => new Promise<never>(() => undefined));
  server.registerTool('flood', { inputSchema: z.object({ bytes: z.number() }) }, ({ bytes }) =>
    say('x'.repeat(bytes)),
  );
  server.registerTool('child', { inputSchema: z.object({}) }, () =>
    say(String(spawn('sleep', ['300'], { stdio: 'ignore' }).pid)),
  );
  server.registerTool('environment', { inputSchema: z.object({}) }, () => say(JSON.stringify(process.env)));
  server.registerTool('crash', { inputSchema: z.object({}) }, () => {
    process.stderr.write('out of paper\n');
    return process.exit(3);
  });
  return server;
}

export interface NotesOverHttp {
  readonly url: string;
  readonly notes: readonly string[];
  /** The `authorization` of each request. */
  readonly authorizations: readonly string[];
}

/** Stopped when the test ends. */
export async function serveNotes(context: TestContext): Promise<NotesOverHttp> {
  const notes: string[] = [];
  const authorizations: string[] = [];
  const handler = createMcpHandler(() => notesServer(notes));
  const listener = getRequestListener((request) => {
    authorizations.push(request.headers.get('authorization') ?? '');
    return handler.fetch(request);
  });
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/mcp`, notes, authorizations };
}
