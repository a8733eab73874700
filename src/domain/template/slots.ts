// `{{name}}` in a template's setup lines and system prompt stands for the value of a parameter. Whatever else stands in
// double braces ({{.Names}} of another tool) is left as it is.
const slot = /\{\{[ \t]*([A-Za-z][A-Za-z0-9 _-]*?)[ \t]*\}\}/g;

/** The names that a text has slots for, each once. */
export function slotsOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(slot)].map(([, name = '']) => name))];
}

/** Each slot replaced by its value as `write` writes it; a name that is not in `values` is left as it is. */
export function fillSlots(
  text: string,
  values: ReadonlyMap<string, string>,
  write: (value: string) => string = (value) => value,
): string {
  return text.replaceAll(slot, (whole, name: string) => {
    const value = values.get(name);
    return value === undefined ? whole : write(value);
  });
}

/** A value as one word for `sh`, whatever is in it. */
export function shellWord(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
