// What both sides of a conflict were for, for the agent that is to resolve it: the task, and what came to the branch meanwhile.
import type { Oid } from '../../domain/ids.ts';
import { label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import { conflictPrompt } from '../../planning/conflict-prompt.ts';
import type { ConflictInPrompt } from '../../planning/conflict-prompt.ts';
import type { Ground } from '../phase/ground.ts';

const mostOthers = 20;

export async function promptFor(
  ground: Ground,
  task: Task,
  onto: Oid,
  files: readonly ConflictInPrompt[],
): Promise<string> {
  const { hub, project, deps } = ground;
  const paths = files.map(({ path }) => path);
  const commits =
    task.baseCommit === null ? [] : await hub.touching(task.baseCommit, onto, paths, mostOthers);
  const applied = new Set(
    commits.flatMap(({ message }) => /Tasklane-Task: #\d+ (\S+)/.exec(message)?.[1] ?? []),
  );
  const tasks = await deps.store.tasks.list({ projectId: project.id });
  const others = tasks.filter(({ id }) => applied.has(id));
  return conflictPrompt({
    task,
    summary: task.result?.summary ?? '',
    branch: project.branch,
    files,
    others: [
      ...others.map((one) => `task ${label(one)}: ${one.prompt}`),
      ...commits.map(({ message }) => message.split('\n', 1)[0] ?? ''),
    ],
  });
}
