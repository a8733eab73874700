// Prompts and messages live in .md files with {{named}} slots. An unknown or an unfilled slot is a bug, found at once.

/** Replaces each `{{name}}`; throws when a slot has no value or a value has no slot. */
export function fill(template: string, slots: Readonly<Record<string, string>>): string {
  const used = new Set<string>();
  const text = template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = slots[name];
    if (value === undefined) throw new Error(`the template has a slot {{${name}}} that nothing fills`);
    used.add(name);
    return value;
  });
  const unused = Object.keys(slots).filter((name) => !used.has(name));
  if (unused.length > 0) throw new Error(`the template has no slot for ${unused.join(', ')}`);
  return text.replace(/\n{3,}/g, '\n\n').trim();
}
