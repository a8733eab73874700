// A real git repository for a test: made with git itself, in an environment that nobody's configuration reaches.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const gitEnvironment: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  HOME: '/nonexistent',
  LC_ALL: 'C.UTF-8',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
  GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
};

export interface TestRepository {
  readonly dir: string;
  /** Runs git there and returns its standard output without the last newline. */
  git(...args: string[]): string;
  write(path: string, content: string): void;
  /** Writes the files, commits everything, returns the commit. */
  commit(files: Readonly<Record<string, string>>, message: string): string;
}

export function createRepository(
  dir: string,
  files: Readonly<Record<string, string>> = { 'README.md': '# Test\n' },
): TestRepository {
  mkdirSync(dir, { recursive: true });
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: dir, env: gitEnvironment, encoding: 'utf8', stdio: 'pipe' }).replace(
      /\n$/,
      '',
    );
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  };
  const commit = (changed: Readonly<Record<string, string>>, message: string): string => {
    for (const [path, content] of Object.entries(changed)) write(path, content);
    git('add', '-A');
    git('commit', '-q', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Test Person');
  git('config', 'user.email', 'person@example.com');
  if (Object.keys(files).length > 0) commit(files, 'first');
  return { dir, git, write, commit };
}
