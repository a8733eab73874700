// Puts the gateway between an agent and its models: wherever the agent would see a key and can be given an address, it gets
// the token of its run and the address of the gateway instead. The key itself stays with the daemon.
import { llmProviders } from './providers.ts';
import type { Provider, Upstream } from './providers.ts';

type Variables = Readonly<Record<string, string>>;

/** The places from which an agent's environment is made, the stronger last. */
export interface Sources {
  /** Names that it may see of the daemon's environment. */
  readonly passEnv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What its entry sets. */
  readonly env: Variables;
  /** What the task's template sets. */
  readonly variables: Variables;
  /** Files of its HOME, in which places such as `${OPENAI_BASE_URL}` are filled in. */
  readonly homeFiles: Readonly<Record<string, unknown>>;
}

export interface Routed {
  readonly environment: Sources['environment'];
  readonly env: Variables;
  readonly variables: Variables;
  readonly upstreams: readonly Upstream[];
}

/** `addressOf` gives the gateway's address for a provider; `token` goes where a key was. */
export function routeEnvironment(
  sources: Sources,
  addressOf: (provider: string) => string,
  token: string,
): Routed {
  const upstreams: Upstream[] = [];
  const set: Record<string, string> = {};
  for (const provider of llmProviders) {
    const upstream = upstreamOf(sources, provider);
    if (upstream === null) continue;
    upstreams.push(upstream);
    set[provider.address] = addressOf(provider.name);
    for (const key of provider.keys) if (canSee(sources, key)) set[key] = token;
  }
  return {
    environment: sources.environment,
    env: { ...without(sources.env, set), ...set },
    variables: without(sources.variables, set),
    upstreams,
  };
}

function upstreamOf(sources: Sources, { name, keys, address, home }: Provider): Upstream | null {
  if (!canSee(sources, address)) return null;
  const given = valueOf(sources, address);
  const key = keys.map((one) => valueOf(sources, one)).find((value) => value !== null) ?? null;
  const place = given ?? (key === null || needsAddress(sources, address) ? null : home);
  // An address without a key is a server of one's own, unless the provider is known to want one: its agent says that best.
  if (place === null || (key === null && home !== null)) return null;
  return isAddress(place) ? { provider: name, address: place.replace(/\/+$/, ''), key } : null;
}

// An entry that does something else once an address is set, such as asking that server instead of the maker's own.
function needsAddress({ env, homeFiles }: Sources, address: string): boolean {
  const texts = JSON.stringify([env, homeFiles]);
  return texts.includes(`\${${address}}`) || texts.includes(`\${${address}:+`);
}

function canSee({ passEnv, env, variables }: Sources, name: string): boolean {
  return passEnv.includes(name) || Object.hasOwn(env, name) || Object.hasOwn(variables, name);
}

function valueOf({ passEnv, environment, env, variables }: Sources, name: string): string | null {
  const passed = passEnv.includes(name) ? environment[name] : undefined;
  const value = variables[name] ?? env[name] ?? passed ?? '';
  return value === '' ? null : value;
}

function isAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol);
}

function without(variables: Variables, names: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !Object.hasOwn(names, name)));
}
