// `key=value` as people write it: what is JSON is taken as that (a number, true, null, a list), the rest is text.
import { AppError } from '../api/errors.ts';

/** Throws `invalid_input` for a word that is no `key=value`. */
export function settingsFrom(words: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(words.map(settingFrom));
}

function settingFrom(word: string): readonly [key: string, value: unknown] {
  const at = word.indexOf('=');
  if (at > 0) return [word.slice(0, at), valueOf(word.slice(0, at), word.slice(at + 1))];
  throw new AppError('invalid_input', `“${word}” is no setting with a value.`, {
    next: "Write KEY=VALUE, for example check='npm test'; `tasklane project config` lists the keys.",
  });
}

// `true` and `false` are programs, too.
const commandLines: ReadonlySet<string> = new Set(['check', 'setup', 'preview']);

function valueOf(key: string, text: string): unknown {
  if (commandLines.has(key) && /^(true|false)$/.test(text)) return text;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text; // not JSON, so it is the text itself
  }
}
