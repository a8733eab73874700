// The parameters and presets of a template.yaml.
import { presetId } from '../ids.ts';
import { parameterTypes } from '../template.ts';
import type { Parameter, ParameterOption, ParameterType, ParameterValidation, Preset } from '../template.ts';
import { variableOf } from './environment.ts';
import { readValue, regexProblem } from './parameter-value.ts';
import { isRecord } from './written.ts';
import type { Written } from './written.ts';

const maxParameters = 100;
const maxPresets = 100;
const maxText = 4000;

const parameterKeys = [
  'name',
  'display_name',
  'type',
  'description',
  'icon',
  'required',
  'default',
  'options',
  'validation',
  'mutable',
  'sensitive',
];
const validationKeys = ['regex', 'min', 'max', 'error'];
const presetKeys = ['name', 'description', 'icon', 'default', 'parameters'];
const optionKeys = ['name', 'value', 'description', 'icon'];

export function readParameters(list: Written, newId: () => string): readonly Parameter[] {
  const names = new Set<string>();
  return list.list(maxParameters).flatMap((item) => {
    if (!item.object('a parameter', parameterKeys)) return [];
    const name = nameOf(item);
    // Read all the same, so that everything wrong with it is said.
    const parameter = readParameter(item, name ?? '', newId());
    if (name === null) return [];
    const variable = variableOf(name);
    if (names.has(variable))
      item.below('name').problem(`another parameter is called like this (both become ${variable})`);
    names.add(variable);
    return [parameter];
  });
}

function nameOf(item: Written): string | null {
  const at = item.below('name');
  const name = at.line(64);
  if (name === null) {
    if (at.isMissing || at.value === '') at.problem('a parameter needs a name');
    return null;
  }
  if (/^[A-Za-z](?:[A-Za-z0-9 _-]*[A-Za-z0-9_])?$/.test(name)) return name;
  at.problem('a name begins with a letter, and has letters, digits, spaces, “_” and “-”');
  return null;
}

function readParameter(item: Written, name: string, id: string): Parameter {
  const type = item.below('type').oneOf(parameterTypes) ?? 'string';
  const validation = readValidation(item.below('validation'), type);
  const options = readOptions(item.below('options'), { type, options: [], validation });
  const sensitive = item.below('sensitive').bool() ?? false;
  const at = item.below('default');
  const defaultValue = at.isMissing ? null : valueAt(at, { type, options, validation });
  const required = item.below('required').bool() ?? at.isMissing;
  if (required && !at.isMissing)
    item.below('required').problem('a required parameter has no default: leave out one of the two');
  if (sensitive && defaultValue !== null && defaultValue !== '')
    at.problem('a sensitive value must not stand in a template: leave the default out');
  if (sensitive && name === 'system_prompt')
    item.below('sensitive').problem('the agent is told a system_prompt, so it cannot be sensitive');
  return {
    id,
    name,
    displayName: item.below('display_name').line() ?? '',
    type,
    description: item.below('description').text(maxText) ?? '',
    icon: item.below('icon').line() ?? '',
    required,
    defaultValue,
    options,
    validation,
    mutable: item.below('mutable').bool() ?? false,
    sensitive,
  };
}

function readOptions(
  list: Written,
  rules: Pick<Parameter, 'type' | 'options' | 'validation'>,
): readonly ParameterOption[] {
  // Of a list each item is one of the options.
  const each = rules.type === 'list(string)' ? { ...rules, type: 'string' as const } : rules;
  const values = new Set<string>();
  return list.list(200).flatMap((item) => {
    if (!isRecord(item.value)) {
      const value = valueAt(item, each);
      return value === null ? [] : [{ name: value, value, description: '', icon: '' }];
    }
    item.object('an option', optionKeys);
    const at = item.below('value');
    const value = valueAt(at, each);
    if (value === null) return [];
    if (values.has(value)) at.problem('this value is there twice');
    values.add(value);
    return [
      {
        name: item.below('name').line() ?? value,
        value,
        description: item.below('description').text(maxText) ?? '',
        icon: item.below('icon').line() ?? '',
      },
    ];
  });
}

function readValidation(item: Written, type: ParameterType): ParameterValidation {
  const none = { regex: null, min: null, max: null, error: null };
  if (item.isMissing || !item.object('a validation', validationKeys)) return none;
  const regex = item.below('regex').text(1000);
  const unusable = regex === null ? null : regexProblem(regex);
  if (unusable !== null) item.below('regex').problem(`this cannot be used: ${unusable}`);
  if (regex !== null && type !== 'string') item.below('regex').problem(`a ${type} has no regex`);
  const [min, max] = [item.below('min').number(), item.below('max').number()];
  if ((min !== null || max !== null) && type !== 'number')
    item.problem(`a ${type} has no min and max: those are for numbers`);
  if (min !== null && max !== null && min > max)
    item.problem(`min (${min}) is more than max (${max}): no value would be allowed`);
  const error = item.below('error').text(maxText);
  return { regex: unusable === null ? regex : null, min, max, error };
}

export function readPresets(
  list: Written,
  parameters: readonly Parameter[],
  newId: () => string,
): readonly Preset[] {
  const names = new Set<string>();
  let standard: string | null = null;
  return list.list(maxPresets).flatMap((item) => {
    if (!item.object('a preset', presetKeys)) return [];
    const name = item.below('name').line(128);
    if (name === null) {
      item.below('name').problem('a preset needs a name');
      return [];
    }
    if (names.has(name)) item.below('name').problem('another preset has this name');
    names.add(name);
    const isDefault = item.below('default').bool() ?? false;
    if (isDefault && standard !== null)
      item.below('default').problem(`only one preset can be the default, and “${standard}” is`);
    if (isDefault) standard ??= name;
    return [
      {
        id: presetId(newId()),
        name,
        description: item.below('description').text(maxText) ?? '',
        icon: item.below('icon').line() ?? '',
        isDefault,
        parameters: presetValues(item.below('parameters'), parameters),
      },
    ];
  });
}

function presetValues(at: Written, parameters: readonly Parameter[]): Preset['parameters'] {
  if (at.isMissing) return [];
  if (!isRecord(at.value)) {
    at.problem('this must be names of parameters with their values');
    return [];
  }
  return Object.keys(at.value).flatMap((name) => {
    const parameter = parameters.find((one) => one.name === name);
    if (parameter === undefined) {
      const known = parameters.map((one) => one.name).join(', ');
      at.below(name).problem(`there is no parameter of this name (there are: ${known || 'none'})`);
      return [];
    }
    if (parameter.sensitive) at.below(name).problem('a sensitive value must not stand in a template');
    const value = valueAt(at.below(name), parameter);
    return value === null ? [] : [{ name, value }];
  });
}

function valueAt(at: Written, rules: Pick<Parameter, 'type' | 'options' | 'validation'>): string | null {
  const read = readValue(at.value, rules);
  if (read.kind === 'value') return read.value;
  const quotes = rules.type === 'string' && typeof at.value !== 'object' && at.value !== undefined;
  at.problem(quotes && typeof at.value !== 'string' ? `${read.message}: put it in quotes` : read.message);
  return null;
}
