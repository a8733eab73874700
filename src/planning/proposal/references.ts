// Whether what a task names is in the repository. What is not there is said and not hidden: the person decides what it means.
import type { Oid } from '../../domain/ids.ts';
import type { ProposedTask, Target } from '../../domain/planning/proposal.ts';
import type { Hub } from '../../workspaces/workspaces.ts';
import type { Look } from '../knowledge/look.ts';

/** The same tasks, each target with whether it is there; null where that cannot be said. Asks git once for each word. */
export async function withReferences(
  hub: Pick<Hub, 'fileWith'>,
  commit: Oid,
  { paths, isWhole }: Pick<Look, 'paths' | 'isWhole'>,
  tasks: readonly ProposedTask[],
): Promise<readonly ProposedTask[]> {
  const known: ProposedTask[] = [];
  for (const task of tasks) {
    const targets: Target[] = [];
    for (const target of task.targets) {
      const there = target.isNew ? null : await isThere(hub, commit, paths, target);
      targets.push({
        ...target,
        isThere: there === false && target.kind === 'file' && !isWhole ? null : there,
      });
    }
    known.push({ ...task, targets });
  }
  return known;
}

/** Sentences about targets that are not there. */
export function missingReferences(tasks: readonly ProposedTask[]): readonly string[] {
  return tasks.flatMap(({ key, targets }) =>
    targets
      .filter((target) => !target.isNew && target.isThere === false)
      .map(({ kind, name }) => `Task “${key}” names the ${kind} “${name}”, which is not in the repository.`),
  );
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
