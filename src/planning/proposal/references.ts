// Whether what a task names is in the repository. What is not there is said and not hidden: the person decides what it means.
import type { Oid } from '../../domain/ids.ts';
import type { ProposedTask, Target } from '../../domain/planning/proposal.ts';
import type { Hub } from '../../workspaces/workspaces.ts';
import type { Look } from '../knowledge/look.ts';

/** Sentences about targets that are not there, and about owned paths where nothing is. Asks git once for each word. */
export async function missingReferences(
  hub: Pick<Hub, 'fileWith'>,
  commit: Oid,
  { paths, isWhole }: Pick<Look, 'paths' | 'isWhole'>,
  tasks: readonly ProposedTask[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { key, targets } of tasks)
    for (const target of targets) {
      if (target.isNew || (await isThere(hub, commit, paths, target))) continue;
      if (target.kind === 'file' && !isWhole) continue;
      found.push(`Task “${key}” names the ${target.kind} “${target.name}”, which is not in the repository.`);
    }
  return found;
}

async function isThere(
  hub: Pick<Hub, 'fileWith'>,
  commit: Oid,
  paths: ReadonlySet<string>,
  { kind, name }: Target,
): Promise<boolean> {
  switch (kind) {
    case 'file': {
      const path = name.replace(/^\.\//, '').replace(/\/$/, '');
      return paths.has(path) || [...paths].some((one) => one.startsWith(`${path}/`));
    }
    case 'symbol': {
      // `OrderListView.get_queryset()` is there when its last part is.
      const word =
        name
          .replace(/\(.*$/, '')
          .split(/[.:#]+/)
          .at(-1) ?? '';
      return (await hub.fileWith(commit, word, { isWord: true })) !== null;
    }
    case 'endpoint': {
      const path = name.replace(/^[A-Z]+\s+/, '').replace(/[?#].*$/, '');
      return (await hub.fileWith(commit, path, { isWord: false })) !== null;
    }
  }
}
