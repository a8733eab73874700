// The values that a form of a template holds: what each begins with, and what of them is sent.
import type { TemplateVersionJson } from '../../src/api/template-schemas.ts';

export type Parameter = TemplateVersionJson['parameters'][number];
export type Preset = TemplateVersionJson['presets'][number];
/** By the names of the parameters; a yes/no is `true` or `false`, of a list each line is one. */
export type Values = Readonly<Record<string, string>>;

/** What counts when nobody says anything else, as a form shows it. */
export function defaultsOf(parameters: readonly Parameter[]): Values {
  return Object.fromEntries(parameters.map((one) => [one.name, shownAs(one, one.default_value ?? '')]));
}

/** Those that a person still says: a preset is stronger than they are. */
export function openTo(parameters: readonly Parameter[], preset: Preset | undefined): readonly Parameter[] {
  const given = new Set((preset?.parameters ?? []).map((one) => one.name));
  return parameters.filter((one) => !given.has(one.name));
}

/** What is sent: only what was said otherwise than by default. */
export function sentOf(
  parameters: readonly Parameter[],
  values: Values,
): Record<string, string | readonly string[]> {
  const defaults = defaultsOf(parameters);
  return Object.fromEntries(
    parameters.flatMap((one) => {
      const value = values[one.name] ?? '';
      if (value === defaults[one.name]) return [];
      return [[one.name, one.type === 'list(string)' ? linesIn(value) : value] as const];
    }),
  );
}

function shownAs({ type }: Parameter, value: string): string {
  if (type !== 'list(string)' || value === '') return value;
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) ? list.join('\n') : value;
  } catch {
    return value; // not in the form of a list: a person sees what there is
  }
}

function linesIn(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}
