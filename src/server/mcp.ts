// The Model Context Protocol at POST /mcp (streamable HTTP), behind the same guard as the API. What serves it is loaded with
// the first request: the SDK takes a quarter of a second, which no daemon without such agents has to spend.
import type { Engine } from '../engine/engine.ts';
import type { Log } from '../lib/log.ts';
import type { McpEndpoint } from './mcp-endpoint.ts';
import { accessOf } from './route.ts';
import type { App } from './route.ts';

export interface McpOptions {
  readonly engine: Engine;
  readonly version: string;
  readonly log: Log;
}

export function mcpRoute(app: App, options: McpOptions): void {
  let loading: Promise<McpEndpoint> | null = null;
  app.all('/mcp', async (context) => {
    loading ??= import('./mcp-endpoint.ts').then((loaded) => loaded.createMcpEndpoint(options));
    const endpoint = await loading;
    return endpoint(context.req.raw, {
      begin: (action) => accessOf(options.engine, { action }, context),
      refused: (code) => context.set('refusal', code),
    });
  });
}
