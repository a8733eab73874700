// Settings from variables: each setting that is one word or one number has a variable of its name.
import { AppError } from '../domain/errors.ts';
import type { Layer } from './layers.ts';
import { homeSchema, isSecretSetting, settingKeys } from './settings.ts';
import type { SettingKey, Values } from './settings.ts';

/** One layer for each variable that is set. Throws `invalid_config` naming the variable. */
export function environmentLayers(
  environment: Readonly<Record<string, string | undefined>>,
): readonly Layer[] {
  return settingKeys.filter(isOneValue).flatMap((key) => {
    const name = variableOf(key);
    const text = environment[name];
    // An empty variable is how a shell script leaves one out.
    return text === undefined || text === ''
      ? []
      : [{ kind: 'environment', place: name, values: read(name, key, text) }];
  });
}

/** `logLevel` → `TASKLANE_LOG_LEVEL`. */
export function variableOf(key: SettingKey): string {
  return `TASKLANE_${key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** Settings that only a file can hold. */
const structured: ReadonlySet<SettingKey> = new Set([
  'agents',
  'checks',
  'issueTrackers',
  'gitTokens',
  'mcpServers',
  'oidc',
  'setupCache',
]);

function isOneValue(key: SettingKey): boolean {
  return !structured.has(key);
}

/** What is on or off, as JSON says it. */
function switches(text: string): readonly boolean[] {
  return text === 'true' || text === 'false' ? [text === 'true'] : [];
}

function read(name: string, key: SettingKey, text: string): Values {
  // The text itself first: the name of an agent may consist of digits.
  const candidates = [text, ...(/^\d+(\.\d+)?$/.test(text) ? [Number(text)] : []), ...switches(text)];
  const results = candidates.map((candidate) => homeSchema.safeParse({ [key]: candidate }));
  const parsed = results.find((result) => result.success);
  if (parsed !== undefined) return parsed.data;
  const allowed = results[0]?.error?.issues[0]?.message.replace(/, or null$/, '') ?? '';
  const shown = isSecretSetting(key) ? 'something else' : `"${text}"`;
  throw new AppError('invalid_config', `${name} is ${shown}; allowed: ${allowed}`, {
    next: `correct or unset ${name}`,
    details: { variable: name, key },
  });
}
