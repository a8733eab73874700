// Which template a new task is made from, on the command line; alike for `run` and `task create`.
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import type { TaskCreateJson } from '../api/schemas.ts';

export interface TemplateFlags {
  readonly template?: string;
  readonly templateVersion?: string;
  readonly preset?: string;
  readonly parameter?: Readonly<Record<string, string>>;
}

export function withTemplateFields(command: Command): Command {
  return command
    .option('--template <name>', 'the template to make it from (see: tasklane template list)')
    .option('--template-version <version>', 'a version of it (default: the active one)')
    .option('--preset <name>', 'a preset of it: values for its parameters')
    .option(
      '--parameter <name=value>',
      'a value for a parameter of it; may be given several times',
      parameter,
    );
}

export function templateFieldsOf(
  flags: TemplateFlags,
): Pick<TaskCreateJson, 'template' | 'template_version' | 'preset' | 'parameters'> {
  return {
    ...(flags.template !== undefined && { template: flags.template }),
    ...(flags.templateVersion !== undefined && { template_version: flags.templateVersion }),
    ...(flags.preset !== undefined && { preset: flags.preset }),
    ...(flags.parameter !== undefined && { parameters: { ...flags.parameter } }),
  };
}

function parameter(
  text: string,
  before: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write it as NAME=VALUE.');
  return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1) };
}
