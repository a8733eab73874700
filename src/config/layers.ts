// Settings come in layers; for each setting the last layer that names it counts, and is remembered as its source.
import { defaults, settingKeys } from './settings.ts';
import type { SettingKey, Settings, Values } from './settings.ts';

export interface Layer {
  /** For people: a file, a variable, the command line. */
  readonly source: string;
  readonly values: Values;
}

export interface Resolved {
  readonly settings: Settings;
  /** The source of a setting; for one agent its key is `agents.NAME`. */
  readonly sources: ReadonlyMap<string, string>;
}

export function resolveLayers(layers: readonly Layer[]): Resolved {
  const sources = new Map<string, string>(settingKeys.map((key) => [key, 'default']));
  let settings = defaults;
  for (const { source, values } of layers.map(decideChecksTogether)) {
    settings = lay(settings, values);
    for (const key of namesIn(values)) sources.set(key, source);
  }
  return { settings: Object.freeze(settings), sources };
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
