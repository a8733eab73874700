// A template for a person: what it sets, its parameters and its presets.
import type { TemplateJson, TemplateVersionJson } from '../api/template-schemas.ts';
import type { Style } from './style.ts';
import { clean, indent, oneLine } from './text.ts';
import { span } from './time.ts';

type Parameter = TemplateVersionJson['parameters'][number];
type Pair = readonly [name: string, value: string | null];

export function templateLines(template: TemplateJson, version: TemplateVersionJson, style: Style): string {
  const title = template.display_name === '' ? '' : `: ${oneLine(template.display_name)}`;
  const active = version.is_active ? 'active' : `not active: new tasks use ${template.active_version}`;
  return [
    `${style.bold(template.name)}${title} ${style.dim(`(${version.name}, ${active})`)}`,
    template.description === '' ? '' : indent(clean(template.description).trim(), '  '),
    facts(version, style),
    section(
      'parameters',
      version.parameters.map((one) => parameterLine(one, style)),
      style,
    ),
    section(
      'presets',
      version.presets.map((one) => presetLine(one, style)),
      style,
    ),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

function facts(version: TemplateVersionJson, style: Style): string {
  const { timeout_ms: timeout, max_turns: turns } = version.limits;
  const pairs: readonly Pair[] = [
    ['id', version.id],
    ['agent', version.agent],
    ['model', version.model],
    ['policy', version.policy],
    ['isolation', version.isolation],
    [
      'image',
      version.image === null ? null : `${version.image} (not run: containers are not available here)`,
    ],
    ['setup', version.setup_file ?? version.setup],
    ['prompt', version.system_prompt],
    ['checks', version.checks?.map((check) => check.command).join('; ') ?? null],
    ['timeout', timeout === null ? null : span(timeout)],
    ['max turns', turns === null ? null : String(turns)],
    ['message', version.message === '' ? null : version.message],
  ];
  return pairs
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `  ${style.dim(name.padEnd(10))}${oneLine(value ?? '')}`)
    .join('\n');
}

function parameterLine(parameter: Parameter, style: Style): string {
  const { required, default_value: given, options } = parameter;
  const value = given === null || given === '' ? 'optional' : `default ${oneLine(given)}`;
  const facts = [
    parameter.type,
    required ? 'required' : value,
    ...(options.length === 0 ? [] : [`one of ${options.map((option) => option.value).join(', ')}`]),
    ...(parameter.sensitive ? ['sensitive'] : []),
  ];
  const about =
    parameter.description === '' ? '' : `\n${indent(clean(parameter.description).trim(), '      ')}`;
  return `    ${parameter.name} ${style.dim(`(${facts.join('; ')})`)}${about}`;
}

function presetLine(preset: TemplateVersionJson['presets'][number], style: Style): string {
  const sets = preset.parameters.map(({ name, value }) => `${name}=${shortened(oneLine(value))}`);
  const about = `${preset.default ? 'the default; ' : ''}sets ${sets.join(', ') || 'nothing'}`;
  return `    ${preset.name} ${style.dim(`(${about})`)}`;
}

function section(name: string, lines: readonly string[], style: Style): string {
  return lines.length === 0 ? '' : `  ${style.dim(name)}\n${lines.join('\n')}`;
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
