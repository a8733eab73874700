// The MCP servers of one session. They are started beside everything else, and the first request to the model waits for
// them; one that does not come is said, and its tools are not there.
import { fitsToolPattern } from '../../../domain/subagent/tools.ts';
import { messageOf } from '../../../domain/errors.ts';
import type { Tool } from '../tools/tool.ts';
import { McpConnection } from './connection.ts';
import type { ConnectionOptions } from './connection.ts';
import { mcpTool } from './mcp-tool.ts';
import type { McpServerConfig } from './server-config.ts';

export interface McpServersOptions extends Omit<ConnectionOptions, 'onLost' | 'startMs'> {
  /** Default 30 s: programs that are fetched first take their time. */
  readonly startMs?: number;
  /** Told what a person should know, in whole sentences. */
  readonly warn: (sentence: string) => void;
}

const usualStartMs = 30_000;

export class McpServers {
  readonly #connections: readonly McpConnection[];
  readonly #started: Promise<unknown>;

  /** Begins to connect. */
  constructor(
    configs: readonly McpServerConfig[],
    { startMs = usualStartMs, warn, ...options }: McpServersOptions,
  ) {
    this.#connections = configs.map(
      (config) => new McpConnection(config, { ...options, startMs, onLost: warn }),
    );
    this.#started = Promise.all(
      this.#connections.map(async (connection) => {
        try {
          await connection.connect();
        } catch (error) {
          warn(`The MCP server "${connection.config.name}" could not be used: ${messageOf(error)}`);
        }
      }),
    );
  }

  /** As the servers list them now. Waits until each has started, or failed to. */
  async tools(): Promise<readonly Tool[]> {
    await this.#started;
    return this.#connections.flatMap((connection) =>
      connection.tools
        .filter(({ name }) => isWanted(connection.config, name))
        .map((listed) => mcpTool(connection, listed)),
    );
  }

  /** Resolves when nothing of them is left. */
  async close(): Promise<void> {
    await Promise.all(this.#connections.map((connection) => connection.close()));
  }
}

function isWanted({ tools, disallowedTools }: McpServerConfig, name: string): boolean {
  const isListed = tools === null || tools.some((pattern) => fitsToolPattern(pattern, name));
  return isListed && !disallowedTools.some((pattern) => fitsToolPattern(pattern, name));
}
