// Serves our own tools to the agents of runs under way, at one address: who asks is known by a token of that one session, of
// which only the hash is kept. It dies with the session, and opens nothing else.
import type { SessionDesk } from '../../engine/session-desk.ts';
import type { OpenSessionTools, SessionToolServer } from '../../engine/session-tools.ts';
import type { Log } from '../../lib/log.ts';
import { hashOf, randomText } from '../../lib/secrets.ts';
import type { ToolEndpoint } from '../mcp/serve-tools.ts';
import { sessionTools } from './tools.ts';

export interface SessionServerOptions {
  /** A folder with the command for agents that take no MCP servers. */
  readonly bin: string;
  readonly version: string;
  readonly log: Log;
}

export interface Entrance {
  readonly desk: SessionDesk;
  /** Aborts when the session has ended. */
  readonly ended: AbortSignal;
}

/** Before the names of the tools, in most agents. */
const serverName = 'tasklane';
export const sessionPath = '/session/mcp';

export class SessionServer implements SessionToolServer {
  readonly #options: SessionServerOptions;
  readonly #entrances = new Map<string, Entrance>();
  #url: string | null = null;
  #endpoint: Promise<ToolEndpoint<Entrance>> | null = null;

  constructor(options: SessionServerOptions) {
    this.#options = options;
  }

  /** To be called before any agent is started: where this daemon listens. */
  listensAt(url: string): void {
    this.#url = `${url}${sessionPath}`;
  }

  open(desk: SessionDesk): OpenSessionTools | null {
    if (this.#url === null) return null;
    const token = `ses_${randomText(43)}`;
    const ended = new AbortController();
    const key = hashOf(token);
    this.#entrances.set(key, { desk, ended: ended.signal });
    const tools: OpenSessionTools['tools'] = {
      name: serverName,
      url: this.#url,
      token,
      tools: sessionTools.map((tool) => tool.name),
      bin: this.#options.bin,
    };
    return {
      tools,
      close: () => {
        this.#entrances.delete(key);
        ended.abort();
      },
    };
  }

  /** Null: no session with this token is open. */
  entrance(token: string): Entrance | null {
    return this.#entrances.get(hashOf(token)) ?? null;
  }

  async answer(request: Request, entrance: Entrance): Promise<Response> {
    // What serves it is loaded with the first request: that takes a quarter of a second.
    this.#endpoint ??= import('./endpoint.ts').then((loaded) => loaded.sessionEndpoint(this.#options));
    return (await this.#endpoint)(request, entrance);
  }
}
