// Which values a task gets: those of the request, those of the preset over them, and defaults for what is left (the order
// that Coder's users know). What the template does not know is dropped and said.
import type { Parameter, ParameterValue, Preset } from '../template.ts';
import { readValue } from './parameter-value.ts';

export interface Wanted {
  /** Texts, numbers, yes/no or lists, by the name of the parameter. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly preset: Pick<Preset, 'name' | 'parameters'> | null;
}

export interface EffectiveValue extends ParameterValue {
  readonly from: 'request' | 'preset' | 'default' | 'nothing';
}

export interface Resolved {
  /** In the order of the template; those with problems are not in it. */
  readonly values: readonly EffectiveValue[];
  /** Required ones that nothing gave. */
  readonly missing: readonly string[];
  readonly problems: readonly { readonly parameter: string; readonly message: string }[];
  /** In whole sentences: what was given and is not used. */
  readonly warnings: readonly string[];
}

export function resolveParameters(parameters: readonly Parameter[], { request, preset }: Wanted): Resolved {
  const values: EffectiveValue[] = [];
  const missing: string[] = [];
  const problems: { parameter: string; message: string }[] = [];
  const given = new Map(Object.entries(request).filter(([, value]) => value !== undefined));
  for (const parameter of parameters) {
    const { name, defaultValue } = parameter;
    const found = preset?.parameters.find((one) => one.name === name);
    if (found !== undefined) values.push({ ...found, from: 'preset' });
    else if (given.has(name)) {
      const read = readValue(given.get(name), parameter);
      if (read.kind === 'value') values.push({ name, value: read.value, from: 'request' });
      else problems.push({ parameter: name, message: read.message });
    } else if (defaultValue !== null) values.push({ name, value: defaultValue, from: 'default' });
    else if (parameter.required) missing.push(name);
    else values.push({ name, value: '', from: 'nothing' });
  }
  const total = values.reduce((sum, { value }) => sum + value.length, 0);
  const longest = values.toSorted((a, b) => b.value.length - a.value.length)[0];
  // They are all in the environment of a program, which has an end.
  if (total > maxTotalLength && longest !== undefined)
    problems.push({
      parameter: longest.name,
      message: `all values together may have ${maxTotalLength} characters, they have ${total}`,
    });
  return {
    values,
    missing,
    problems,
    warnings: [...unknown(parameters, given), ...overridden(parameters, given, preset)],
  };
}

const maxTotalLength = 128 * 1024;

/** The presets with which nothing of `missing` would be missing. */
export function presetsFilling(presets: readonly Preset[], missing: readonly string[]): readonly Preset[] {
  return presets.filter((preset) =>
    missing.every((name) => preset.parameters.some((parameter) => parameter.name === name)),
  );
}

function unknown(parameters: readonly Parameter[], given: ReadonlyMap<string, unknown>): readonly string[] {
  const known = parameters.map((parameter) => parameter.name);
  return [...given.keys()]
    .filter((name) => !known.includes(name))
    .map(
      (name) =>
        `The template has no parameter “${name}” (it has ${known.join(', ') || 'none'}): its value is not used.`,
    );
}

function overridden(
  parameters: readonly Parameter[],
  given: ReadonlyMap<string, unknown>,
  preset: Wanted['preset'],
): readonly string[] {
  return parameters.flatMap((parameter) => {
    const set = preset?.parameters.find((one) => one.name === parameter.name);
    if (preset === null || set === undefined || !given.has(parameter.name)) return [];
    const own = readValue(given.get(parameter.name), parameter);
    if (own.kind === 'value' && own.value === set.value) return [];
    return [
      `Preset “${preset.name}” sets the parameter “${parameter.name}”: the value that was given is not used.`,
    ];
  });
}
