// Starts a program in a process group of its own that ends with the agent, even when the agent is killed: then nobody is
// left to end the group, so a guard in the group waits for the agent.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

export interface GuardedOptions {
  readonly cwd: string;
  /** The complete environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: 'ignore' | 'pipe';
}

// Descriptor 3 is a pipe from the agent on which nothing is ever sent: reading ends when the agent is gone.
const guard = `
{ read -r nothing <&3; kill -KILL 0; } >/dev/null 2>&1 &
exec 3<&-
`;
const shell = `${guard}if command -v bash >/dev/null; then exec bash -c "$1"; else exec sh -c "$1"; fi`;
const program = `${guard}exec "$@"`;

/** A command line, run by bash where there is one. The caller ends the group (killGroup of its pid). */
export function spawnShell(command: string, options: GuardedOptions): ChildProcess {
  return start(['-c', shell, 'sh', command], options);
}

/** A program and its arguments, looked up on the PATH of `env`. */
export function spawnProgram(argv: readonly string[], options: GuardedOptions): ChildProcess {
  return start(['-c', program, 'sh', ...argv], options);
}

function start(args: readonly string[], { cwd, env, stdin }: GuardedOptions): ChildProcess {
  const child = spawn('sh', args, {
    cwd,
    env: { ...env },
    detached: true,
    stdio: [stdin, 'pipe', 'pipe', 'pipe'],
  });
  // The guard may be killed while it reads, and a program may close its input early.
  for (const stream of [child.stdio[3], child.stdin]) stream?.on('error', () => undefined);
  return child;
}
