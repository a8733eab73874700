// What an earlier daemon left behind when it was killed. It runs before anything else starts, and the home's lock says
// that no other daemon of this home lives: so every task of its projects that claims to be running is not, and every process of one is an orphan.
import { messageOf } from '../domain/errors.ts';
import { isInside } from '../domain/inside-task.ts';
import { isOutside } from '../domain/task.ts';
import type { Task } from '../domain/task.ts';
import { killByHome } from '../lib/leftovers.ts';
import type { EngineDeps } from './deps.ts';
import { recoverApply } from './merge-queue/landed.ts';
import { finishPushed } from './push-work.ts';
import { lose } from './unread.ts';

const left = ['starting', 'running', 'waiting', 'applying'] as const;

/** Ends orphans, requeues what was under way, and decides applies that were cut short. Returns how many tasks it touched. */
export async function recover(deps: EngineDeps): Promise<number> {
  // Of every task: an agent may outlive the end of its run, which is written before its process is ended.
  const killed = await killByHome(deps.workspaces.root);
  const tasks = await deps.store.tasks.list({ states: left, home: deps.home });
  if (killed > 0) deps.log.info({ killed }, 'an earlier daemon left processes');
  // Agents from outside have not ended with the daemon: their leases say who still has a task (phase/phases.ts).
  const ours = tasks.filter((task) => !isOutside(task));
  for (const task of ours) await takeBack(deps, task);
  return ours.length;
}

/** Decides what becomes of a task that nobody works on any more. Never rejects. */
export async function takeBack(deps: EngineDeps, task: Task): Promise<void> {
  try {
    deps.log.info({ taskId: task.id, state: task.state }, 'this task was left by its worker');
    if (isInside(task)) await endInside(deps, task);
    else if (task.state === 'applying') await recoverApply(deps, task);
    else if (!(await finishPushed(deps, task))) await lose(deps.store, task, 'recovery');
  } catch (error) {
    // One task that cannot be recovered must not keep the others, or the daemon, from starting.
    deps.log.error({ taskId: task.id, error: messageOf(error) }, 'a task could not be recovered');
  }
}

/** Of a task inside its parent's agent: what it did is in that one's copy, whose agent asks again where it wants to. */
export async function endInside(
  { store }: Pick<EngineDeps, 'store'>,
  { id }: Pick<Task, 'id'>,
): Promise<void> {
  const reason = 'the agent that it worked in has ended';
  await store.tasks.change(id, { type: 'cancelled', reason, force: true }, { actor: 'recovery' });
}
