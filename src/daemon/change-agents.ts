// Writes an agent into the home's config.json, or takes it out again. All else in the file stays as it is, and nothing is
// written that the next start would refuse.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFile, parseFile } from '../config/read-settings.ts';
import { homeSchema } from '../config/settings.ts';
import { AppError } from '../domain/errors.ts';
import { writeWhole } from './home-files.ts';

export interface NewAgent {
  readonly name: string;
  readonly command: readonly string[];
  readonly protocol: 'acp' | 'command';
  readonly env: Readonly<Record<string, string>>;
  readonly passEnv: readonly string[];
}

/** Throws `already_exists` without `replace`, `invalid_config`, `invalid_input` (a name that cannot be one). */
export function addAgent(
  home: string,
  { name, ...agent }: NewAgent,
  options: { readonly replace: boolean },
): void {
  const { file, content, agents } = read(home);
  if (name in agents && !options.replace)
    throw new AppError('already_exists', `Agent "${name}" is in ${file} already.`, {
      next: 'Choose another name, or replace it with --replace.',
      details: { name, file },
    });
  write(file, { ...content, agents: { ...agents, [name]: agent } });
}

/** Throws `not_found` for one that the file does not define: what ships with Tasklane stays. */
export function removeAgent(home: string, name: string): void {
  const { file, content, agents } = read(home);
  if (!(name in agents))
    throw new AppError('not_found', `There is no agent "${name}" in ${file}.`, {
      next: 'See `tasklane agent list`; only those from "config" can be removed.',
      details: { name, file },
    });
  const { [name]: _removed, ...rest } = agents;
  write(file, { ...content, agents: rest });
}

interface ConfigFile {
  readonly file: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly agents: Readonly<Record<string, unknown>>;
}

function read(home: string): ConfigFile {
  const file = join(home, 'config.json');
  const content = existsSync(file) ? parseFile(file, readFileSync(file, 'utf8')) : {};
  checkFile(file, content, homeSchema);
  const { agents } = content;
  return { file, content, agents: isRecord(agents) ? agents : {} };
}

function write(file: string, content: Readonly<Record<string, unknown>>): void {
  checkFile(file, content, homeSchema);
  writeWhole(file, `${JSON.stringify(content, null, 2)}\n`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
