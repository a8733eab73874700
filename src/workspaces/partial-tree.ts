// A tree with some of the changes between two commits and none of the others, put together in an index of its own: no
// working copy is read or written.
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Oid } from '../domain/ids.ts';
import { asOid, readOid, splitZ } from './git.ts';
import type { Git } from './git.ts';

/** The tree of `from` with the changes up to `to` in those paths that `keep` says. A rename is a removal and an addition. */
export async function treeWithOnly(
  git: Git,
  gitDir: string,
  from: Oid,
  to: Oid,
  keep: (path: string) => boolean,
): Promise<Oid> {
  const entries = await entriesBetween(git, gitDir, from, to);
  return treeWith(
    git,
    gitDir,
    from,
    entries.filter((entry) => keep(entry.path.toString('utf8'))),
  );
}

/** The tree of `from`, a commit or a tree, with these entries in place of its own. */
export async function treeWith(
  git: Git,
  gitDir: string,
  from: Oid,
  entries: readonly TreeEntry[],
): Promise<Oid> {
  const indexFile = join(gitDir, `index-${randomUUID()}`);
  const at = { gitDir, indexFile };
  try {
    await git.host(['read-tree', asOid(from)], at);
    await git.host(['update-index', '-z', '--index-info'], { ...at, input: indexInfo(entries) });
    return readOid(await git.host(['write-tree'], at));
  } finally {
    await rm(indexFile, { force: true });
    await rm(`${indexFile}.lock`, { force: true });
  }
}

export interface TreeEntry {
  /** `000000` when the path is gone. */
  readonly mode: string;
  readonly object: string;
  readonly path: Buffer;
}

async function entriesBetween(git: Git, gitDir: string, from: Oid, to: Oid): Promise<readonly TreeEntry[]> {
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--full-index', '--ignore-submodules=none'];
  const { stdout } = await git.host([...args, asOid(from), asOid(to)], { gitDir });
  const parts = splitZ(stdout);
  const entries: TreeEntry[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    // `:100644 100644 OLD NEW M`, then the path.
    const [, mode = '', , object = ''] = (parts[at] ?? Buffer.of()).toString('latin1').split(' ');
    entries.push({ mode, object, path: parts[at + 1] ?? Buffer.of() });
  }
  return entries;
}

// Removals first: a folder may stand where a file was, and git would refuse or replace what is still in the way.
function indexInfo(entries: readonly TreeEntry[]): Buffer {
  const isRemoval = (entry: TreeEntry): boolean => entry.mode === '000000';
  const ordered = [...entries.filter(isRemoval), ...entries.filter((entry) => !isRemoval(entry))];
  return Buffer.concat(
    ordered.flatMap(({ mode, object, path }) => [Buffer.from(`${mode} ${object}\t`), path, Buffer.of(0)]),
  );
}
