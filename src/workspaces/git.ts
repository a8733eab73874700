// Runs git; nothing else in the program does. There are two ways, and the difference is whose word counts:
// `host` runs in a repository that only we write, with our settings alone, and nothing a repository or an agent wrote is
// ever executed; `person` runs in the person's own repository with their configuration (their LFS filters and line
// endings must hold when their files are written), but with hooks, monitors, prompts and housekeeping off.
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';
import type { Oid } from '../domain/ids.ts';
import { oid } from '../domain/ids.ts';
import { exec } from '../lib/exec.ts';
import type { ExecResult } from '../lib/exec.ts';

export interface GitCall {
  readonly input?: string | Buffer;
  /** Exit codes besides 0 that are an answer and no failure. */
  readonly answers?: readonly number[];
  /** Allows transport between folders of this machine. Everything else (ssh, http, helpers) is always off. */
  readonly transfer?: boolean;
  /** Allows the transports of real remotes too, with the person's ways to reach them. Only in their own repository. */
  readonly network?: boolean;
  /** Keeps the first bytes and says that it was cut. Without it, output that is too long is an error. */
  readonly maxOutput?: number;
}

export interface HostCall extends GitCall {
  /** Without it git runs in no repository at all (`clone`, `config --file`). */
  readonly gitDir?: string;
  readonly workTree?: string;
  readonly indexFile?: string;
  /** Where new objects are written instead, beside those of the repository; somebody throws it away. */
  readonly objects?: string;
  /** `date`, in a form that git reads, is when it was written first, for a commit that is made anew. */
  readonly author?: { readonly name: string; readonly email: string; readonly date?: string };
}

export interface GitOutput {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly truncated: boolean;
}

export interface Git {
  /** Throws `git_failed` with git's own words, or `disk_full`. */
  host(args: readonly string[], call?: HostCall): Promise<GitOutput>;
  /** The same, in the folder `dir` of the person's repository. */
  person(dir: string, args: readonly string[], call?: GitCall): Promise<GitOutput>;
  /** Our own global configuration, which holds nothing but the repositories of other owners that the person trusts. */
  readonly configFile: string;
}

export interface GitOptions {
  readonly environment: { readonly PATH: string; readonly HOME?: string };
  /** What git needs to reach a remote: the socket of an ssh agent, proxies. For calls with `network` alone. */
  readonly networkEnvironment?: Readonly<Record<string, string>>;
  readonly configFile: string;
}

/** No command of ours takes this long on its own; one that does is stuck (a dead network disk, a filter that waits). */
const timeoutMs = 15 * 60 * 1000;
const maxOutput = 1024 * 1024 * 1024;

const always = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'gc.auto=0',
  'maintenance.auto=false',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'protocol.version=2',
];

const hostOnly = [
  'core.untrackedCache=false',
  'core.autocrlf=false',
  'core.quotePath=false',
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  'diff.ignoreSubmodules=all',
  'safe.bareRepository=explicit',
  'checkout.workers=0',
];

// A newer git takes the attributes of a bare repository from HEAD; a value that names no tree means none (git-config(1)).
const noAttributes = 'attr.tree=none';

export function createGit(options: GitOptions): Git {
  const common = {
    PATH: options.environment.PATH,
    // The language of messages is fixed because a few of them are read.
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_LAZY_FETCH: '1',
  };
  const host = {
    ...common,
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: options.configFile,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
  };
  const person = { ...common, HOME: options.environment.HOME ?? '/nonexistent' };
  return {
    configFile: options.configFile,
    host: (args, call = {}) => {
      const settings = [...always, ...hostOnly, ...(call.workTree === undefined ? [noAttributes] : [])];
      return run([...configured(settings, call), ...args], args, { ...host, ...places(call) }, call);
    },
    person: (dir, args, call = {}) =>
      run(
        ['-C', dir, ...configured(always, call), ...args],
        args,
        call.network === true ? { ...person, ...options.networkEnvironment } : person,
        call,
      ),
  };
}

/** Not `ext`, which runs a command. */
const remotes = ['ssh', 'https', 'http', 'git'];

function configured(settings: readonly string[], call: GitCall): string[] {
  const transport = [
    'protocol.allow=never',
    ...(call.transfer === true || call.network === true ? ['protocol.file.allow=always'] : []),
    ...(call.network === true ? remotes.map((name) => `protocol.${name}.allow=always`) : []),
  ];
  return [...settings, ...transport].flatMap((setting) => ['-c', setting]);
}

function places(call: HostCall): Record<string, string> {
  return {
    ...(call.gitDir === undefined ? {} : { GIT_DIR: call.gitDir }),
    ...(call.workTree === undefined ? {} : { GIT_WORK_TREE: call.workTree }),
    ...(call.indexFile === undefined ? {} : { GIT_INDEX_FILE: call.indexFile }),
    ...(call.gitDir === undefined || call.objects === undefined
      ? {}
      : {
          GIT_OBJECT_DIRECTORY: call.objects,
          GIT_ALTERNATE_OBJECT_DIRECTORIES: join(call.gitDir, 'objects'),
        }),
    ...(call.author === undefined ? {} : identity(call.author)),
  };
}

function identity(author: NonNullable<HostCall['author']>): Record<string, string> {
  return {
    ...(author.date === undefined ? {} : { GIT_AUTHOR_DATE: author.date }),
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
  };
}

async function run(
  argv: readonly string[],
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  call: GitCall,
): Promise<GitOutput> {
  const end = await start(['git', ...argv], env, call);
  const stderr = end.stderr.toString('utf8').trim();
  if (end.timedOut) throw failed(args, end, `it did not end within ${timeoutMs / 60_000} minutes`);
  if (end.exitCode === null) throw failed(args, end, `it was killed by ${end.signal ?? 'a signal'}`);
  if (end.exitCode !== 0 && call.answers?.includes(end.exitCode) !== true)
    throw failed(args, end, gistOf(stderr));
  if (end.truncated && call.maxOutput === undefined)
    throw failed(args, end, 'it printed more than we can hold');
  return { exitCode: end.exitCode, stdout: end.stdout, stderr, truncated: end.truncated };
}

async function start(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  call: GitCall,
): Promise<ExecResult> {
  try {
    return await exec(argv, {
      // A folder that is always there: the daemon's own may be gone, and ENOENT then means that there is no git.
      cwd: '/',
      env,
      timeoutMs,
      maxOutput: call.maxOutput ?? maxOutput,
      ...(call.input === undefined ? {} : { input: call.input }),
    });
  } catch (cause) {
    throw new AppError('git_failed', 'The program git could not be started.', {
      next: 'Install git 2.38 or newer and see that it is in the PATH.',
      cause,
    });
  }
}

function failed(args: readonly string[], end: ExecResult, reason: string): AppError {
  const stderr = end.stderr.toString('utf8').trim();
  const details = { command: ['git', ...args], exitCode: end.exitCode, stderr };
  if (/No space left on device|Disk quota exceeded/.test(stderr))
    return new AppError('disk_full', 'The disk is full: git could not write.', {
      next: 'Free some space, then try again.',
      details,
    });
  return new AppError('git_failed', `git ${args[0] ?? ''} failed: ${reason}`, { details });
}

/** The line in which git says what was wrong; hints and advice stay in the details. */
export function gistOf(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const said =
    lines.findLast((line) => line.startsWith('fatal: ')) ?? lines.find((line) => line.startsWith('error: '));
  return (said ?? lines[0] ?? 'it gave no reason').replace(/^(fatal|error): /, '');
}

/** What git wrote to stderr, when `thrown` is a failure of git. */
export function stderrOf(thrown: unknown): string {
  if (!(thrown instanceof AppError)) return '';
  const stderr = thrown.details['stderr'];
  return typeof stderr === 'string' ? stderr : '';
}

/** The first line of the output as an object id. Anything else is a bug or a broken git: both must stop us. */
export function readOid(output: GitOutput): Oid {
  return asOid(output.stdout.toString('latin1').split(/[\n\0]/, 1)[0] ?? '');
}

/** Checks what a caller hands us before it becomes an argument: an object id and never an option or a name. */
export function asOid(text: string): Oid {
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)) throw new Error(`“${text}” is no git object id`);
  return oid(text);
}

/** The entries of `-z` output, as bytes: a path need not be UTF-8. */
export function splitZ(output: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  for (let from = 0; from < output.length;) {
    const end = output.indexOf(0, from);
    const to = end === -1 ? output.length : end;
    entries.push(output.subarray(from, to));
    from = to + 1;
  }
  return entries;
}

/** The opposite of splitZ, for commands that read paths with `-z --stdin`. */
export function joinZ(entries: readonly Buffer[]): Buffer {
  return Buffer.concat(entries.flatMap((entry) => [entry, Buffer.of(0)]));
}
