// What changed between two commits of the hub, as data and as a patch. A bare repository has no attributes, so a
// `.gitattributes` of the tree can neither hide a file (`-diff`) nor run a program (`diff=…`, textconv).
import type { Oid } from '../domain/ids.ts';
import type { ChangedFile, Commit } from '../domain/result.ts';
import { asOid, splitZ } from './git.ts';
import type { Git } from './git.ts';

// A changed submodule is a change that must be seen; the general setting hides those of work trees only.
export const diffTree = [
  'diff-tree',
  '-r',
  '-M',
  '--ignore-submodules=none',
  '--no-ext-diff',
  '--no-textconv',
];

export async function changedFiles(
  git: Git,
  gitDir: string,
  from: Oid,
  to: Oid,
): Promise<readonly ChangedFile[]> {
  const args = [...diffTree, '-z', '--raw', '--numstat', asOid(from), asOid(to)];
  return parseChangedFiles(
    splitZ((await git.host(args, { gitDir })).stdout).map((entry) => entry.toString('utf8')),
  );
}

const statuses: Readonly<Record<string, ChangedFile['status']>> = {
  A: 'added',
  D: 'deleted',
  M: 'modified',
  R: 'renamed',
  T: 'type_changed',
};

/** What a raw record says besides: as git writes it, with zeros where there is no file. */
export interface RawFile extends ChangedFile {
  readonly modes: readonly [old: string, new: string];
  readonly oids: readonly [old: string, new: string];
}

export function parseChangedFiles(entries: readonly string[]): readonly ChangedFile[] {
  return parseRawFiles(entries).map(({ modes: _modes, oids: _oids, ...file }) => file);
}

/** First all raw records (`:modes oids X`, path, for a rename a second path), then the counts in the same order. */
export function parseRawFiles(entries: readonly string[]): readonly RawFile[] {
  const rest = entries.values();
  const next = (): string => {
    const entry = rest.next();
    if (entry.done === true) throw new Error('git diff-tree ended in the middle of a record');
    return entry.value;
  };
  const raw: Uncounted[] = [];
  const files: RawFile[] = [];
  for (const entry of rest) {
    if (entry.startsWith(':')) raw.push(rawRecord(entry, next));
    else files.push(withCounts(raw[files.length], entry, next));
  }
  if (files.length !== raw.length) throw new Error('git diff-tree did not count every file');
  return files;
}

type Uncounted = Omit<RawFile, 'additions' | 'deletions'>;

function rawRecord(entry: string, next: () => string): Uncounted {
  const [oldMode = '', newMode = '', oldOid = '', newOid = '', letter = ''] = entry.slice(1).split(' ');
  const status = statuses[letter.charAt(0)];
  if (status === undefined) throw new Error(`git diff-tree printed a status we do not know: ${entry}`);
  const ids = { modes: [oldMode, newMode], oids: [oldOid, newOid] } as const;
  const first = next();
  return status === 'renamed'
    ? { path: next(), status, from: first, ...ids }
    : { path: first, status, from: null, ...ids };
}

function withCounts(file: Uncounted | undefined, entry: string, next: () => string): RawFile {
  const [additions, deletions, path] = entry.split('\t');
  if (file === undefined || additions === undefined || deletions === undefined)
    throw new Error(`git diff-tree printed a count we do not know: ${entry}`);
  if (path === '') {
    next();
    next();
  }
  return { ...file, additions: count(additions), deletions: count(deletions) };
}

function count(text: string): number | null {
  return text === '-' ? null : Number(text);
}

export interface PatchOptions {
  /** A longer patch is cut. */
  readonly maxBytes: number;
  /** Lines that differ in white space alone are the same, and a file with nothing else has no patch. */
  readonly ignoresSpace?: boolean;
}

export async function patch(
  git: Git,
  gitDir: string,
  from: Oid,
  to: Oid,
  { maxBytes, ignoresSpace = false }: PatchOptions,
): Promise<{ readonly text: string; readonly truncated: boolean }> {
  const args = [
    ...diffTree,
    '-p',
    '--full-index',
    '--no-color',
    ...(ignoresSpace ? ['-w'] : []),
    asOid(from),
    asOid(to),
  ];
  const { stdout, truncated } = await git.host(args, { gitDir, maxOutput: maxBytes });
  // Cut at a line, which is never inside of a character.
  const whole = truncated ? stdout.subarray(0, stdout.lastIndexOf(10) + 1) : stdout;
  return { text: whole.toString('utf8'), truncated };
}

/** Oldest first. */
export async function commits(git: Git, gitDir: string, from: Oid, to: Oid): Promise<readonly Commit[]> {
  const format = '--format=%H%n%an <%ae>%n%ct%n%B';
  const args = ['log', '-z', '--reverse', '--topo-order', format, asOid(to), `^${asOid(from)}`];
  const { stdout } = await git.host(args, { gitDir });
  return splitZ(stdout).map((entry) => {
    const [hash = '', author = '', seconds = '', ...message] = entry.toString('utf8').split('\n');
    return { oid: asOid(hash), author, at: Number(seconds) * 1000, message: message.join('\n').trim() };
  });
}
