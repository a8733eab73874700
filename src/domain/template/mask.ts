// Takes secret values out of whatever is about to be kept or shown.

/** The same value with every secret in its texts replaced. */
export type Mask = <Value>(value: Value) => Value;

const shortest = 4;
const cover = '[hidden]';

/** Words of our own that programs act on: a secret that looks like one of them must not break them. */
const ours: ReadonlySet<string> = new Set([
  'type',
  'state',
  'kind',
  'activity',
  'step',
  'how',
  'outcome',
  'cause',
  'status',
  'level',
  'id',
  'log',
  'on',
  'oid',
  'head',
  'base',
  'tree',
  'commit',
  'baseCommit',
]);

/** Values of fewer than four characters are not looked for: they would take ordinary words apart. */
export function maskFor(secrets: readonly string[]): Mask {
  const hidden = secrets.filter((secret) => secret.length >= shortest).sort((a, b) => b.length - a.length);
  if (hidden.length === 0) return (value) => value;
  const inText = (text: string): string =>
    hidden.reduce((masked, secret) => masked.replaceAll(secret, cover), text);
  const inside = (value: unknown): unknown => {
    if (typeof value === 'string') return inText(value);
    if (Array.isArray(value)) return value.map(inside);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        typeof item === 'string' && ours.has(key) ? item : inside(item),
      ]),
    );
  };
  // Texts become other texts, and nothing else changes: the type stays true.
  return <Value>(value: Value) => inside(value) as Value;
}
