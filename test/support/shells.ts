// Real shells in which somebody presses Tab: bash and zsh on a terminal of their own (script(1) makes one), fish through
// the command with which it shows its own completions.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { collect } from './cli.ts';
import { startedProgram as bin } from './started-program.ts';

const needs = fileURLToPath(new URL('../../scripts/tool-needs.mjs', import.meta.url));

export type Environment = Readonly<Record<string, string>>;

/** False when these programs are there, or could be installed; else why a test that needs them is skipped. */
export function missing(...programs: readonly string[]): string | false {
  const absent = (): readonly string[] =>
    programs.filter((name) => spawnSync(name, ['--version']).error !== undefined);
  if (absent().length === 0) return false;
  spawnSync(process.execPath, [needs, ...programs], { stdio: 'ignore' });
  return (
    absent().length > 0 && `${absent().join(', ')} is not installed here (Debian: apt-get install zsh fish)`
  );
}

/** A folder in front of PATH in which the program has these names. */
export function withNames(dir: string, env: Environment, names: readonly string[]): Environment {
  const folder = join(dir, `bin-${names.join('-')}`);
  mkdirSync(folder, { recursive: true });
  for (const name of names) symlinkSync(bin, join(folder, name));
  return { ...env, PATH: `${folder}${delimiter}${env['PATH'] ?? ''}` };
}

export interface Terminal {
  readonly shell: 'bash' | 'zsh';
  readonly dir: string;
  readonly cwd: string;
  readonly env: Environment;
}

const settings = {
  bash: 'PS1="> "',
  zsh: 'PS1="> "; autoload -Uz compinit && compinit -u -D',
} as const;

const [tab, toStart, toEnd, enter] = ['\t', '\x01', '\x05', '\n'];

/** Types the line, presses Tab, and returns what the line has become, from its first to its last character. */
export async function pressTab({ shell, dir, cwd, env }: Terminal, line: string): Promise<string> {
  const out = join(dir, 'line');
  const rc = join(dir, '.zshrc');
  writeFileSync(
    rc,
    `${settings[shell]}\neval "$(tasklane completion ${shell})"\nkeep() { printf %s "$1" > '${out}'; }\ncd '${cwd}'\n`,
  );
  const command = shell === 'bash' ? `bash --noprofile --rcfile '${rc}' -i` : 'zsh -i';
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: dir,
    env: { ...env, TERM: 'dumb', ZDOTDIR: dir },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // The line is not run: a quote around it makes it an argument of a command that writes it down.
  child.stdin.write(`${line}${tab}${toEnd}|'${toStart}keep '${enter}exit${enter}`);
  const { stdout } = await collect(child, `${shell} on a terminal`);
  if (!existsSync(out)) throw new Error(`${shell} did not come to the end of the line:\n${stdout}`);
  const typed = readFileSync(out, 'utf8');
  rmSync(out);
  return typed.replace(/ ?\|$/, '');
}

/** What fish offers for a line, `value<TAB>what it is` each. */
export async function fishOffers(line: string, cwd: string, env: Environment): Promise<readonly string[]> {
  const script = `tasklane completion fish | source; complete --do-complete ${JSON.stringify(line)}`;
  const child = spawn('fish', ['--no-config', '-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const { stdout, stderr } = await collect(child, 'fish');
  if (stderr !== '') throw new Error(stderr);
  return stdout.split('\n').filter((offer) => offer !== '');
}
