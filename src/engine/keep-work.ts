// Commits what an agent had done when its run ends early, so that nothing is lost whatever happens to the copy.
import { messageOf } from '../domain/errors.ts';
import type { Failure } from '../domain/failure.ts';
import { baseOf, describe, takeSnapshot } from './finish.ts';
import type { RunContext, Together } from './run-context.ts';
import { hasUnread } from './unread.ts';

/** Fails the task and keeps what the agent had done, on its branch. `together` is part of the same transaction. */
export async function failWithWork(run: RunContext, failure: Failure, together?: Together): Promise<void> {
  const result = await keepWork(run);
  await run.change({ type: 'failed', failure, ...(result !== null && { result }) }, together);
  if (await hasUnread(run.deps.store, run.task.id))
    run.note(
      'warning',
      'The agent did not get to your last message; it is told with the next one, or at a retry.',
    );
}

/** What there is of it; null when that is nothing, or could not be committed. Does not throw. */
export async function keepWork(run: RunContext): Promise<Awaited<ReturnType<typeof describe>> | null> {
  if (run.workspace === null) return null;
  try {
    const head = await takeSnapshot(run, run.workspace);
    return head === baseOf(run) ? null : await describe(run, baseOf(run), head, []);
  } catch (error) {
    run.note('warning', `The work could not be committed; it is still in the workspace: ${messageOf(error)}`);
    return null;
  }
}
