// What an agent finds in place of each file in conflict. Where git could not put the lines between markers, that is done here: for
// a file that one side deleted, all of it; for one without lines, or in another place than it was, a note, with the versions in
// files beside it. So nothing is decided until the agent has decided it: whatever it leaves as it is has a marker.
import type { Oid } from '../../domain/ids.ts';
import type { ConflictSides } from '../../domain/resolution.ts';
import type { ConflictInPrompt } from '../../planning/conflict-prompt.ts';
import type { Hub, MergeConflict, ResolvedFile } from '../../workspaces/workspaces.ts';
import type { Open } from './take.ts';

type LayHub = Pick<Hub, 'marked' | 'blobAt' | 'blobSize' | 'addBlob'>;

export interface Laid {
  /** To be put into the tree of the merge. */
  readonly files: readonly ResolvedFile[];
  /** The paths of those of them that lie beside the files in conflict. */
  readonly beside: ReadonlySet<string>;
  readonly shown: readonly ConflictInPrompt[];
}

/** `tree`: of the merge, with all that is known in it. */
export async function lay(hub: LayHub, tree: Oid, open: readonly Open[], branch: string): Promise<Laid> {
  const files: ResolvedFile[] = [];
  const beside = new Set<string>();
  const shown: ConflictInPrompt[] = [];
  for (const { file, sides } of open) {
    const { path, kind, mode } = file;
    const says = saysOf(file, sides, branch);
    const text = await hub.marked(sides, [branch, 'before both', 'the task']);
    shown.push({ path, says, marked: text });
    const isMarked = kind === 'content' || kind === 'both_added';
    // Both sides agree that it is gone from here; what is open is where it is now.
    const isGone = sides.ours === null && sides.theirs === null;
    if (isMarked || isGone) continue;
    if (text === null) {
      const versions = await versionsOf(hub, tree, path, sides);
      const note = Buffer.from(noteOf(versions, branch));
      files.push({ path, mode: '100644', blob: await hub.addBlob(note) });
      for (const { name, blob } of versions.flatMap((each) => each ?? [])) {
        files.push({ path: name, mode: '100644', blob });
        beside.add(name);
      }
    } else files.push({ path, mode, blob: await hub.addBlob(Buffer.from(text)) });
  }
  return { files, beside, shown };
}

function saysOf({ kind }: MergeConflict, { base, ours, theirs }: ConflictSides, branch: string): string {
  const [has, hasNot] = ours === null ? ['the task', branch] : [branch, 'the task'];
  switch (kind) {
    case 'deleted':
      return `${hasNot} deleted it, ${has} changed it`;
    case 'both_added':
      return 'both added a file of this name';
    case 'binary':
      return base === null ? 'both added it, and it has no lines' : 'both changed it, and it has no lines';
    case 'renamed':
      if (ours === null && theirs === null) return 'it is here no more on either side';
      if (ours !== null && theirs !== null) return 'both have a file here now, one of them under a new name';
      return base === null
        ? `${has} renamed a file to this name, ${hasNot} did something else with that file`
        : `${has} renamed a file to this name, ${hasNot} deleted that file`;
    default:
      return 'both changed the same lines';
  }
}

interface Version {
  readonly name: string;
  readonly blob: Oid;
  readonly bytes: number;
}
type Versions = readonly [ours: Version | null, base: Version | null, theirs: Version | null];

async function versionsOf(hub: LayHub, tree: Oid, path: string, sides: ConflictSides): Promise<Versions> {
  const version = async (blob: Oid | null, ending: string): Promise<Version | null> => {
    if (blob === null) return null;
    let name = `${path}.${ending}`;
    while ((await hub.blobAt(tree, name)) !== null) name += '_';
    return { name, blob, bytes: await hub.blobSize(blob) };
  };
  return [
    await version(sides.ours, 'branch'),
    await version(sides.base, 'before'),
    await version(sides.theirs, 'task'),
  ];
}

function noteOf([ours, base, theirs]: Versions, branch: string): string {
  const line = (version: Version | null): string =>
    version === null
      ? 'no file'
      : `${version.bytes} bytes, blob ${version.blob}: see ${version.name.split('/').at(-1) ?? ''}`;
  return [
    `<<<<<<< ${branch}`,
    line(ours),
    '||||||| before both',
    line(base),
    '=======',
    line(theirs),
    '>>>>>>> the task',
    '',
  ].join('\n');
}
