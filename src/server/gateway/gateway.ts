// The way from agents to their models. An agent knows only `/llm/<token of its run>/…`; the keys, and where the providers
// are, stay in here. A token opens nothing but that, for as long as its run lives, and only from this machine.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { addSpent, nothingSpent } from '../../domain/budget.ts';
import type { Spent } from '../../domain/budget.ts';
import { formatOf } from '../../domain/llm/call.ts';
import type { Prices } from '../../domain/llm/price.ts';
import type { Upstream } from '../../domain/llm/providers.ts';
import { routeEnvironment } from '../../domain/llm/route-environment.ts';
import type { GatewayRun, ModelGateway, OpenGateway } from '../../engine/model/model-gateway.ts';
import { randomText } from '../../lib/secrets.ts';
import { isSameMachine } from '../same-machine.ts';
import { addressAt, gatewayPrefix, readAsked } from './address.ts';
import { Exchange } from './exchange.ts';
import { refuse } from './refusal.ts';
import { createSender } from './send.ts';

export interface GatewayDeps {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Prices that go before those that we ship. Read for each run. */
  readonly prices: () => Promise<Prices>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Entrance {
  readonly run: GatewayRun;
  readonly prices: Prices;
  readonly upstreams: readonly Upstream[];
  readonly exchanges: Set<Exchange>;
  isCut: boolean;
  /** How many more requests go through once only a last answer is wanted; null = as many as it likes. */
  answersLeft: number | null;
}

export class LlmGateway implements ModelGateway {
  readonly #deps: GatewayDeps;
  readonly #sender: ReturnType<typeof createSender>;
  readonly #entrances = new Map<string, Entrance>();
  #url: string | null = null;

  constructor(deps: GatewayDeps) {
    this.#deps = deps;
    this.#sender = createSender(deps.environment);
  }

  /** To be called before any agent is started: where this daemon listens. */
  listensAt(url: string): void {
    this.#url = url;
  }

  /** Whether a request is for the gateway. */
  takes(request: IncomingMessage): boolean {
    return request.url?.startsWith(gatewayPrefix) === true;
  }

  async open(run: GatewayRun): Promise<OpenGateway | null> {
    const url = this.#url;
    if (url === null) return null;
    const token = `run_${randomText(43)}`;
    const { entry, environment, variables } = run;
    const routed = routeEnvironment(
      { passEnv: entry.passEnv, homeFiles: entry.homeFiles, env: entry.env, environment, variables },
      (provider) => `${url}${gatewayPrefix}${token}/${provider}`,
      token,
    );
    const { upstreams } = routed;
    if (upstreams.length === 0) return null;
    const entrance: Entrance = {
      run,
      prices: await this.#deps.prices(),
      upstreams,
      exchanges: new Set(),
      isCut: false,
      answersLeft: null,
    };
    this.#entrances.set(token, entrance);
    return {
      entry: { ...entry, env: routed.env },
      environment: routed.environment,
      variables: routed.variables,
      providers: upstreams.map(({ provider }) => provider),
      lastAnswer: () => {
        entrance.isCut = false;
        entrance.answersLeft = 1;
      },
      cut: () => cut(entrance),
      close: () => {
        this.#entrances.delete(token);
        cut(entrance);
      },
    };
  }

  /** Answers a request whose path begins with `/llm/`. Never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => response.destroy());
    const asked = readAsked(request.url ?? '');
    const format = asked === null ? null : formatOf(asked.path);
    if (!isSameMachine(request))
      return refuse(response, format, { status: 403, message: 'only agents on this machine may ask' });
    const entrance = asked === null ? undefined : this.#entrances.get(asked.token);
    if (asked === null || entrance === undefined)
      return refuse(response, format, { status: 401, message: 'no run with this token is under way' });
    const upstream = entrance.upstreams.find(({ provider }) => provider === asked.provider);
    const url = upstream === undefined ? null : addressAt(upstream, asked);
    if (upstream === undefined || url === null)
      return refuse(response, format, { status: 404, message: 'this run has no such provider or path' });
    await this.#exchange(entrance, { request, response, upstream, url });
  }

  close(): void {
    for (const entrance of this.#entrances.values()) cut(entrance);
    this.#entrances.clear();
    this.#sender.close();
  }

  async #exchange(
    entrance: Entrance,
    parts: {
      readonly request: IncomingMessage;
      readonly response: ServerResponse;
      readonly upstream: Upstream;
      readonly url: URL;
    },
  ): Promise<void> {
    const { run } = entrance;
    const exchange = new Exchange({
      ...parts,
      send: this.#sender.send,
      prices: entrance.prices,
      now: this.#deps.now,
      refusal: () => refusalOf(entrance, formatOf(parts.url.pathname) !== null),
      areToolsForbidden: entrance.answersLeft !== null,
      mayGo: () => entrance.answersLeft !== null || mayGo(entrance),
      onSign: run.onSign,
    });
    entrance.exchanges.add(exchange);
    const call = await exchange.run();
    entrance.exchanges.delete(exchange);
    if (call !== null) run.onCall(call);
  }
}

function refusalOf(entrance: Entrance, asksModel: boolean): string | null {
  if (entrance.isCut) return 'the run was stopped';
  if (!asksModel) return null;
  if (entrance.answersLeft === null) return mayGo(entrance) ? null : 'the budget of this run is used up';
  if (entrance.answersLeft === 0) return 'the limit of this run is reached; it has had its last answer';
  entrance.answersLeft -= 1;
  return null;
}

function mayGo(entrance: Entrance): boolean {
  if (entrance.isCut) return false;
  const open = [...entrance.exchanges].reduce<Spent>((sum, one) => addSpent(sum, one.open), nothingSpent);
  if (entrance.run.mayGo(open)) return true;
  cut(entrance);
  return false;
}

function cut(entrance: Entrance): void {
  entrance.isCut = true;
  for (const exchange of entrance.exchanges) exchange.cut();
}
