// A project's bare repository that only the host writes: made once by a hard-linked clone (independent of the person's
// gc), then kept up by fetches. Each method is a git command or a few; the files beside this one say how.
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SerialByKey } from '../lib/serial.ts';
import { bringInto } from './bring-into.ts';
import { addBlob, blobSize, readBlob } from './blobs.ts';
import { conflicted, entryOf } from './conflicted-merge.ts';
import { deliver } from './deliver.ts';
import { changedFiles, commits, patch } from './diff.ts';
import { trusting } from './fetch.ts';
import { fileEntries, hunksOf } from './file-diffs.ts';
import { foresee, foresightDir } from './foresee.ts';
import type { Git } from './git.ts';
import { glimpse } from './glimpse.ts';
import { fileWith, linesWith, listFiles } from './list-files.ts';
import { marked } from './marked.ts';
import { mainline, touching } from './mainline.ts';
import { commit, merge, readFileAt, treeOf } from './merge.ts';
import { blobAt, pastResolutions } from './past-resolutions.ts';
import { treeWith, treeWithOnly } from './partial-tree.ts';
import { publish } from './publish.ts';
import { putBack } from './put-back.ts';
import { branchRef, isAncestor, moveRef, readPersonRef, readRef, readRefs, setRef } from './refs.ts';
import { fetchRemote, push, seenRemote } from './remote.ts';
import { replay } from './replay.ts';
import { explained } from './repository.ts';
import { takeTree } from './snapshot.ts';
import { takeBranch } from './take-branch.ts';
import { threeWay } from './three-way.ts';
import type { TakeTreeInput } from './snapshot.ts';
import { createShelves } from './shelves.ts';
import { tidy } from './tidy.ts';
import { sync } from './sync.ts';
import type { CommitInput, Hub, Snapshot } from './workspaces.ts';

export interface OpenHubInput {
  readonly git: Git;
  readonly dir: string;
  readonly root: string;
  readonly maxFileBytes: number;
}

/** Opens the hub at `dir`, makes it when there is none. One caller at a time; one daemon owns it. */
export async function openHub(input: OpenHubInput): Promise<Hub> {
  const there = (await stat(input.dir).catch(() => undefined)) !== undefined;
  if (there) await removeLeftovers(input.dir);
  else await make(input);
  return createHub(input);
}

async function make({ git, dir, root }: OpenHubInput): Promise<void> {
  // Made under another name and renamed when whole: a crash leaves nothing that looks like a hub.
  const unfinished = `${dir}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(join(dir, '..'), { recursive: true, mode: 0o700 });
  // Not `--local`: that fails where hard links cannot be made, a plain path falls back to copying.
  const args = [
    'clone',
    '--quiet',
    '--bare',
    '--no-tags',
    '--single-branch',
    '--template=',
    '--',
    root,
    unfinished,
  ];
  try {
    await trusting(git, root, () => git.host(args, { transfer: true }));
    await dropRefs(git, unfinished);
    await rename(unfinished, dir);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw await explained(error, root);
  }
}

/** A clone brings a branch; which one is ours, and where it stands, is for `sync` alone to say. */
async function dropRefs(git: Git, gitDir: string): Promise<void> {
  const { stdout } = await git.host(['for-each-ref', '--format=delete %(refname)'], { gitDir });
  await git.host(['symbolic-ref', 'HEAD', 'refs/heads/none'], { gitDir });
  await git.host(['update-ref', '--stdin'], { gitDir, input: stdout });
}

/** Locks that a killed git left, and objects that were to be thrown away: nobody else works here, so nobody has them. */
async function removeLeftovers(dir: string): Promise<void> {
  await rm(join(dir, foresightDir), { recursive: true, force: true });
  const below = await readdir(join(dir, 'refs'), { recursive: true });
  const inRefs = below.filter((name) => name.endsWith('.lock')).map((name) => join('refs', name));
  for (const name of [...inRefs, 'packed-refs.lock', 'shallow.lock', 'config.lock', 'HEAD.lock'])
    await rm(join(dir, name), { force: true });
}

function createHub({ git, dir, root, maxFileBytes }: OpenHubInput): Hub {
  const sides = { git, hubDir: dir, root };
  const shelves = createShelves(sides);
  // What moves the person's refs, or uses one index, goes one after the other; everything else runs side by side.
  const serial = new SerialByKey();
  const personal = <T>(work: () => Promise<T>): Promise<T> => serial.run('person', work);
  const pinRef = (name: string): string => branchRef(name).replace(/^refs\/heads\//, 'refs/tasklane/pin/');
  return {
    dir,
    sync: (branch) => personal(() => sync(sides, branch)),
    publish: (name, oid) => personal(() => publish(sides, name, oid)),
    deliver: (branch) => personal(() => deliver(sides, branch)),
    snapshot: (workspace, parent, input) =>
      serial.run(workspace.dir, () => snapshot({ git, hubDir: dir, workspace, parent, maxFileBytes }, input)),
    putBack: (workspace, what) =>
      serial.run(workspace.dir, () => putBack({ git, hubDir: dir, workspace, ...what })),
    bringInto: (workspace, change) => serial.run(workspace.dir, () => bringInto(git, dir, workspace, change)),
    changedFiles: (from, to) => changedFiles(git, dir, from, to),
    patch: (from, to, options) => patch(git, dir, from, to, options),
    fileEntries: (from, to) => fileEntries(git, dir, from, to),
    hunksOf: (ends, files, options) => hunksOf(git, dir, ends, files, options),
    commits: (from, to) => commits(git, dir, from, to),
    treeOf: (of) => treeOf(git, dir, of),
    treeWithOnly: (from, to, keep) => treeWithOnly(git, dir, from, to, keep),
    readFile: (at, path) => readFileAt(git, dir, at, path),
    listFiles: (at, limit) => listFiles(git, dir, at, limit),
    fileWith: (at, text, how) => fileWith(git, dir, at, text, how),
    linesWith: (at, expression) => linesWith(git, dir, at, expression),
    pin: (name, to) => setRef(git, dir, pinRef(name), to),
    pinned: (name) => readRef(git, dir, pinRef(name)),
    takeBranch: (branch, pin) => takeBranch(sides, branch, pinRef(pin)),
    pinnedEach: (suffix) => readRefs(git, dir, 'refs/tasklane/pin/', suffix),
    glimpse: (workspace, parent, before) =>
      serial.run(`glimpse ${workspace.dir}`, () =>
        glimpse(git, dir, { workspace, parent, maxFileBytes }, before),
      ),
    shelves: { ...shelves, give: (branch, oid) => personal(() => shelves.give(branch, oid)) },
    tidy: (options) => tidy(git, dir, options),
    foresee: (work) => foresee(git, dir, work),
    merge: (ours, theirs, resolve) => merge(git, dir, ours, theirs, resolve),
    replay: (onto, head, resolve) => replay(git, dir, onto, head, resolve),
    conflicted: (ours, theirs) => conflicted(git, dir, { ours, theirs }),
    treeWith: (tree, files) => treeWith(git, dir, tree, files.map(entryOf)),
    pastResolutions: (from, options) => pastResolutions(git, dir, from, options),
    blobAt: (of, path) => blobAt(git, { gitDir: dir }, of, path),
    blob: (of, maxBytes) => readBlob(git, dir, of, maxBytes),
    blobSize: (of) => blobSize(git, dir, of),
    addBlob: (content) => addBlob(git, dir, content),
    keepBlob: (blob, { isKept }) => setRef(git, dir, `refs/tasklane/blob/${blob}`, isKept ? blob : null),
    marked: (sides, labels) => marked(git, dir, sides, labels),
    threeWay: (trees) => threeWay(git, dir, trees),
    mainline: (from, options) => mainline(git, dir, from, options),
    touching: (from, to, paths, limit) => touching(git, dir, from, to, paths, limit),
    commit: (input) => commit(git, dir, input),
    moveBranch: (branch, to, from) => moveRef(git, dir, branchRef(branch), to, from),
    personHead: (branch) => readPersonRef(git, root, branchRef(branch)),
    isAncestor: (ancestor, descendant) => isAncestor(git, dir, ancestor, descendant),
    fetchRemote: (remote, branch) => personal(() => fetchRemote(sides, remote, branch)),
    seenRemote: (branch) => seenRemote(git, dir, branch),
    push: (remote, branch, commit, how) => personal(() => push(sides, remote, branch, commit, how)),
    branchHead: (branch) => readRef(git, dir, branchRef(branch)),
  };
}

async function snapshot(
  input: TakeTreeInput,
  { message, author }: Pick<CommitInput, 'message' | 'author'>,
): Promise<Snapshot> {
  const { git, hubDir, parent } = input;
  const tree = await takeTree(input);
  if (tree === (await treeOf(git, hubDir, parent))) return { tree, head: parent, changed: false };
  const head = await commit(git, hubDir, { tree, parents: [parent], message, author });
  return { tree, head, changed: true };
}
