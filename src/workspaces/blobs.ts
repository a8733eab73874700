// Single files of the hub, by their content alone.
import type { Oid } from '../domain/ids.ts';
import { asOid, readOid } from './git.ts';
import type { Git } from './git.ts';

/** Null when it is larger. Throws `git_failed` when it is not there. */
export async function readBlob(git: Git, gitDir: string, of: Oid, maxBytes: number): Promise<Buffer | null> {
  if ((await blobSize(git, gitDir, of)) > maxBytes) return null;
  return (await git.host(['cat-file', 'blob', asOid(of)], { gitDir })).stdout;
}

/** Throws `git_failed` when it is not there. */
export async function blobSize(git: Git, gitDir: string, of: Oid): Promise<number> {
  const size = await git.host(['cat-file', '-s', asOid(of)], { gitDir });
  return Number(size.stdout.toString('latin1').trim());
}

export async function addBlob(git: Git, gitDir: string, content: Buffer): Promise<Oid> {
  return readOid(await git.host(['hash-object', '-w', '--stdin'], { gitDir, input: content }));
}
