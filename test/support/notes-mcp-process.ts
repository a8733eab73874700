// The MCP server of the tests as a program: speaks over its standard streams.
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { notesServer } from './notes-mcp.ts';

const notes: string[] = [];
serveStdio(() => notesServer(notes));
