// Git and the copies that agents work in. The rule behind all of it (git.md §4.6): the host never runs git with a git
// directory, config or hook that an agent can write. So every command here runs in the project's bare hub, or in the
// person's own repository, and a workspace is only ever looked at from outside.
import type { Delivery } from '../domain/delivery.ts';
import type { FileEntry, Hunk } from '../domain/file-diff.ts';
import type { Oid } from '../domain/ids.ts';
import type { ConflictFile } from '../domain/conflict.ts';
import type { ConflictSides } from '../domain/resolution.ts';
import type { ChangedFile, Commit } from '../domain/result.ts';
import type { FileList, FoundLine } from './list-files.ts';
import type { Foresight } from './foresee.ts';
import type { OrphanedFolder, OrphanFolder } from './quarantine.ts';
import type { Shelves } from './shelves.ts';
import type { Tidy } from './tidy.ts';
import type { MainlineCommit } from './mainline.ts';
import type { PatchOptions } from './diff.ts';
import type { MergeForecast } from './merge-tree-output.ts';
import type { ThreeTrees } from './three-way.ts';

export interface RepositoryInfo {
  /** Absolute, symlink-free: the top of the work tree, or the bare repository. */
  readonly root: string;
  readonly bare: boolean;
  /** The branch that is checked out, null when HEAD is detached. */
  readonly branch: string | null;
  readonly head: Oid;
  /** What cannot work as one would expect, in whole sentences: submodules, LFS, a shallow history. */
  readonly warnings: readonly string[];
}

export interface Identity {
  readonly name: string;
  readonly email: string;
}

/** The person's repository, as we find it. We read it, fetch into it, and fast-forward it; nothing else, ever. */
export interface Repositories {
  /**
   * Throws `not_a_repository`, or `unsupported_repository` with one clear sentence (no commit yet, …).
   * `path` may be any folder inside it.
   */
  inspect(path: string): Promise<RepositoryInfo>;
  /** user.name and user.email as git would use them there, or null when none is set. */
  identity(root: string): Promise<Identity | null>;
  /** The address of a remote as git would use it there, or null when there is none of that name. */
  remoteAddress(root: string, remote: string): Promise<string | null>;
  /**
   * The root of a bare clone of a remote, below our home; made when there is none. Throws `invalid_input` for an address with a
   * password, `git_failed` when it cannot be reached. Waits for the network.
   */
  clone(address: string, branch: string | undefined): Promise<string>;
  /** Whether it is such a clone. */
  isClone(root: string): boolean;
}

/** Where the hub's branch stands beside the person's, after a sync. */
export interface SyncResult {
  /** The commit that tasks start from and are applied to: the hub's branch. */
  readonly head: Oid;
  /** `ahead`: applied work that the person's checkout has not taken yet. `diverged`: both sides have commits of their own. */
  readonly relation: 'same' | 'ahead' | 'diverged';
}

export interface Workspace {
  /** The folder that is ours; everything below is inside it. */
  readonly dir: string;
  /** The agent's working copy. */
  readonly tree: string;
  /** The agent's HOME, kept for the life of the task so that its session can be loaded again. */
  readonly home: string;
  readonly base: Oid;
}

export interface Snapshot {
  readonly tree: Oid;
  /** The new commit, or the parent itself when nothing changed. */
  readonly head: Oid;
  readonly changed: boolean;
}

export interface Pinned {
  readonly commit: Oid;
  readonly tree: Oid;
}

export type MergeOutcome =
  | { readonly kind: 'clean'; readonly tree: Oid }
  | { readonly kind: 'conflict'; readonly files: readonly string[] };

export type PushOutcome =
  | { readonly kind: 'pushed' }
  /** The branch there has commits that this one lacks. */
  | { readonly kind: 'behind' }
  /** The remote says no: a hook, a protected branch. */
  | { readonly kind: 'refused'; readonly reason: string; readonly detail: string };

export type ReplayOutcome =
  | { readonly kind: 'clean'; readonly commit: Oid }
  | { readonly kind: 'conflict'; readonly files: readonly string[] };

/** A file that two sides changed so that git cannot tell what it is to be. */
export interface MergeConflict extends ConflictFile {
  /** Null where it is not files against each other: a link, a folder or a submodule is in it. */
  readonly sides: ConflictSides | null;
  /** Of the file that comes of it, as git writes it: `100644`, `100755`. */
  readonly mode: string;
}
export interface ConflictedMerge {
  /** All that merged by itself; in the files that did not, the lines of both stand between markers (zdiff3). */
  readonly tree: Oid;
  readonly files: readonly MergeConflict[];
}
export interface ResolvedFile {
  readonly path: string;
  readonly mode: string;
  /** Null: it is deleted. */
  readonly blob: Oid | null;
}
/** Answers with those of the files that it could resolve. */
export type Resolve = (conflict: ConflictedMerge) => Promise<readonly ResolvedFile[]>;
/** How a merge commit resolved a conflict in a file. */
export interface PastResolution extends ConflictFile {
  readonly sides: ConflictSides;
  readonly blob: Oid | null;
}

export type BroughtIn =
  | { readonly kind: 'done' }
  /** Somebody changed a file of it meanwhile, or one that git ignores is in the way; nothing was changed. */
  | { readonly kind: 'moved'; readonly reason: string };

export type Publication =
  | { readonly kind: 'published' }
  /** Not shown, or not taken away: the branch is the person's now, or in use. */
  | { readonly kind: 'left_alone'; readonly reason: string };

export interface CommitInput {
  readonly tree: Oid;
  readonly parents: readonly Oid[];
  readonly message: string;
  /** `date`: when it was written first, in a form that git reads. */
  readonly author: Identity & { readonly date?: string };
}

/** A project's bare repository that only the host writes. One per project; methods may run side by side. */
export interface Hub {
  readonly dir: string;
  /** Fetches the person's branch. Throws `unsupported_repository` when the branch or the repository is gone. */
  sync(branch: string): Promise<SyncResult>;
  /** Takes the files of a workspace as a tree, from outside; commits them on `parent` when they differ from it. */
  snapshot(
    workspace: Workspace,
    parent: Oid,
    commit: { readonly message: string; readonly author: Identity },
  ): Promise<Snapshot>;
  /**
   * Makes the files of a workspace those of its last snapshot again, except ones that git ignores; `made`: files that it
   * does not have are removed too. Returns its paths that were changed or gone.
   */
  putBack(workspace: Workspace, what: { readonly made: boolean }): Promise<readonly string[]>;
  /**
   * Changes the files of a workspace from the tree of its last snapshot to another tree. Submodules stay as they are. Throws
   * only when git itself broke.
   */
  bringInto(workspace: Workspace, change: { readonly from: Oid; readonly to: Oid }): Promise<BroughtIn>;
  changedFiles(from: Oid, to: Oid): Promise<readonly ChangedFile[]>;
  /** A unified diff with renames; text attributes of the repository cannot hide anything. */
  patch(
    from: Oid,
    to: Oid,
    options: PatchOptions,
  ): Promise<{ readonly text: string; readonly truncated: boolean }>;
  /** What differs, with modes, sizes and ids of the contents, in the order of the paths. */
  fileEntries(from: Oid, to: Oid): Promise<readonly FileEntry[]>;
  /** The lines of some of those, by path; a file beyond `maxBytes` in all is not in the map. */
  hunksOf(
    ends: { readonly from: Oid; readonly to: Oid },
    files: readonly FileEntry[],
    options: { readonly context: number; readonly maxBytes: number },
  ): Promise<ReadonlyMap<string, readonly Hunk[]>>;
  /** Oldest first: reachable from `to`, not from `from`. */
  commits(from: Oid, to: Oid): Promise<readonly Commit[]>;
  treeOf(commit: Oid): Promise<Oid>;
  /** The tree of `from` with only those changes up to `to` whose path `keep` says; a rename is a removal and an addition. */
  treeWithOnly(from: Oid, to: Oid, keep: (path: string) => boolean): Promise<Oid>;
  /** The content of a file in a commit, or null. For the project's own configuration. */
  readFile(commit: Oid, path: string): Promise<string | null>;
  /** What a commit holds, in the order of git; at most `limit` files. */
  listFiles(commit: Oid, limit: number): Promise<FileList>;
  /** The first file of a commit that has the text within a line, or null. `isWord`: not as a part of a longer word. */
  fileWith(commit: Oid, text: string, how: { readonly isWord: boolean }): Promise<string | null>;
  /** The lines that an extended regular expression fits, in files that are text; those of very many are cut. */
  linesWith(
    commit: Oid,
    expression: string,
  ): Promise<{ readonly lines: readonly FoundLine[]; readonly truncated: boolean }>;
  /** Refs under `refs/tasklane/` that keep a task's commits from being collected. Null deletes. */
  pin(name: string, commit: Oid | null): Promise<void>;
  pinned(name: string): Promise<Oid | null>;
  /**
   * Shows (or with null takes away) the branch `name`, which must be under `tasklane/` or `parallel/`, in the person's
   * repository.
   * Never moves a branch that is checked out there, nor one on which the person has commits of their own.
   */
  publish(name: string, commit: Oid | null): Promise<Publication>;
  /**
   * Fetches a branch that somebody else made in the person's repository, and pins it. No branch of the hub follows it.
   * Throws `not_found` when there is none.
   */
  takeBranch(branch: string, pin: string): Promise<Oid>;
  /** The refs that keep the work of tasks, of those in the trash too. */
  readonly shelves: Shelves;
  /** Housekeeping (tidy.ts). Not while somebody moves the branch. */
  tidy(options: Tidy): Promise<boolean>;
  /** The commits that pins whose name ends so keep, by the name before it, each with its tree. */
  pinnedEach(suffix: string): Promise<ReadonlyMap<string, Pinned>>;
  /** A commit of what a working copy holds now, while somebody works in it. See glimpse.ts for what it throws. */
  glimpse(workspace: Workspace, parent: Oid, before: Snapshot | null): Promise<Snapshot>;
  /** Merges to look at, whose objects are thrown away when `work` ends. */
  foresee<T>(work: (within: Foresight) => Promise<T>): Promise<T>;
  /** `resolve` is asked where git finds a conflict; without it, each is one. */
  merge(ours: Oid, theirs: Oid, resolve?: Resolve): Promise<MergeOutcome>;
  /** The same merge with its conflicts in it; null: there is none. */
  conflicted(ours: Oid, theirs: Oid): Promise<ConflictedMerge | null>;
  /** A tree with these files in place of its own. */
  treeWith(tree: Oid, files: readonly ResolvedFile[]): Promise<Oid>;
  /** What the newest merge commits that lead to `from`, and not to `not`, made of conflicts between their two parents. */
  pastResolutions(
    from: Oid,
    options: { readonly not: Oid | null; readonly limit: number },
  ): Promise<readonly PastResolution[]>;
  /** The blob of a regular file in a commit; null: there is no such file. */
  blobAt(commit: Oid, path: string): Promise<Oid | null>;
  /** The content of a blob; null when it is larger. */
  blob(of: Oid, maxBytes: number): Promise<Buffer | null>;
  /** Bytes. */
  blobSize(of: Oid): Promise<number>;
  addBlob(content: Buffer): Promise<Oid>;
  /** Keeps a blob from being collected, or no longer. */
  keepBlob(blob: Oid, isKept: { readonly isKept: boolean }): Promise<void>;
  /**
   * A file with the lines of both sides between markers (zdiff3), one that a side deleted as empty there; null when it has no
   * lines, or none of them conflicts.
   */
  marked(
    sides: ConflictSides,
    labels: readonly [ours: string, base: string, theirs: string],
  ): Promise<string | null>;
  /**
   * The commits of `head` that `onto` does not have, made anew on top of it, each with its author, date and message; of a
   * merge among them only what it brought in. What would change nothing is left out.
   */
  replay(onto: Oid, head: Oid, resolve?: Resolve): Promise<ReplayOutcome>;
  /** Merges trees, so that what a commit changed can be done backwards. */
  threeWay(trees: ThreeTrees): Promise<MergeForecast>;
  /** Newest first, along first parents; without what `not` reaches. */
  mainline(
    from: Oid,
    options: { readonly not?: Oid; readonly limit: number },
  ): Promise<readonly MainlineCommit[]>;
  /** Commits since `from` that changed any of the paths, newest first, without merges. */
  touching(from: Oid, to: Oid, paths: readonly string[], limit: number): Promise<readonly MainlineCommit[]>;
  commit(input: CommitInput): Promise<Oid>;
  /** Compare-and-swap of the hub's branch; false when it was not at `from`. */
  moveBranch(branch: string, to: Oid, from: Oid): Promise<boolean>;
  /**
   * Brings the hub's branch to the person's repository without touching anything of theirs. Where that cannot be, the
   * work is offered there as the branch `tasklane/<branch>`; it goes away once their own branch has taken it.
   */
  deliver(branch: string): Promise<Delivery>;
  /** Where a branch of the person's repository stands now; null = there is none. Nothing is fetched. */
  personHead(branch: string): Promise<Oid | null>;
  /**
   * The commit of a branch of the person's remote, which the hub has then; null when there is no such branch. Throws
   * `git_failed` when the remote cannot be reached. May take as long as the network does.
   */
  fetchRemote(remote: string, branch: string): Promise<Oid | null>;
  /** What that was when it was last fetched or pushed. */
  seenRemote(branch: string): Promise<Oid | null>;
  /**
   * Moves the remote's branch forward to the commit; `isOurs`: anywhere, where nobody else has moved it (`behind`). Throws
   * `git_failed` when the remote cannot be reached.
   */
  push(remote: string, branch: string, commit: Oid, how?: { readonly isOurs: boolean }): Promise<PushOutcome>;
  isAncestor(ancestor: Oid, descendant: Oid): Promise<boolean>;
  branchHead(branch: string): Promise<Oid | null>;
}

/** One way to make a private copy. Each runs the same contract suite; the best that works here is chosen at start. */
export interface WorkspaceStrategy {
  readonly name: string;
  /** Whether it works on this machine, and if not why. */
  probe(root: string): Promise<{ readonly works: boolean; readonly reason: string }>;
  /** Makes `dir` (which must not exist) with a tree at `base` on branch `branch`. Removes what it made when it fails. */
  create(hub: Hub, dir: string, base: Oid, branch: string): Promise<Workspace>;
  /** Opens one that an earlier process made; undefined when it is not there or not whole. */
  open(dir: string): Promise<Workspace | undefined>;
}

export interface Workspaces {
  /** `2.39.5`. Throws `git_failed` when there is no git. */
  gitVersion(): Promise<string>;
  readonly repositories: Repositories;
  readonly strategy: WorkspaceStrategy;
  /** Every copy that we make lies below it, and nothing of the person. */
  readonly root: string;
  /** Opens the project's hub, makes it on first use. */
  openHub(projectId: string, repositoryRoot: string): Promise<Hub>;
  /** Where a task's workspace lives: below our home, named by the task. */
  dirOf(projectId: string, taskId: string): string;
  /** Where what a project's setup made is kept: below our home, in the project's folder. */
  setupsOf(projectId: string): string;
  /** Renames the folder into the trash and deletes it there in the background; refuses a path outside the home. */
  remove(dir: string): Promise<void>;
  /** Renames a copy whose work could not be committed; returns where it is now. It stays until `removeAll`. */
  setAside(dir: string): Promise<string>;
  /** Removes the folder, and all that was set aside from it. */
  removeAll(dir: string): Promise<void>;
  /** All that was set aside from a copy. */
  keptOf(dir: string): Promise<readonly string[]>;
  /** The ids of the tasks that have a copy, or a folder of logs. */
  ownersOf(projectId: string, folder: OrphanFolder): Promise<readonly string[]>;
  /** Puts copies and logs of the project aside that belong to none of these tasks; returns their names. */
  quarantine(projectId: string, known: ReadonlySet<string>, now: number): Promise<readonly string[]>;
  quarantined(projectId: string): Promise<readonly OrphanedFolder[]>;
  /** Bytes on disk. */
  sizeOf(path: string): Promise<number>;
  /** Removes the hub and all workspaces of a project. The person's repository is left as it is. */
  removeProject(projectId: string): Promise<void>;
  /** Resolves when nothing is being deleted in the background any more. What is left unfinished is done at the next start. */
  settled(): Promise<void>;
}
