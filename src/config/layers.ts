// Settings come in layers; for each setting the last layer that names it counts, and is remembered as its source.
import { defaults, settingKeys } from './settings.ts';
import type { SettingKey, Settings, Values } from './settings.ts';

/** `project`: what a person set for this project in Tasklane. `call`: the command line, for this once. */
export type LayerKind = 'home' | 'repository' | 'project' | 'environment' | 'call';

export interface Layer {
  readonly kind: LayerKind;
  /** The file or the variable; null for the command line. */
  readonly place: string | null;
  readonly values: Values;
}

export interface Resolved {
  readonly settings: Settings;
  /** The source of a setting; for one agent its key is `agents.NAME`. */
  readonly sources: ReadonlyMap<string, string>;
  /** From weak to strong, as they were laid over each other. */
  readonly layers: readonly Layer[];
}

export function resolveLayers(layers: readonly Layer[]): Resolved {
  const sources = new Map<string, string>(settingKeys.map((key) => [key, 'default']));
  const laid = layers.map(decideChecksTogether);
  let settings = defaults;
  for (const layer of laid) {
    settings = lay(settings, layer.values);
    for (const key of namesIn(layer.values)) sources.set(key, sourceOf(layer));
  }
  return { settings: Object.freeze(settings), sources, layers: laid };
}

/** For people. */
function sourceOf({ kind, place }: Layer): string {
  if (place === null) return 'command line';
  return kind === 'home' ? place : `${kind} ${place}`;
}

// `check` and `checks` are one decision: whoever names either does not want those of the layers below as well.
function decideChecksTogether(layer: Layer): Layer {
  const { check, checks } = layer.values;
  if (check === undefined && checks === undefined) return layer;
  return { ...layer, values: { ...layer.values, check: check ?? null, checks: checks ?? [] } };
}

// Agents and MCP servers add up by name. One of the same name is replaced as a whole: a command of one file never gets the secrets that
// another file meant for its own.
function lay(below: Settings, values: Values): Settings {
  const named = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  const agents = { ...below.agents, ...values.agents };
  return { ...below, ...named, agents, mcpServers: { ...below.mcpServers, ...values.mcpServers } };
}

function namesIn(values: Values): readonly string[] {
  const named = settingKeys.filter((key: SettingKey) => key !== 'agents' && values[key] !== undefined);
  return [...named, ...Object.keys(values.agents ?? {}).map((name) => `agents.${name}`)];
}
