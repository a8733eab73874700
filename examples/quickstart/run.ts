// Runs `tasklane …` and other programs the way a person would, showing each command line before its output.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/tasklane.js', import.meta.url));

export interface Where {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs the CLI; each line of its output is shown behind `prefix`. Resolves to its exit code. */
export async function tasklane(args: readonly string[], where: Where, prefix = ''): Promise<number> {
  return run([process.execPath, bin, ...args], `tasklane ${args.map(quote).join(' ')}`, where, prefix);
}

export async function show(argv: readonly string[], where: Where): Promise<number> {
  return run(argv, argv.map(quote).join(' '), where, '');
}

async function run(argv: readonly string[], shown: string, where: Where, prefix: string): Promise<number> {
  print(`${prefix}$ ${shown}`);
  const [program = '', ...args] = argv;
  const child = spawn(program, args, { cwd: where.cwd, env: where.env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => print(`${prefix}${line}`));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function quote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  const text = word.length > 100 ? `${word.slice(0, 100)}…` : word;
  return `"${text.replace(/\n+/g, ' ')}"`;
}
