// What an agent made of a conflict, held against the rules: all of it is taken into the memory, or nothing.
import { markerIn } from '../../domain/conflict-markers.ts';
import type { Oid } from '../../domain/ids.ts';
import { ownershipOf } from '../../domain/live-tasks.ts';
import { owns } from '../../domain/ownership.ts';
import type { AlsoChanged, ConflictSides } from '../../domain/resolution.ts';
import type { Task } from '../../domain/task.ts';
import type { MergeConflict, Workspace } from '../../workspaces/workspaces.ts';
import type { Ground } from '../phase/ground.ts';
import { keep } from './known.ts';

/** A file that an agent is to resolve. */
export interface Open {
  readonly file: MergeConflict;
  readonly sides: ConflictSides;
}

export interface Asked {
  /** The commit that its copy began with. */
  readonly start: Oid;
  readonly open: readonly Open[];
  /** Files that were laid beside the others for it; what it does to them counts for nothing. */
  readonly beside: ReadonlySet<string>;
  /** Files in conflict that were resolved before it came. */
  readonly settled: ReadonlySet<string>;
  /** The agent's last words. */
  readonly said: string;
}

/** Null: it is in the memory now; else why it is not, in one sentence. */
export async function take(
  ground: Ground,
  task: Task,
  copy: Workspace,
  asked: Asked,
): Promise<string | null> {
  const { start, open, beside } = asked;
  const { hub, author, project } = ground;
  const snapshot = await hub.snapshot(copy, start, { message: 'A resolved merge\n', author });
  const mayChange = new Set([...open.map(({ file }) => file.path), ...beside]);
  const changed = await hub.changedFiles(start, snapshot.head);
  const foreign = changed
    .flatMap(({ path, from }) => (from === null ? [path] : [path, from]))
    .filter((path) => !mayChange.has(path));
  const also = await alsoChanged(ground, task, { ...asked, head: snapshot.head, paths: foreign });
  if (typeof also === 'string') return also;
  const left = new Set(changed.filter(({ status }) => status !== 'deleted').map(({ path }) => path));
  const resolved: { each: Open; blob: Oid | null }[] = [];
  for (const each of open) {
    const { path } = each.file;
    const blob = await hub.blobAt(snapshot.head, path);
    const problem = blob === null ? whyNotGone(each, left.has(path)) : await whyNotTaken(ground, each, blob);
    if (problem !== null) return problem;
    resolved.push({ each, blob });
  }
  for (const { each, blob } of resolved) {
    const { path, kind } = each.file;
    const made = {
      path,
      kind,
      ...each.sides,
      resolved: blob,
      also,
      taskId: task.id,
      isProven: false,
    } as const;
    await keep(ground, project.id, { ...made, source: 'agent' });
  }
  return null;
}

/** Why not, in a sentence, where it did not say why, or may not. */
async function alsoChanged(
  { hub }: Ground,
  task: Task,
  { start, head, paths, settled, said }: Asked & { readonly head: Oid; readonly paths: readonly string[] },
): Promise<readonly AlsoChanged[] | string> {
  if (paths.length === 0) return [];
  const reasons = reasonsIn(said);
  const entries = await hub.fileEntries(start, head);
  const also: AlsoChanged[] = [];
  for (const path of new Set(paths)) {
    const why = reasons.get(path);
    if (why === undefined || settled.has(path))
      return `the agent changed ${path}, which was in no conflict, and did not say why`;
    if (task.owns.length > 0 && !owns(ownershipOf(task), path))
      return `the agent changed ${path}, which the task does not own`;
    const [from, to] = [await hub.blobAt(start, path), await hub.blobAt(head, path)];
    const entry = entries.find((each) => each.path === path);
    if (to === null && entry !== undefined && entry.status !== 'deleted')
      return `the agent made ${path} something else than a file`;
    also.push({ path, mode: entry?.newMode ?? '100644', from, to, why });
  }
  return also;
}

/** By path, from lines as the prompt asks for them. */
function reasonsIn(said: string): ReadonlyMap<string, string> {
  const lines = said.matchAll(/^[-*\s]*Also changed [`“"]?(.+?)[`”"]?: *(\S.*)$/gim);
  return new Map(Array.from(lines, ([, path = '', why = '']) => [path, why.slice(0, 500)]));
}

// What both sides have is the work of both: without it, nothing of either would be left.
function whyNotGone({ file: { path }, sides }: Open, isThere: boolean): string | null {
  if (isThere) return `the agent made ${path} something else than a file`;
  return sides.ours === null || sides.theirs === null
    ? null
    : `the agent removed ${path}, which both sides have`;
}

async function whyNotTaken(
  ground: Ground,
  { file: { path }, sides }: Open,
  blob: Oid,
): Promise<string | null> {
  const [text, ...known] = await Promise.all(
    [blob, sides.ours, sides.theirs].map((of) => textOf(ground, of)),
  );
  const line = markerIn(text ?? '', known);
  return line === null ? null : `the agent left a conflict marker in ${path} (“${line.slice(0, 40)}”)`;
}

/** A file with lines is smaller than this. */
const maxBytes = 64 * 1024 * 1024;

async function textOf({ hub }: Ground, blob: Oid | null): Promise<string> {
  return blob === null ? '' : ((await hub.blob(blob, maxBytes))?.toString('utf8') ?? '');
}
