// The places in an agent's entry that are filled in when it is started: its model, its HOME, and variables of the daemon's
// environment. So that an entry stays data, also where an agent wants an address in a file or under a name of its own.
//   {model} {provider} {modelId}   provider/id, and its two parts; not set where no model is chosen
//   {home} {secret}                its HOME; a password that nobody else knows, new for each start
//   ${NAME}                        the variable, which must be one that the agent may see
//   ${NAME:-text} ${NAME:+text}    as in a shell: text instead of it when it is not set; text when it is
// An empty variable is one that is not set, and a text with a place that is not set is left out as a whole.

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** The value of a place by its name, or null when it is not set. Undefined: no such place, so it is plain text. */
export type Lookup = (name: string, kind: 'place' | 'variable') => string | null | undefined;

const places = /\$\{(\w+)(?::([-+])((?:[^{}]|\{\w+\})*))?\}|\{(\w+)\}/g;

/** The text with every place filled in; null when one of them is not set. `escape` is applied to what is filled in. */
export function fill(
  text: string,
  lookup: Lookup,
  escape: (value: string) => string = (value) => value,
): string | null {
  let isWhole = true;
  const put = (value: string | null): string => {
    if (value === null) isWhole = false;
    return value ?? '';
  };
  const filled = text.replace(
    places,
    (whole, variable?: string, sign?: string, other?: string, place?: string) => {
      const value = lookup(variable ?? place ?? '', variable === undefined ? 'place' : 'variable');
      if (value === undefined) return whole;
      if (sign === '+') return put(value === null ? null : fill(other ?? '', lookup, escape));
      if (sign === '-' && value === null) return put(fill(other ?? '', lookup, escape));
      return put(value === null ? null : escape(value));
    },
  );
  return isWhole ? filled : null;
}

/** A file's text: an object becomes JSON without the members that are not set, a text loses such lines. */
export function fillFile(content: Json, lookup: Lookup): string {
  if (typeof content !== 'string') return `${JSON.stringify(fillJson(content, lookup) ?? {}, null, 2)}\n`;
  const lines = content.split('\n').map((line) => fill(line, lookup, inQuotes));
  return lines.filter((line) => line !== null).join('\n');
}

function fillJson(value: Json, lookup: Lookup): Json | undefined {
  if (typeof value === 'string') return fill(value, lookup) ?? undefined;
  if (isList(value)) return value.map((item) => fillJson(item, lookup)).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const key = fill(name, lookup);
      const filled = fillJson(member, lookup);
      return key === null || filled === undefined ? [] : [[key, filled]];
    }),
  );
}

// Array.isArray does not narrow a read-only list.
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

// Files that are text are TOML here, whose quoted strings escape as those of JSON do.
function inQuotes(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}
