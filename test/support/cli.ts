// The real CLI as a process, with a home of its own and an environment in which nobody's keys or settings exist.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runningWith } from './processes.ts';
import { startedProgram as bin } from './started-program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Cli {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** Starts `tasklane …` and returns the process, for tests that send it signals or read it live. */
  start(args: readonly string[], cwd: string): ChildProcess;
  /** Runs `tasklane …` to its end. Rejects, with what it wrote, when it does not end within 100 s. */
  run(args: readonly string[], cwd: string, input?: string): Promise<CliResult>;
}

/**
 * `extra` is what the daemon needs to find its model; `program` is another one than that of the sources. Ends every process
 * of this home when the test ends.
 */
export function createCli(
  context: TestContext,
  home: string,
  extra: Readonly<Record<string, string>> = {},
  program = bin,
): Cli {
  const env: Record<string, string> = {
    // The packages' programs first: `node` there is new enough, and the agents' programs are there.
    PATH: [join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter),
    HOME: `${home}-person`,
    LANG: 'C.UTF-8',
    TASKLANE_HOME: home,
    TASKLANE_PORT: '0',
    ...extra,
  };
  context.after(() => endAll(home));
  const start = (args: readonly string[], cwd: string): ChildProcess =>
    spawn(process.execPath, [program, ...args], { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  return {
    home,
    env,
    start,
    run: async (args, cwd, input) => {
      const child = start(args, cwd);
      child.stdin?.end(input ?? '');
      return collect(child, `tasklane ${args.join(' ')}`);
    },
  };
}

const longestMs = 100_000;

/** Everything a process writes until it ends. One that does not end is killed, and the promise rejects. */
export async function collect(child: ChildProcess, what = 'the program'): Promise<CliResult> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, longestMs);
  const ended: unknown[] = await once(child, 'close');
  clearTimeout(timer);
  if (isLate) throw new Error(`${what} did not end within ${longestMs} ms.\n${stdout}\n${stderr}`);
  return { code: typeof ended[0] === 'number' ? ended[0] : null, stdout, stderr };
}

/** The process id of the daemon that holds a home, or null. */
export function daemonPid(home: string): number | null {
  try {
    const info: unknown = JSON.parse(readFileSync(join(home, 'daemon.json'), 'utf8'));
    if (typeof info === 'object' && info !== null && 'pid' in info && typeof info.pid === 'number')
      return info.pid;
  } catch {
    // None was started.
  }
  return null;
}

/** Kills the daemon of a home, also one on its way up, and all that it started: agents, setup commands, checks. */
export function endAll(home: string): void {
  const pids = new Set(runningWith(`TASKLANE_HOME=${home}`, `HOME=${home}/`).keys());
  const daemon = process.platform === 'linux' ? null : daemonPid(home);
  if (daemon !== null) pids.add(daemon);
  for (const pid of pids) kill(pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
