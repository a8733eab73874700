// The Model Context Protocol at POST /mcp (streamable HTTP), behind the same guard as the API. What serves it is loaded with
// the first request: the SDK takes a quarter of a second, which no daemon without such agents has to spend.
import type { McpEndpoint, McpOptions } from './endpoint.ts';
import { innerCalls } from './inner-call.ts';
import type { App } from '../route.ts';

export function mcpRoute(app: App, options: McpOptions): void {
  let loading: Promise<McpEndpoint> | null = null;
  app.all('/mcp', async (context) => {
    loading ??= import('./endpoint.ts').then((loaded) => loaded.createMcpEndpoint(options));
    const endpoint = await loading;
    const { actor } = context.var;
    if (actor === undefined) throw new Error('a request to /mcp of nobody');
    return endpoint(context.req.raw, { actor, call: innerCalls(app, context) });
  });
}
