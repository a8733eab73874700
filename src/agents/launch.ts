// From an entry and a session's options to a program, its arguments and its complete environment.
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { AppError } from '../domain/errors.ts';
import { refuseModel } from '../domain/model-place.ts';
import type { AgentEntry, SessionOptions } from './driver.ts';
import { fill, fillFile } from './fill.ts';
import type { Lookup } from './fill.ts';
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
  const lookup = lookupOf(options);
  await prepareHome(
    options.home,
    Object.fromEntries(
      Object.entries(entry.homeFiles).map(([name, content]) => [name, fillFile(content, lookup)]),
    ),
  );
  return {
    program: found,
    args: fillArguments(args, lookup),
    env: await environmentOf(options, path, lookup),
    cwd: options.cwd,
    home: options.home,
  };
}

async function environmentOf(
  options: SessionOptions,
  path: string,
  lookup: Lookup,
): Promise<Record<string, string>> {
  const { entry, home } = options;
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
  for (const [name, text] of Object.entries(entry.env)) {
    const value = fill(text, lookup);
    if (value !== null) env[name] = value;
  }
  return { ...env, ...options.variables, ...toolEnvironment(options, path) };
}

// Agents that take MCP servers are told of them when their session opens; whoever may not finds a command.
function toolEnvironment({ entry, tools }: SessionOptions, path: string): Record<string, string> {
  if (tools === undefined || !takesCommand(entry)) return {};
  return {
    PATH: `${tools.bin}${delimiter}${path}`,
    TASKLANE_SESSION_URL: tools.url,
    TASKLANE_SESSION_TOKEN: tools.token,
  };
}

/** Whether our tools are to be had as a command: our own agent shows its shell no variable that may be a secret. */
export function takesCommand({ origin, facts, protocol }: AgentEntry): boolean {
  return origin !== 'built-in' && (protocol === 'command' || facts?.quirks.mcp !== 'http');
}

function lookupOf({ entry, environment, home, model, variables }: SessionOptions): Lookup {
  const slash = model?.indexOf('/') ?? -1;
  const places: Readonly<Record<string, string | null>> = {
    model,
    provider: model === null || slash < 0 ? model : model.slice(0, slash),
    modelId: model?.slice(slash + 1) ?? null,
    home,
    // For agents that open a port of their own: nobody else is to know the password of it.
    secret: randomUUID(),
  };
  // What the person's configuration sets goes before the daemon's environment, as it does for the agent itself.
  const own = (name: string): string | undefined => {
    const value = variables?.[name] ?? entry.env[name];
    return value === undefined || isTemplate(value) ? undefined : value;
  };
  return (name, kind) => {
    if (kind === 'place') return places[name];
    if (!entry.passEnv.includes(name) && own(name) === undefined) return undefined;
    const value = own(name) ?? environment[name] ?? '';
    return value === '' ? null : value;
  };
}

function isTemplate(value: string): boolean {
  return /\{\w+\}|\$\{\w/.test(value);
}

function fillArguments(args: readonly string[], lookup: Lookup): readonly string[] {
  const isLeftOut = (arg: string | undefined): boolean => arg !== undefined && fill(arg, lookup) === null;
  return args.flatMap((arg, index) =>
    isLeftOut(arg) || (isOption(arg) && isLeftOut(args[index + 1])) ? [] : [fill(arg, lookup) ?? ''],
  );
}

// The `-m` of `-m {model}`.
function isOption(arg: string): boolean {
  return arg.startsWith('-') && !arg.includes('=');
}
