// Makes the sample project a git repository of its own, the way a person's project is one: files, history, an author.
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SAMPLE = join(import.meta.dirname, '..', 'invoices');

// Nobody's own git configuration (signing, hooks, another branch name) reaches the sample, and its commit is always
// the same one.
const ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  LC_ALL: 'C.UTF-8',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_DATE: '2026-03-02T09:00:00Z',
  GIT_COMMITTER_DATE: '2026-03-02T09:00:00Z',
};

/** Copies the sample into `dir`, which must be missing or empty, and commits it on `main`. Returns the commit. */
export async function prepareSample(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true });
  const existing = await readdir(dir);
  if (existing.length > 0) throw new Error(`${dir} is not empty; name a new folder for the sample`);
  await cp(SAMPLE, dir, { recursive: true });
  const git = async (...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)('git', args, { cwd: dir, env: ENVIRONMENT });
    return stdout.trim();
  };
  await git('init', '--quiet', '--initial-branch', 'main');
  await git('config', 'user.name', 'Sample Person');
  await git('config', 'user.email', 'person@example.com');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'Invoices: exact amounts, tax per rate, plain-text output');
  return await git('rev-parse', 'HEAD');
}
