// Serves our own tools to the agents of runs under way, at one address: who asks is known by a token of that one session, of
// which only the hash is kept. It dies with the session, and opens nothing else.
import type { PlannerDesk } from '../../engine/planner-desk.ts';
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

/** Of a planner. */
export interface PlannerEntrance {
  readonly planner: PlannerDesk;
  /** Aborts when the session has ended. */
  readonly ended: AbortSignal;
}

interface Endpoints {
  readonly session: ToolEndpoint<Entrance>;
  readonly planner: ToolEndpoint<PlannerEntrance>;
}

/** Before the names of the tools, in most agents. */
const serverName = 'tasklane';
export const sessionPath = '/session/mcp';

export class SessionServer implements SessionToolServer {
  readonly #options: SessionServerOptions;
  readonly #entrances = new Map<string, Entrance | PlannerEntrance>();
  #url: string | null = null;
  #endpoints: Promise<Endpoints> | null = null;

  constructor(options: SessionServerOptions) {
    this.#options = options;
  }

  /** To be called before any agent is started: where this daemon listens. */
  listensAt(url: string): void {
    this.#url = `${url}${sessionPath}`;
  }

  open(desk: SessionDesk): OpenSessionTools | null {
    return this.#open(
      sessionTools.map((tool) => tool.name),
      (ended) => ({ desk, ended }),
    );
  }

  openPlanner(planner: PlannerDesk): OpenSessionTools | null {
    return planner.tool === null ? null : this.#open([planner.tool], (ended) => ({ planner, ended }));
  }

  #open(
    names: readonly string[],
    entranceOf: (ended: AbortSignal) => Entrance | PlannerEntrance,
  ): OpenSessionTools | null {
    if (this.#url === null) return null;
    const token = `ses_${randomText(43)}`;
    const ended = new AbortController();
    const key = hashOf(token);
    this.#entrances.set(key, entranceOf(ended.signal));
    const { bin } = this.#options;
    return {
      tools: { name: serverName, url: this.#url, token, tools: names, bin },
      close: () => {
        this.#entrances.delete(key);
        ended.abort();
      },
    };
  }

  /** Null: no session with this token is open. */
  entrance(token: string): Entrance | PlannerEntrance | null {
    return this.#entrances.get(hashOf(token)) ?? null;
  }

  async answer(request: Request, entrance: Entrance | PlannerEntrance): Promise<Response> {
    // What serves it is loaded with the first request: that takes a quarter of a second.
    this.#endpoints ??= import('./endpoint.ts').then((loaded) => ({
      session: loaded.sessionEndpoint(this.#options),
      planner: loaded.plannerEndpoint(this.#options),
    }));
    const { session, planner } = await this.#endpoints;
    return 'planner' in entrance ? planner(request, entrance) : session(request, entrance);
  }
}
