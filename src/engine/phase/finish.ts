// Carries the end of a phase through: what was meant stands in the store before the branch moves, so that after a crash the
// branch itself says whether it happened, for the phase and all its tasks alike.
import { AppError, messageOf } from '../../domain/errors.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Failure } from '../../domain/failure.ts';
import { oid } from '../../domain/ids.ts';
import type { PhaseId } from '../../domain/ids.ts';
import type { LifecycleEvent } from '../../domain/lifecycle.ts';
import { toState } from '../../domain/phase.ts';
import type { Phase } from '../../domain/phase.ts';
import { isDropped, queueOf } from '../../domain/phase-queue.ts';
import type { PhaseEntry } from '../../domain/phase-queue.ts';
import type { Task } from '../../domain/task.ts';
import type { StoreOperations } from '../../store/store.ts';
import type { EngineDeps } from '../deps.ts';
import { failureOfError } from '../failure-of-error.ts';
import { patientStore } from '../patient-store.ts';
import { clearCopies } from './give-back.ts';
import { entriesOf, nameOf, unfinished } from './entries.ts';
import { groundOf } from './ground.ts';
import type { Ground } from './ground.ts';
import { integrate, keeperOf } from './integrate.ts';
import type { Merges } from './integrate.ts';
import { tellPhase } from './tell.ts';

const intentKey = 'integration';

/** Resolves when the phase is finished, or open again with its notice. Finished before: nothing happens. */
export async function finishPhase(
  deps: EngineDeps,
  id: PhaseId,
  actor: string,
  signal: AbortSignal,
): Promise<Phase> {
  const { projectId } = await phaseOf(deps.store, id);
  return deps.branchLock.run(projectId, async () => {
    const begun = await deps.store.transition((within) => begin(deps, within, id, actor));
    if (begun.state !== 'integrating') return begun;
    const store = patientStore(deps.store, signal);
    return carryThrough({ ...deps, store }, begun, actor, signal);
  });
}

async function begin(deps: EngineDeps, within: StoreOperations, id: PhaseId, actor: string): Promise<Phase> {
  const phase = await phaseOf(within, id);
  if (phase.state === 'finished') return phase;
  const entries = await entriesOf(within, phase);
  if (phase.state !== 'open') throw refusal(phase, `it is ${phase.state}`);
  const left = unfinished(entries);
  if (left.length > 0)
    throw refusal(
      phase,
      `not complete yet: ${left.map(({ entry, task }) => `${nameOf(entry, task)} (${task?.state ?? ''})`).join(', ')}`,
    );
  for (const { task } of entries)
    if (task?.state === 'ready') await within.tasks.change(task.id, { type: 'apply_started' }, { actor });
  const integrating = toState(phase, { state: 'integrating' }, deps.now());
  await within.phases.update(integrating);
  await tellPhase(within, integrating, actor);
  return integrating;
}

function refusal(phase: Phase, because: string): AppError {
  return new AppError('invalid_transition', `Phase “${phase.name}” cannot be finished: ${because}.`, {
    next: 'Complete, or cancel, what is left; see `tasklane queue phase show`.',
    details: { phase: phase.id, state: phase.state },
  });
}

async function carryThrough(
  deps: EngineDeps,
  phase: Phase,
  actor: string,
  signal: AbortSignal,
): Promise<Phase> {
  try {
    const ground = await groundOf(deps, phase.projectId);
    const entries = await entriesOf(deps.store, phase);
    const intend = async (merges: Merges, evidence: readonly Evidence[]): Promise<void> =>
      keepIntent(deps, entries, { merges, evidence });
    const outcome = await integrate({ ground, phase, entries, intend, signal });
    if (outcome.kind === 'refused') return await reopen(deps, phase, outcome.notice, outcome.evidence, actor);
    return await conclude(ground, phase, outcome, actor);
  } catch (error) {
    deps.log.warn({ phaseId: phase.id, error: messageOf(error) }, 'an integration broke off');
    return decidePhase(deps, phase, actor, signal.aborted ? null : error);
  }
}

/**
 * After a crash (`because` is null), or an error in the middle: the branch says whether the phase was merged. If not, the
 * phase is open as it was before; only an error is a notice.
 */
export async function decidePhase(
  deps: EngineDeps,
  phase: Phase,
  actor: string,
  because: unknown,
): Promise<Phase> {
  const ground = await groundOf(deps, phase.projectId);
  const meant = await readIntent(deps, await entriesOf(deps.store, phase));
  const head = await ground.hub.branchHead(ground.project.branch);
  if (meant !== null && head !== null && (await ground.hub.isAncestor(meant.merges.commit, head)))
    return conclude(ground, phase, meant, actor);
  if (because !== null) return reopen(deps, phase, failureOfError(because), [], actor);
  const open = { state: 'open', notice: null, evidence: [] } as const;
  return changeTasks(
    deps,
    phase,
    actor,
    () => ({ type: 'lost' }),
    () => open,
  );
}

interface Intent {
  readonly merges: Merges;
  readonly evidence: readonly Evidence[];
}

async function keepIntent(
  deps: EngineDeps,
  entries: readonly PhaseEntry[],
  { merges, evidence }: Intent,
): Promise<void> {
  const keeper = keeperOf(entries);
  if (keeper === undefined) return;
  const stored = { commit: merges.commit, byTask: [...merges.byTask], evidence };
  await deps.store.steps.put(keeper.id, intentKey, stored);
}

async function readIntent(deps: EngineDeps, entries: readonly PhaseEntry[]): Promise<Intent | null> {
  const keeper = keeperOf(entries);
  const stored = keeper === undefined ? undefined : await deps.store.steps.get(keeper.id, intentKey);
  if (stored === undefined) return null;
  // Only keepIntent writes this key.
  const { commit, byTask, evidence } = stored as {
    readonly commit: string;
    readonly byTask: readonly (readonly [string, string])[];
    readonly evidence: readonly Evidence[];
  };
  const commits = new Map(byTask.map(([id, each]) => [id, oid(each)]));
  return { merges: { commit: oid(commit), byTask: commits }, evidence };
}

/** The branch has it: tasks are done, ownership is free, the queue is archived, and what is not needed goes away. */
async function conclude(
  ground: Ground,
  phase: Phase,
  { merges, evidence }: Intent,
  actor: string,
): Promise<Phase> {
  const { deps, hub, project } = ground;
  const delivery = await hub.deliver(project.branch);
  const { commit, byTask } = merges;
  const finished = await changeTasks(
    deps,
    phase,
    actor,
    (task, isKeeper) => ({
      type: 'applied',
      commit: byTask.get(task.id) ?? commit,
      delivery,
      checks: isKeeper ? evidence : [],
    }),
    (queue) => ({ state: 'finished', commit, delivery, evidence, queue }),
  );
  await clearAway(ground, finished);
  return finished;
}

async function reopen(
  deps: EngineDeps,
  phase: Phase,
  notice: Failure,
  evidence: readonly Evidence[],
  actor: string,
): Promise<Phase> {
  return changeTasks(
    deps,
    phase,
    actor,
    (_, isKeeper) => ({ type: 'apply_refused', notice, checks: isKeeper ? evidence : [] }),
    () => ({ state: 'open', notice, evidence }),
  );
}

/** All tasks that are being applied, and the phase, in one transaction. */
async function changeTasks(
  deps: EngineDeps,
  before: Phase,
  actor: string,
  eventFor: (task: Task, isKeeper: boolean) => LifecycleEvent,
  statusFor: (queue: ReturnType<typeof queueOf>) => Parameters<typeof toState>[1],
): Promise<Phase> {
  return deps.store.transition(async (within) => {
    const phase = await phaseOf(within, before.id);
    const entries = await entriesOf(within, phase);
    const keeper = keeperOf(entries);
    for (const { task } of entries)
      if (task?.state === 'applying')
        await within.tasks.change(task.id, eventFor(task, task.id === keeper?.id), { actor });
    const after = toState(phase, statusFor(queueOf(await entriesOf(within, phase))), deps.now());
    await within.phases.update(after);
    await tellPhase(within, after, actor);
    return after;
  });
}

/** Takes the copies away, and the branches of what was merged. Never rejects: nothing of this can undo what is done. */
export async function clearAway(ground: Ground, phase: Phase): Promise<void> {
  const { deps, hub, project } = ground;
  for (const { task } of await entriesOf(deps.store, phase)) {
    if (task === undefined) continue;
    try {
      await clearCopies(deps, task);
      await deps.workspaces.remove(deps.workspaces.dirOf(project.id, task.id));
      if (!isDropped(task)) await hub.publish(task.branch, null);
    } catch (error) {
      deps.log.warn({ taskId: task.id, error: messageOf(error) }, 'could not clear up after a phase');
    }
  }
}

async function phaseOf(store: Pick<StoreOperations, 'phases'>, id: PhaseId): Promise<Phase> {
  const phase = await store.phases.get(id);
  if (phase === undefined) throw new AppError('not_found', `Phase ${id} was removed.`);
  return phase;
}
