// Reading and moving refs of the hub. A ref is always named in full and every move names the value it replaces.
import { AppError } from '../domain/errors.ts';
import type { Oid } from '../domain/ids.ts';
import { asOid } from './git.ts';
import type { Git, GitOutput } from './git.ts';
import type { Pinned } from './workspaces.ts';

/** `refs/heads/<branch>`. Throws `invalid_input` for what git would not take as a branch (git-check-ref-format(1)). */
export function branchRef(branch: string): string {
  const parts = branch.split('/');
  const bad =
    branch.startsWith('-') ||
    // oxlint-disable-next-line no-control-regex
    /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{/.test(branch) ||
    parts.some((part) => part === '' || part.startsWith('.') || part.endsWith('.lock')) ||
    branch.endsWith('.');
  if (bad)
    throw new AppError('invalid_input', `“${branch}” is no name for a branch.`, { details: { branch } });
  return `refs/heads/${branch}`;
}

/** The commit a ref of the hub points to, or null. */
export async function readRef(git: Git, gitDir: string, ref: string): Promise<Oid | null> {
  return pick(await git.host(forEachRef(ref), { gitDir }), ref);
}

/** The same in the person's repository. */
export async function readPersonRef(git: Git, root: string, ref: string): Promise<Oid | null> {
  return pick(await git.person(root, forEachRef(ref)), ref);
}

/** All refs of the hub below `prefix` whose name ends with `/suffix`, by what stands between, each with its tree. */
export async function readRefs(
  git: Git,
  gitDir: string,
  prefix: string,
  suffix: string,
): Promise<ReadonlyMap<string, Pinned>> {
  const { stdout } = await git.host(['for-each-ref', '--format=%(objectname) %(tree) %(refname)', prefix], {
    gitDir,
  });
  const found = new Map<string, Pinned>();
  for (const line of stdout.toString('utf8').split('\n')) {
    const [commit = '', tree = '', ref = ''] = line.split(' ');
    // What is pinned and no commit has no tree.
    if (tree !== '' && ref.endsWith(`/${suffix}`))
      found.set(ref.slice(prefix.length, -suffix.length - 1), { commit: asOid(commit), tree: asOid(tree) });
  }
  return found;
}

// `rev-parse` would read a name as an expression; this prints refs whose name it is, and those below it.
function forEachRef(ref: string): string[] {
  return ['for-each-ref', '--format=%(objectname) %(refname)', ref];
}

function pick(output: GitOutput, ref: string): Oid | null {
  const lines = output.stdout.toString('utf8').split('\n');
  const line = lines.find((each) => each.slice(each.indexOf(' ') + 1) === ref);
  return line === undefined ? null : asOid(line.slice(0, line.indexOf(' ')));
}

/** Sets a ref to what it must be, whatever it was. Null deletes it. */
export async function setRef(git: Git, gitDir: string, ref: string, to: Oid | null): Promise<void> {
  await git.host(to === null ? ['update-ref', '-d', ref] : ['update-ref', ref, asOid(to)], { gitDir });
}

/** Compare-and-swap: false when the ref is not at `from` (null: it must not exist). */
export async function moveRef(
  git: Git,
  gitDir: string,
  ref: string,
  to: Oid,
  from: Oid | null,
): Promise<boolean> {
  const expected = from === null ? '' : asOid(from);
  try {
    await git.host(['update-ref', ref, asOid(to), expected], { gitDir });
    return true;
  } catch (error) {
    // Git has one exit code for everything; where the ref stands tells a lost race from a broken repository.
    if ((await readRef(git, gitDir, ref)) === from) throw error;
    return false;
  }
}

export async function isAncestor(git: Git, gitDir: string, ancestor: Oid, descendant: Oid): Promise<boolean> {
  const args = ['merge-base', '--is-ancestor', asOid(ancestor), asOid(descendant)];
  return (await git.host(args, { gitDir, answers: [1] })).exitCode === 0;
}
