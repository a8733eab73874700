// The MCP servers of a session, as its client names them.
import type { McpServer } from '@agentclientprotocol/sdk';
import { RequestError } from '@agentclientprotocol/sdk';
import { z } from 'zod';

interface Common {
  readonly name: string;
  /** Patterns over the server's own names of its tools; null = all of them. */
  readonly tools: readonly string[] | null;
  /** Taken away again. */
  readonly disallowedTools: readonly string[];
  /** For one call without a sign of progress. */
  readonly timeoutMs: number;
}

export type McpServerConfig = Common &
  (
    | { readonly kind: 'http'; readonly url: URL; readonly headers: Readonly<Record<string, string>> }
    | {
        readonly kind: 'stdio';
        /** argv */
        readonly command: readonly string[];
        /** On top of the environment that commands have. */
        readonly env: Readonly<Record<string, string>>;
      }
  );

export const defaultTimeoutMs = 120_000;
const longestTimeoutMs = 3_600_000;

/** Our extension of the protocol, in `_meta.tasklane` of a server. Anything else there is left out. */
const options = z.object({
  tools: z.array(z.string()).nullish().catch(undefined),
  disallowedTools: z.array(z.string()).nullish().catch(undefined),
  timeoutMs: z.number().positive().max(longestTimeoutMs).nullish().catch(undefined),
});

/** Throws the protocol's `invalid params` for a server that cannot be reached at all, or two of one name. */
export function readServers(servers: readonly McpServer[]): readonly McpServerConfig[] {
  const configs = servers.map(readServer);
  const twice = configs.find(({ name }, index) => configs.findIndex((one) => one.name === name) !== index);
  if (twice !== undefined) throw refused(twice.name, 'there are two of this name');
  return configs;
}

function readServer(server: McpServer): McpServerConfig {
  const { name } = server;
  if (name.trim() === '') throw refused(name, 'it has no name');
  const given = options.safeParse(server._meta?.['tasklane'] ?? {}).data;
  const common: Common = {
    name,
    tools: given?.tools ?? null,
    disallowedTools: given?.disallowedTools ?? [],
    timeoutMs: given?.timeoutMs ?? defaultTimeoutMs,
  };
  if (!('type' in server)) {
    if (server.command === '') throw refused(name, 'it has no command');
    return { ...common, kind: 'stdio', command: [server.command, ...server.args], env: pairs(server.env) };
  }
  if (server.type === 'sse') throw refused(name, 'the transport "sse" is not supported, only http and stdio');
  const url = URL.parse(server.url);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw refused(name, `its address "${server.url}" is not one of http or https`);
  return { ...common, kind: 'http', url, headers: pairs(server.headers) };
}

function pairs(list: readonly { readonly name: string; readonly value: string }[]): Record<string, string> {
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

function refused(name: string, why: string): RequestError {
  return RequestError.invalidParams({ server: name }, `the MCP server "${name}" cannot be used: ${why}`);
}
