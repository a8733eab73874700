// Whether an agent is given a key for its model. Only that there is one is ever told, never the key.
import type { AgentEntry } from '../agents/driver.ts';
import { keyNames } from '../domain/key-names.ts';
import type { EngineDeps } from './deps.ts';

export type Surroundings = Pick<EngineDeps, 'environment'>;

/** Also when it takes none: then it has its own ways, which we do not know. */
export function hasKey(around: Surroundings, entry: AgentEntry): boolean {
  const keys = keysOf(entry);
  return keys.length === 0 || keys.some((key) => isSet(around, entry, key));
}

/** The names of the variables that may hold a key for it; not those that only repeat another one. */
export function keysOf(entry: AgentEntry): readonly string[] {
  const own = Object.entries(entry.env).filter(([, value]) => !value.includes('${'));
  return keyNames([...new Set([...entry.passEnv, ...own.map(([name]) => name)])]);
}

// What an entry itself gives its agent wins over the daemon's environment, unless it only has a place for something.
export function isSet(around: Surroundings, entry: AgentEntry, name: string): boolean {
  const own = entry.env[name] ?? '';
  if (own !== '' && !/\{\w+\}|\$\{/.test(own)) return true;
  return entry.passEnv.includes(name) && (around.environment[name] ?? '') !== '';
}
