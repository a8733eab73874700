// Where the hub keeps the commits of tasks: `pin` while a task is there, `trash` once it was deleted, `orphan` when no task
// has them. Each is a folder of refs, and in it one for each task. What moves does so in one transaction of git, so that no
// commit is ever without a ref; a transaction that a kill cuts short can be done again.
import { AppError } from '../domain/errors.ts';
import type { Oid } from '../domain/ids.ts';
import { fetchIntoPerson } from './fetch.ts';
import { asOid } from './git.ts';
import type { Git } from './git.ts';
import type { Sides } from './publish.ts';
import { branchRef, readPersonRef } from './refs.ts';

export const shelfNames = ['pin', 'trash', 'orphan'] as const;
export type ShelfName = (typeof shelfNames)[number];

/** By the name of the ref below the task's own folder: `head`, `attempt-1`, … */
export type Shelved = ReadonlyMap<string, Oid>;

export interface Shelves {
  /** All that lies there, by task. */
  on(shelf: ShelfName): Promise<ReadonlyMap<string, Shelved>>;
  /** Puts all of a task's refs onto another shelf; `as`: under another name. Nothing there is fine. */
  move(id: string, from: ShelfName, to: ShelfName, as?: string): Promise<void>;
  /** The same, and they stay where they are too. One that is there already is left as it is. */
  copy(id: string, from: ShelfName, to: ShelfName): Promise<void>;
  clear(id: string, shelf: ShelfName): Promise<void>;
  /**
   * The bytes on disk of objects that only these tasks reach, and nothing else in the hub. Each is told what it has beside
   * those before it, so that the sum is right. `branch`: the task's own, whose record counts as the task's.
   */
  bytes(
    tasks: readonly { readonly id: string; readonly branch: string | null }[],
  ): Promise<ReadonlyMap<string, number>>;
  /** Makes a branch of this name in the person's repository. Throws `already_exists` when there is one. */
  give(branch: string, commit: Oid): Promise<void>;
}

interface Ref {
  readonly name: string;
  readonly oid: Oid;
}

export function createShelves(sides: Sides): Shelves {
  const { git, hubDir } = sides;
  const list = (prefix: string): Promise<readonly Ref[]> => listRefs(git, hubDir, prefix);
  return {
    on: async (shelf) => grouped(await list(folder(shelf)), folder(shelf)),
    move: async (id, from, to, as = id) => {
      const source = `${folder(from)}${taskName(id)}/`;
      const lines = (await list(source)).flatMap(({ name, oid }) => [
        `update ${folder(to)}${taskName(as)}/${name.slice(source.length)} ${oid}`,
        `delete ${name} ${oid}`,
      ]);
      await update(git, hubDir, lines);
    },
    copy: async (id, from, to) => {
      const source = `${folder(from)}${taskName(id)}/`;
      const target = `${folder(to)}${taskName(id)}/`;
      const there = new Set((await list(target)).map(({ name }) => name));
      const lines = (await list(source))
        .map(({ name, oid }) => ({ name: target + name.slice(source.length), oid }))
        .filter(({ name }) => !there.has(name))
        .map(({ name, oid }) => `create ${name} ${oid}`);
      await update(git, hubDir, lines);
    },
    clear: async (id, shelf) => {
      const refs = await list(`${folder(shelf)}${taskName(id)}/`);
      await update(
        git,
        hubDir,
        refs.map(({ name, oid }) => `delete ${name} ${oid}`),
      );
    },
    bytes: async (tasks) => measure(git, hubDir, await list('refs/'), tasks),
    give: (branch, commit) => give(sides, branch, commit),
  };
}

function folder(shelf: ShelfName): string {
  return `refs/tasklane/${shelf}/`;
}

/** One part of a ref's name. */
function taskName(id: string): string {
  if (id.includes('/')) throw new Error(`“${id}” is no name of one task`);
  return branchRef(id).slice('refs/heads/'.length);
}

async function listRefs(git: Git, gitDir: string, prefix: string): Promise<readonly Ref[]> {
  const args = ['for-each-ref', '--format=%(objectname) %(refname)', prefix];
  const { stdout } = await git.host(args, { gitDir });
  return stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({
      oid: asOid(line.slice(0, line.indexOf(' '))),
      name: line.slice(line.indexOf(' ') + 1),
    }));
}

function grouped(refs: readonly Ref[], prefix: string): ReadonlyMap<string, Shelved> {
  const found = new Map<string, Map<string, Oid>>();
  for (const { name, oid } of refs) {
    const [id = '', ...rest] = name.slice(prefix.length).split('/');
    const shelved = found.get(id) ?? new Map<string, Oid>();
    found.set(id, shelved.set(rest.join('/'), oid));
  }
  return found;
}

async function update(git: Git, gitDir: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  const input = ['start', ...lines, 'prepare', 'commit', ''].join('\n');
  await git.host(['update-ref', '--stdin'], { gitDir, input });
}

async function measure(
  git: Git,
  gitDir: string,
  refs: readonly Ref[],
  tasks: readonly { readonly id: string; readonly branch: string | null }[],
): Promise<ReadonlyMap<string, number>> {
  const isOf = ({ id, branch }: (typeof tasks)[number], name: string): boolean =>
    shelfNames.some((shelf) => name.startsWith(`${folder(shelf)}${id}/`)) ||
    name === `refs/tasklane/published/${branch ?? ''}`;
  const owned = new Map(
    tasks.map((task) => [task.id, refs.filter(({ name }) => isOf(task, name)).map(({ oid }) => oid)]),
  );
  const ours = new Set([...owned.values()].flat());
  const rest = refs.filter(({ name }) => !tasks.some((task) => isOf(task, name))).map(({ oid }) => oid);
  const before = new Set(rest);
  const sizes = new Map<string, number>();
  for (const [id, oids] of owned) {
    const mine = oids.filter((oid) => ours.has(oid) && !before.has(oid));
    sizes.set(id, mine.length === 0 ? 0 : await usage(git, gitDir, mine, [...before]));
    for (const oid of oids) before.add(oid);
  }
  return sizes;
}

async function usage(
  git: Git,
  gitDir: string,
  wanted: readonly Oid[],
  without: readonly Oid[],
): Promise<number> {
  const input = [...wanted, ...new Set(without.map((oid) => `^${oid}`)), ''].join('\n');
  const args = ['rev-list', '--objects', '--disk-usage', '--stdin'];
  const { stdout } = await git.host(args, { gitDir, input });
  return Number(stdout.toString('latin1').trim());
}

async function give({ git, hubDir, root }: Sides, branch: string, commit: Oid): Promise<void> {
  const ref = branchRef(branch);
  if ((await readPersonRef(git, root, ref)) !== null)
    throw new AppError('already_exists', `There is a branch ${branch} in ${root} already.`, {
      next: 'Name another one; branches that are there are never moved.',
      details: { branch },
    });
  await fetchIntoPerson(git, root, hubDir, commit, { ref, force: false });
}
