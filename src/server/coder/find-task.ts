// From `/tasks/{user}/{task}` to a task: an id finds it whoever it belongs to, a name among those of that user.
import { AppError } from '../../domain/errors.ts';
import type { Task } from '../../domain/task.ts';
import type { CoderCall } from './coder-route.ts';
import { Directory } from './directory.ts';
import type { CoderDeps } from './directory.ts';

export interface Found {
  readonly task: Task;
  readonly directory: Directory;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Throws `not_found`, `ambiguous` (two projects have such a task), `forbidden`. */
export async function findCoderTask(deps: CoderDeps, call: CoderCall): Promise<Found> {
  const ref = call.param('task');
  const task = await call.access.task(ref, undefined);
  const directory = await Directory.read(deps, call.access.reach);
  const isById = uuid.test(ref) && task.id === ref.toLowerCase();
  if (task.deletedAt !== null || !(isById || isNamed(directory, call, task))) throw noSuchTask(call);
  return { task, directory };
}

// Everything else that our own API takes for a task, such as its number, is none of Coder's.
function isNamed(directory: Directory, call: CoderCall, task: Task): boolean {
  const wanted = directory.person(call.param('user'), call.actor);
  const owner = directory.owner(task.owner);
  return task.name === call.param('task') && owner.name === (wanted?.name ?? call.param('user'));
}

function noSuchTask(call: CoderCall): AppError {
  return new AppError('not_found', `There is no task “${call.param('user')}/${call.param('task')}”.`);
}
