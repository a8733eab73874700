// Lands entries of the queue that are proven: what is meant is written down, then the branch moves by one compare-and-swap,
// then all of them are done. Between these steps the process may die: the branch itself says which side of the swap it was.
import { messageOf } from '../../domain/errors.ts';
import type { Delivery } from '../../domain/delivery.ts';
import type { Oid } from '../../domain/ids.ts';
import type { Failure } from '../../domain/failure.ts';
import { mergeOf } from '../../domain/merge-entry.ts';
import type { Task } from '../../domain/task.ts';
import { keepUses } from '../conflicts/uses.ts';
import { clearUp, headOf, keepIntent } from '../merge-work.ts';
import type { Ground } from '../phase/ground.ts';
import { moveTarget, placeOf } from '../target.ts';
import type { BuiltLink } from './chain.ts';
import { evidenceFor, shareLogs } from './evidence.ts';
import type { Tested } from './tests.ts';

export interface Landing {
  readonly ground: Ground;
  /** Where the branch must stand. */
  readonly base: Oid;
  /** The first entries of the chain, all proven. */
  readonly links: readonly BuiltLink[];
  /** The test that speaks for an entry; undefined where none was needed. */
  readonly testOf: (link: BuiltLink) => Tested | undefined;
}

/**
 * `moved`: the branch is not at `base` any more. `behind`: the remote's is not. `changed`: one of the entries has left the
 * queue. `refused`: the remote wants none of it. Then nothing is done.
 */
export type Landed = 'landed' | 'moved' | 'behind' | 'changed' | { readonly refused: Failure };

/** The caller holds the project's branch lock. Throws when the store or the hub fails. */
export async function land(landing: Landing): Promise<Landed> {
  const { ground, base, links } = landing;
  const { hub, project, deps } = ground;
  const top = links.at(-1)?.commit ?? base;
  for (const link of links) await shareLogs(ground, link.task, landing.testOf(link));
  if (!(await intend(landing))) return 'changed';
  if (top === base && (await hub.branchHead(project.branch)) !== base) return 'moved';
  const moved = await moveTarget(ground, top, base);
  if (moved.kind === 'refused') return { refused: moved.notice };
  if (moved.kind !== 'done') return moved.kind;
  const delivery = moved.isHere ? await deliverTo(ground) : notHere(ground);
  const done = await deps.store.transition(async (within) => {
    const tasks: Task[] = [];
    for (const link of links) {
      const checks = evidenceFor(link.task, landing.testOf(link));
      const { isPushed } = moved;
      const event = { type: 'applied', commit: link.commit ?? base, delivery, checks, isPushed } as const;
      tasks.push(await within.tasks.change(link.task.id, event, { actor: link.task.merge.by }));
      await within.resolutions.used(link.used, deps.now());
    }
    return tasks;
  });
  for (const task of done) await clearUp(deps, task, hub);
  return 'landed';
}

/** Writes down with which commit each of them is about to land. False: one of them is not in the queue any more. */
async function intend({ ground, links, base, testOf }: Landing): Promise<boolean> {
  return ground.deps.store.transition(async (within) => {
    const tasks = await within.tasks.several(links.map((link) => link.task.id));
    const known = new Map(tasks.map((task) => [task.id, task]));
    if (links.some((link) => !isStillIn(link, known.get(link.task.id)))) return false;
    for (const link of links) {
      const { task, commit, used } = link;
      const checks = evidenceFor(task, testOf(link));
      if (known.get(task.id)?.state === 'ready')
        await within.tasks.change(task.id, { type: 'apply_started' }, { actor: task.merge.by });
      await keepIntent(within, task.id, { commit: commit ?? base, head: headOf(task), checks });
      await keepUses(within, task.id, used);
    }
    return true;
  });
}

/** Also the work must be the same: a task may have been sent back, and have come again with other commits. */
function isStillIn({ task }: BuiltLink, now: Task | undefined): boolean {
  return now?.deletedAt === null && mergeOf(now) !== null && now.result?.head === task.result?.head;
}

function notHere(ground: Ground): Delivery {
  const place = placeOf(ground);
  const reason = `It is pushed to ${place}. Your ${ground.project.branch} got commits of its own in that moment: bring it up to date with git pull.`;
  return { kind: 'left_alone', reason, files: [] };
}

// The branch has moved, and nothing that goes wrong from here on may say otherwise.
async function deliverTo({ hub, project, deps }: Ground): Promise<Delivery> {
  try {
    return await hub.deliver(project.branch);
  } catch (error) {
    deps.log.warn({ project: project.name, error: messageOf(error) }, 'applied work could not be delivered');
    const reason = `Your repository could not be reached (${messageOf(error)}). The applied work waits with Tasklane.`;
    return { kind: 'left_alone', reason, files: [] };
  }
}
