// Before a copy makes room for the next attempt. Its work was committed when the attempt ended; where that was refused (a
// repository inside the repository, a file too large, a full disk) it is tried once more, and else the copy is kept.
import { AppError, messageOf } from '../domain/errors.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { workMessage } from './commit-message.ts';
import { pinName } from './run-context.ts';
import type { RunContext } from './run-context.ts';

/** Nothing is at `dir` afterwards. */
export async function makeRoom(run: RunContext, dir: string): Promise<void> {
  const { workspaces } = run.deps;
  const left = await workspaces.strategy.open(dir);
  const refusal = left === undefined ? null : await commitRest(run, left);
  if (refusal === null) return workspaces.remove(dir);
  const kept = await workspaces.setAside(dir);
  run.note('warning', `Work of an earlier attempt could not be committed and is kept in ${kept}: ${refusal}`);
}

/** Null when all of its work is committed, else why it is not. */
async function commitRest(run: RunContext, left: Workspace): Promise<string | null> {
  const base = run.task.baseCommit;
  if (base === null) return null;
  try {
    const message = workMessage(run.task, '');
    const snapshot = await run.hub.snapshot(left, await run.head(base), { message, author: run.author });
    if (snapshot.changed) await run.hub.pin(pinName(run.task), snapshot.head);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return messageOf(error);
  }
}
