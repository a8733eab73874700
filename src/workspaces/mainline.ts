// The history of a branch as its own line: what came to it one after the other, a merge as one step.
import type { Oid } from '../domain/ids.ts';
import { asOid, splitZ } from './git.ts';
import type { Git } from './git.ts';

export interface MainlineCommit {
  readonly oid: Oid;
  readonly parents: readonly Oid[];
  readonly message: string;
}

const format = '--format=%H%n%P%n%B';

/** Newest first, along first parents; without what `not` reaches; at most `limit`. */
export async function mainline(
  git: Git,
  gitDir: string,
  from: Oid,
  { not, limit }: { readonly not?: Oid; readonly limit: number },
): Promise<readonly MainlineCommit[]> {
  const without = not === undefined ? [] : [`^${asOid(not)}`];
  const args = ['log', '-z', '--first-parent', format, `--max-count=${limit}`, asOid(from), ...without];
  const { stdout } = await git.host(args, { gitDir });
  return splitZ(stdout).map(read);
}

/** Commits since `from` that changed any of the paths, newest first; merges aside, which only bring what others changed. */
export async function touching(
  git: Git,
  gitDir: string,
  from: Oid,
  to: Oid,
  paths: readonly string[],
  limit: number,
): Promise<readonly MainlineCommit[]> {
  const range = [asOid(to), `^${asOid(from)}`];
  const args = ['log', '-z', '--no-merges', format, `--max-count=${limit}`, ...range, '--', ...paths];
  const { stdout } = await git.host(args, { gitDir });
  return splitZ(stdout).map(read);
}

function read(entry: Buffer): MainlineCommit {
  const [hash = '', parents = '', ...message] = entry.toString('utf8').split('\n');
  return {
    oid: asOid(hash),
    parents: parents.split(' ').filter(Boolean).map(asOid),
    message: message.join('\n').trim(),
  };
}
