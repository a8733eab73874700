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

/** Throws `not_found`, `forbidden`. */
export async function findCoderTask(deps: CoderDeps, call: CoderCall): Promise<Found> {
  const ref = call.param('task');
  const directory = await Directory.read(deps, call.access.reach);
  const task = uuid.test(ref)
    ? await call.access.task(ref.toLowerCase(), undefined)
    : await byName(deps, call, directory);
  if (task.deletedAt !== null) throw noSuchTask(call);
  return { task, directory };
}

async function byName({ engine }: CoderDeps, call: CoderCall, directory: Directory): Promise<Task> {
  const wanted = directory.person(call.param('user'), call.actor)?.name ?? call.param('user');
  const fits = (task: Task): boolean =>
    task.name === call.param('task') && directory.owner(task.owner).name === wanted;
  const likely = await lookUp(call);
  if (likely !== null && fits(likely)) return likely;
  // Two projects have one of this name, or it is a number as well: the owner says which is meant.
  const found = (await engine.tasks({}, call.access.reach)).find(fits);
  if (found === undefined) throw noSuchTask(call);
  return call.access.task(found.id, undefined);
}

async function lookUp(call: CoderCall): Promise<Task | null> {
  try {
    return await call.access.task(call.param('task'), undefined);
  } catch (error) {
    if (error instanceof AppError && ['ambiguous', 'not_found'].includes(error.code)) return null;
    throw error;
  }
}

function noSuchTask(call: CoderCall): AppError {
  return new AppError('not_found', `There is no task “${call.param('user')}/${call.param('task')}”.`);
}
