// Where a benchmark takes place: a folder with a home of Tasklane and a repository, and an environment in which nobody's
// keys or settings exist. Everything that was started here is ended, and the folder removed, by `clear`.
import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareSample } from '../../examples/quickstart/prepare.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const tasklane: readonly string[] = [process.execPath, join(root, 'bin', 'tasklane.js')];

export interface Place {
  readonly dir: string;
  readonly home: string;
  readonly repository: string;
  readonly environment: Readonly<Record<string, string>>;
  /** In the repository; `more` is laid over the environment. */
  start(argv: readonly string[], stdio: StdioOptions, more?: Readonly<Record<string, string>>): ChildProcess;
  /** Milliseconds from the start of a program to its end. Throws when it does not end with an expected exit code. */
  timed(argv: readonly string[], expected?: readonly number[]): Promise<number>;
  clear(): Promise<void>;
}

export async function openPlace(extra: Readonly<Record<string, string>>): Promise<Place> {
  const dir = await mkdtemp(join(tmpdir(), 'tasklane-bench-'));
  const repository = join(dir, 'invoices');
  const home = join(dir, 'home');
  await prepareSample(repository);
  await mkdir(join(dir, 'person'));
  const environment = {
    // The node that measures is also the one that everything runs on; the agents' programs are among the packages.
    PATH: [
      dirname(process.execPath),
      join(root, 'node_modules', '.bin'),
      '/usr/local/bin:/usr/bin:/bin',
    ].join(delimiter),
    HOME: join(dir, 'person'),
    LANG: 'C.UTF-8',
    TASKLANE_HOME: home,
    TASKLANE_PORT: '0',
    ...extra,
  };
  const start: Place['start'] = ([program = '', ...args], stdio, more = {}) =>
    spawn(program, args, { cwd: repository, env: { ...environment, ...more }, stdio });
  const timed: Place['timed'] = async (argv, expected = [0]) => {
    const began = performance.now();
    const child = start(argv, ['ignore', 'ignore', 'pipe']);
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    await once(child, 'exit');
    const took = performance.now() - began;
    if (expected.some((code) => code === child.exitCode)) return took;
    throw new Error(`${argv.join(' ')} ended with exit code ${String(child.exitCode)}\n${complaint}`);
  };
  const clear = async (): Promise<void> => {
    await timed([...tasklane, 'stop']);
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  };
  return { dir, home, repository, environment, start, timed, clear };
}
