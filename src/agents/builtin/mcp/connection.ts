// One MCP server: connected when the session opens, and again when one of its tools is called after it went away. Whatever
// is wrong with it is said, and never ends the session. The SDK's client is known only in this folder.
import { Client, SdkHttpError, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { CallToolResult, Tool as ListedTool } from '@modelcontextprotocol/client';
import { messageOf } from '../../../domain/errors.ts';
import { sleep } from '../../../lib/sleep.ts';
import type { McpServerConfig } from './server-config.ts';
import { StdioTransport } from './stdio-transport.ts';

export interface ConnectionOptions {
  readonly cwd: string;
  /** Of the programs. */
  readonly environment: Readonly<Record<string, string>>;
  readonly version: string;
  /** For a server to start, introduce itself and list its tools. */
  readonly startMs: number;
  /** Told of a server that ended, in a whole sentence. */
  readonly onLost: (sentence: string) => void;
}

export interface CallOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

interface Live {
  readonly client: Client;
  readonly transport: StdioTransport | StreamableHTTPClientTransport;
}

/** So often a server may be started; one that ends each time would do so for ever. */
const maxStarts = 4;
/** However much progress a call tells of. */
const longestCallMs = 3_600_000;
const partingMs = 1000;

export class McpConnection {
  readonly config: McpServerConfig;
  readonly #options: ConnectionOptions;
  #live: Promise<Live> | null = null;
  #starts = 0;
  #isClosed = false;
  #tools: readonly ListedTool[] = [];

  constructor(config: McpServerConfig, options: ConnectionOptions) {
    this.config = config;
    this.#options = options;
  }

  /** As they were listed last; empty until it is connected. */
  get tools(): readonly ListedTool[] {
    return this.#tools;
  }

  /** Rejects with what a person can act on: what it answered, or how its program ended. */
  connect(): Promise<Live> {
    if (this.#isClosed) return Promise.reject(new Error('the session is closed'));
    if (this.#live !== null) return this.#live;
    if (this.#starts >= maxStarts)
      return Promise.reject(new Error(`it ended ${maxStarts} times and is not started again`));
    this.#starts += 1;
    const live = this.#open();
    this.#live = live;
    live.catch(() => this.#forget(live));
    return live;
  }

  /** Rejects when the server is gone, answers with an error of the protocol, or takes too long. */
  async call(tool: string, input: Record<string, unknown>, options: CallOptions): Promise<CallToolResult> {
    const live = await this.connect();
    try {
      return await this.#callOn(live, tool, input, options);
    } catch (error) {
      // A server that was started anew no longer knows our session, so it cannot have done anything either.
      if (!(error instanceof SdkHttpError) || error.status !== 404) throw error;
      this.#forget(this.#live);
      return this.#callOn(await this.connect(), tool, input, options);
    }
  }

  /** Resolves when nothing of it is left. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const live = await this.#live?.catch(() => null);
    if (live != null) await end(live);
  }

  #callOn(
    { client }: Live,
    name: string,
    input: Record<string, unknown>,
    { signal, onProgress }: CallOptions,
  ): Promise<CallToolResult> {
    return client.callTool(
      { name, arguments: input },
      {
        signal,
        timeout: this.config.timeoutMs,
        resetTimeoutOnProgress: true,
        maxTotalTimeout: longestCallMs,
        onprogress: ({ progress, total, message }) =>
          onProgress(message ?? (total === undefined ? String(progress) : `${progress} of ${total}`)),
      },
    );
  }

  async #open(): Promise<Live> {
    const transport = this.#transport();
    const client = new Client(
      { name: 'tasklane', title: 'Tasklane agent', version: this.#options.version },
      {
        // Servers of both generations; a program is asked the old way, which the new ones understand too.
        versionNegotiation: { mode: this.config.kind === 'http' ? 'auto' : 'legacy' },
        listChanged: {
          tools: {
            onChanged: (_error, tools) => {
              if (tools !== null) this.#tools = tools;
            },
          },
        },
      },
    );
    const live = { client, transport };
    const { startMs } = this.#options;
    try {
      await client.connect(transport, { timeout: startMs, maxTotalTimeout: startMs });
      this.#tools = (await client.listTools(undefined, { timeout: startMs })).tools;
    } catch (error) {
      await end(live);
      throw new Error(reasonOf(error, transport), { cause: error });
    }
    if (this.#isClosed) await end(live);
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's client is no EventTarget
    client.onclose = () => this.#lost(transport);
    return live;
  }

  #transport(): Live['transport'] {
    const { config } = this;
    const { cwd, environment } = this.#options;
    if (config.kind === 'http')
      return new StreamableHTTPClientTransport(config.url, { requestInit: { headers: config.headers } });
    return new StdioTransport({
      command: config.command,
      cwd,
      env: { ...environment, ...config.env },
    });
  }

  #lost(transport: Live['transport']): void {
    this.#forget(this.#live);
    if (this.#isClosed) return;
    const how = transport instanceof StdioTransport ? (transport.end ?? 'it closed its output') : 'closed';
    this.#options.onLost(
      `The MCP server "${this.config.name}" has ended (${how}). It is started again when one of its tools is called.`,
    );
  }

  #forget(live: Promise<Live> | null): void {
    if (this.#live === live) this.#live = null;
  }
}

/** With what the program said, or what the network did: the SDK's own words seldom say it. */
export function reasonOf(error: unknown, transport?: Live['transport']): string {
  const said = transport instanceof StdioTransport ? (transport.end ?? '') : '';
  const parts = [...chainOf(error), said].filter((part) => part !== '');
  return parts
    .filter((part, index) => !parts.some((other, at) => at < index && other.includes(part)))
    .join('; ');
}

function chainOf(error: unknown): readonly string[] {
  const cause = error instanceof Error ? error.cause : undefined;
  return [messageOf(error), ...(cause === undefined ? [] : chainOf(cause))];
}

async function end({ client, transport }: Live): Promise<void> {
  try {
    // Polite, for servers that keep something for each session; one that is gone need not answer.
    if (transport instanceof StreamableHTTPClientTransport)
      await Promise.race([transport.terminateSession(), sleep(partingMs)]);
    await client.close();
  } catch {
    // It is gone already, or does not know how to part: then nothing of it is left with us either way.
  }
}
