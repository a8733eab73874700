// Housekeeping of the hub. Git's own is off (git.ts): it would run whenever git likes, and would know nothing of the commits
// that tasks stand on without a ref. Ours runs when nobody moves the branch, and first gives each of those commits one.
import type { Oid } from '../domain/ids.ts';
import type { Git } from './git.ts';

/** As many as git itself bears with before it tidies up. */
const manyLoose = 6700;
const manyPacks = 50;

/**
 * What is unreachable and younger than this stays: a merge that is being tested, or a snapshot that is being written, has
 * no ref yet.
 */
const graceDays = 14;

export interface Tidy {
  /** Commits that copies are made of or tasks begin at, beside what refs reach. */
  readonly keep: readonly Oid[];
  /** Also when there is little to gain: something was deleted. */
  readonly force: boolean;
}

/** Packs what the hub needs, and drops what nothing reaches. False: there was too little to do. Takes minutes at worst. */
export async function tidy(git: Git, gitDir: string, { keep, force }: Tidy): Promise<boolean> {
  if (!force && !(await isUntidy(git, gitDir))) return false;
  await keepAlive(git, gitDir, keep);
  await git.host(['gc', '--quiet', `--prune=${graceDays}.days.ago`], { gitDir });
  return true;
}

async function isUntidy(git: Git, gitDir: string): Promise<boolean> {
  const { stdout } = await git.host(['count-objects', '-v'], { gitDir });
  const counts = new Map(
    stdout
      .toString('latin1')
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), Number(line.slice(line.indexOf(':') + 1))]),
  );
  return (counts.get('count') ?? 0) > manyLoose || (counts.get('packs') ?? 0) > manyPacks;
}

async function keepAlive(git: Git, gitDir: string, keep: readonly Oid[]): Promise<void> {
  const folder = 'refs/tasklane/kept/';
  const wanted = new Set(await present(git, gitDir, keep));
  const { stdout } = await git.host(['for-each-ref', '--format=%(refname)', folder], { gitDir });
  const kept = stdout
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '');
  const lines = [
    ...[...wanted].map((oid) => `update ${folder}${oid} ${oid}`),
    ...kept.filter((ref) => !wanted.has(ref.slice(folder.length))).map((ref) => `delete ${ref}`),
  ];
  if (lines.length === 0) return;
  await git.host(['update-ref', '--stdin'], { gitDir, input: `${lines.join('\n')}\n` });
}

// One that is not there any more cannot be kept.
async function present(git: Git, gitDir: string, oids: readonly Oid[]): Promise<readonly string[]> {
  if (oids.length === 0) return [];
  const args = ['cat-file', '--batch-check=%(objectname) %(objecttype)'];
  const { stdout } = await git.host(args, { gitDir, input: `${oids.join('\n')}\n` });
  return stdout
    .toString('latin1')
    .split('\n')
    .filter((line) => line.endsWith(' commit'))
    .map((line) => line.slice(0, line.indexOf(' ')));
}
