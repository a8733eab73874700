// From what a person typed (an id, a name, a number) to the thing, or to an error that says what there is.
import { isWithin } from '../domain/access.ts';
import type { Reach } from '../domain/access.ts';
import { AppError } from '../domain/errors.ts';
import type { Project } from '../domain/project.ts';
import type { Task } from '../domain/task.ts';
import type { Store } from '../store/store.ts';

export async function findProject(store: Store, ref: string, reach: Reach = null): Promise<Project> {
  const found = await store.projects.find(ref);
  if (found !== undefined && isWithin(reach, found.id)) return found;
  const names = (await store.projects.list())
    .filter((project) => isWithin(reach, project.id))
    .map((project) => project.name);
  throw new AppError('not_found', `There is no project “${ref}”.`, {
    next:
      names.length === 0
        ? 'Add one first: tasklane project add DIR'
        : `These exist: ${names.join(', ')}. Add another with: tasklane project add DIR`,
    details: { ref, projects: names },
  });
}

export async function findTask(
  store: Store,
  ref: string,
  projectRef: string | undefined,
  reach: Reach = null,
): Promise<Task> {
  const project = projectRef === undefined ? undefined : await findProject(store, projectRef, reach);
  const found = await store.tasks.find(ref.replace(/^#/, ''), project?.id, reach);
  if (found !== undefined) return found;
  const where = project === undefined ? '' : ` in project ${project.name}`;
  throw new AppError('not_found', `There is no task “${ref}”${where}.`, {
    next: 'See `tasklane task list` for those there are.',
    details: { ref },
  });
}
