// What the doctor says of one agent: whether its program is here, and whether it has a key for its model.
import type { AgentEntry } from '../agents/driver.ts';
import { addressNames } from '../domain/key-names.ts';
import { hasKey, isSet, keysOf } from './agent-keys.ts';
import type { Surroundings as KeySurroundings } from './agent-keys.ts';
import type { EngineDeps } from './deps.ts';
import type { Finding } from './doctor.ts';
import { howToGet } from './missing-agent.ts';

type Surroundings = KeySurroundings & Pick<EngineDeps, 'locate'>;

export function examineAgent(
  around: Surroundings,
  entry: AgentEntry,
  options: { readonly isDefault: boolean },
): Finding {
  const name = `agent ${entry.name}`;
  const title = options.isDefault ? `${entry.title} (default)` : entry.title;
  const path = around.locate(entry);
  if (path === null) {
    const message = `${title}: no program “${entry.command[0]}”`;
    return { name, status: options.isDefault ? 'problem' : 'warning', message, fix: howToGet(entry) };
  }
  if (hasKey(around, entry)) return { name, status: 'ok', message: `${title}: ${path}`, fix: null };
  return {
    name,
    status: 'warning',
    message: `${title}: found, but no key for its model is set`,
    fix: howToGiveKey(around, entry),
  };
}

function howToGiveKey(around: Surroundings, entry: AgentEntry): string {
  const keys = keysOf(entry);
  const which = keys.length > 1 ? `one of ${keys.join(', ')}` : keys.join('');
  const address = addressNames(entry.passEnv).find((name) => isSet(around, entry, name));
  const unless = address === undefined ? '' : `, unless the server that ${address} names wants none`;
  return `Set ${which}${unless}; then \`tasklane stop\`: a daemon keeps the environment that it was started with.`;
}
