// The `.git` of a workspace, written as plain files: complete and private, so that an agent may use git as it likes.
// It borrows the hub's objects and shares nothing that can be written: not the configuration, not the hooks, not the refs.
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Oid } from '../domain/ids.ts';
import { asOid } from './git.ts';
import type { Git } from './git.ts';
import { branchRef } from './refs.ts';

export interface PrivateGitDirInput {
  readonly git: Git;
  readonly hubDir: string;
  /** Where it is made; must not exist. */
  readonly dir: string;
  readonly base: Oid;
  readonly branch: string;
  /** An index that describes the tree beside it: with it the first `git status` is clean and quick. */
  readonly index: string;
}

export async function writePrivateGitDir(input: PrivateGitDirInput): Promise<void> {
  const { dir, hubDir, base } = input;
  const ref = branchRef(input.branch);
  await mkdir(dir);
  await Promise.all([
    mkdir(join(dir, 'objects', 'info'), { recursive: true }),
    mkdir(join(dir, 'objects', 'pack'), { recursive: true }),
    mkdir(join(dir, 'refs', 'heads'), { recursive: true }),
  ]);
  await Promise.all([
    writeFile(join(dir, 'HEAD'), `ref: ${ref}\n`),
    // As a packed ref the branch needs no folders, whatever its name.
    writeFile(
      join(dir, 'packed-refs'),
      `# pack-refs with: peeled fully-peeled sorted \n${asOid(base)} ${ref}\n`,
    ),
    writeFile(join(dir, 'config'), configuration(base, await fileSystemFacts(input.git, hubDir))),
    writeFile(join(dir, 'objects', 'info', 'alternates'), `${join(hubDir, 'objects')}\n`),
    copyFile(input.index, join(dir, 'index')),
    // Where the history was cut off; without it every `git log` would end in a missing commit.
    copyFile(join(hubDir, 'shallow'), join(dir, 'shallow')).catch(ignoreMissing),
  ]);
}

/** What `git clone` found out about this file system when it made the hub. */
async function fileSystemFacts(git: Git, hubDir: string): Promise<string> {
  const keys = '^core\\.(filemode|symlinks|ignorecase|precomposeunicode)$';
  const { stdout } = await git.host(['config', '--local', '--get-regexp', keys], {
    gitDir: hubDir,
    answers: [1],
  });
  const lines = stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => `\t${line.replace(/^core\./, '').replace(' ', ' = ')}\n`).join('');
}

// The agent may commit: as somebody, so that git does not ask who it is. What counts is the system's own commit later.
function configuration(base: Oid, facts: string): string {
  const sha256 = base.length === 64;
  return [
    `[core]\n\trepositoryformatversion = ${sha256 ? 1 : 0}\n\tbare = false\n\tlogallrefupdates = true\n`,
    `\tautocrlf = false\n${facts}`,
    sha256 ? '[extensions]\n\tobjectformat = sha256\n' : '',
    '[user]\n\tname = Tasklane\n\temail = tasklane@localhost\n',
    '[commit]\n\tgpgsign = false\n[tag]\n\tgpgsign = false\n',
  ].join('');
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
}
