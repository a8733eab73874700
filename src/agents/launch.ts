// From an entry and a session's options to a program, its arguments and its complete environment.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';
import { mentionsModel, refuseModel } from '../domain/model-place.ts';
import type { SessionOptions } from './driver.ts';
import { prepareHome } from './home.ts';
import { locate } from './locate.ts';
import { markName } from './stragglers.ts';
import { notInstalled } from './unavailable.ts';

export interface Launch {
  /** Absolute. */
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly home: string;
}

const defaultPath = '/usr/local/bin:/usr/bin:/bin';

// A unix socket's path has room for 107 bytes, and tools put theirs (`playwright-…/x.sock`) below TMPDIR.
const longestTemporaryFolder = 70;

/** Looks the program up and prepares HOME. Throws `agent_unavailable`, `invalid_input` (no place for a model). */
export async function prepareLaunch(options: SessionOptions): Promise<Launch> {
  const { entry } = options;
  const [program, ...args] = entry.command;
  if (program === undefined)
    throw new AppError('invalid_config', `Agent "${entry.name}" has an empty command.`);
  if (options.model !== null) refuseModel(entry, options.model);
  const path = options.environment['PATH'] ?? defaultPath;
  const found = locate(program, path, options.cwd);
  if (found === null) throw notInstalled(entry, program);
  await prepareHome(options.home, entry.homeFiles);
  return {
    program: found,
    args: withModel(args, options.model),
    env: await environmentOf(options, path),
    cwd: options.cwd,
    home: options.home,
  };
}

async function environmentOf(options: SessionOptions, path: string): Promise<Record<string, string>> {
  const { entry, home, model } = options;
  const temporary = join(home, 'tmp');
  const env: Record<string, string> = {
    PATH: path,
    HOME: home,
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_STATE_HOME: join(home, '.local', 'state'),
    [markName]: home,
  };
  if (Buffer.byteLength(temporary) <= longestTemporaryFolder) {
    await mkdir(temporary, { recursive: true });
    env['TMPDIR'] = temporary;
  }
  for (const name of entry.passEnv) {
    const value = options.environment[name];
    if (value !== undefined) env[name] = value;
  }
  for (const [name, value] of Object.entries(entry.env)) {
    if (model !== null || !mentionsModel(value)) env[name] = fillModel(value, model);
  }
  return { ...env, ...options.variables };
}

function fillModel(text: string, model: string | null): string {
  if (model === null) return text;
  const id = model.slice(model.indexOf('/') + 1);
  return text.replaceAll('{model}', () => model).replaceAll('{modelId}', () => id);
}

function withModel(args: readonly string[], model: string | null): readonly string[] {
  if (model !== null) return args.map((arg) => fillModel(arg, model));
  return args.filter((arg, index) => !mentionsModel(arg) && !isOptionOfModel(arg, args[index + 1]));
}

// The `-m` of `-m {model}`.
function isOptionOfModel(arg: string, next: string | undefined): boolean {
  return arg.startsWith('-') && !arg.includes('=') && next !== undefined && /^\{model(Id)?\}$/.test(next);
}
