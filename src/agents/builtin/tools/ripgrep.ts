// Runs ripgrep, which knows .gitignore and skips binary files and links. Its npm build comes with Tasklane.
import { rgPath } from '@vscode/ripgrep';
import { exec } from '../../../lib/exec.ts';

export interface Searched {
  readonly kind: 'found' | 'nothing' | 'error';
  readonly output: string;
  /** True when there was more output than is kept. */
  readonly isCut: boolean;
}

/** Hidden files are searched too (.github, …), git's own folder never. */
const always = [
  '--no-config',
  '--color=never',
  '--hidden',
  '--glob=!.git',
  '--no-require-git',
  '--sort=path',
];

/** The environment is empty: no configuration of a person changes what a search finds. */
export async function ripgrep(
  args: readonly string[],
  options: { readonly cwd: string; readonly signal: AbortSignal },
): Promise<Searched> {
  const result = await exec([rgPath, ...always, ...args], {
    cwd: options.cwd,
    env: {},
    timeoutMs: 60_000,
    maxOutput: 4 * 1024 * 1024,
    signal: options.signal,
  });
  const output = result.stdout.toString('utf8');
  if (result.timedOut) return { kind: 'error', output: 'the search took more than 60 s', isCut: false };
  // 2 also means that some file could not be read, while others matched.
  if (output !== '') return { kind: 'found', output, isCut: result.truncated };
  if (result.exitCode === 1) return { kind: 'nothing', output: '', isCut: false };
  return { kind: 'error', output: result.stderr.toString('utf8').trim(), isCut: false };
}
