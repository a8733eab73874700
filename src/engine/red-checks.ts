// What becomes of work that a check finds wrong: its output goes back to the agent, in the same session and copy, so often
// as the project allows. An agent that changes nothing is not asked again: the same tree has the same verdict.
import type { CheckRun, Evidence } from '../domain/evidence.ts';
import type { Oid, TaskId } from '../domain/ids.ts';
import { checkPrompt } from '../planning/check-prompt.ts';
import { detailOf, failureOf } from '../review/classify.ts';
import type { StoreOperations } from '../store/store.ts';
import type { RunContext } from './run-context.ts';

const key = 'red';

/** Kept with the run, so that a run that goes on after a crash neither forgets nor begins to count anew. */
interface Red {
  readonly tries: number;
  /** The tree that was found wrong last. */
  readonly tree: string;
  /** What the agent is told of it. */
  readonly told: string;
}

/** What the agent is to be told; null: it is not asked (again), and the task has failed. */
export async function sendBack(
  run: RunContext,
  tree: Oid,
  checks: readonly Evidence[],
): Promise<string | null> {
  const bad = checks.filter((check) => check.outcome !== 'passed');
  const limit = run.settings.checkRetries;
  const before = await read(run.deps.store, run.task.id);
  const tries = before?.tries ?? 0;
  if (tries >= limit || bad.every(isNotOfTheWork)) return null;
  if (before?.tree === tree) {
    run.note('warning', 'The agent changed nothing after a check failed; it is not asked again.');
    return null;
  }
  const told = run.kit.mask(
    checkPrompt(
      bad.map((check) => ({ message: failureOf(check).message, detail: detailOf(check) })),
      limit - tries - 1,
    ),
  );
  const names = bad.map((check) => `“${check.name}”`).join(', ');
  run.note('info', `Check ${names} did not pass: back to the agent (${tries + 1} of ${limit}).`);
  await run.change({ type: 'progressed', activity: 'agent', checks }, async (within) =>
    within.steps.put(run.task.id, key, { tries: tries + 1, tree, told } satisfies Red),
  );
  return told;
}

// A command that the shell does not know is not the agent's to mend, and it should not try.
function isNotOfTheWork({ outcome, exitCode }: CheckRun): boolean {
  return outcome === 'not_started' || exitCode === 127;
}

/** What the agent of a run that goes on has still to be told; null when nothing is wrong that we know of. */
export async function redOf(store: Pick<StoreOperations, 'steps'>, id: TaskId): Promise<string | null> {
  return (await read(store, id))?.told ?? null;
}

/** The work was good, or the task has failed: what comes next is counted anew. */
export async function forgetRed(within: Pick<StoreOperations, 'steps'>, id: TaskId): Promise<void> {
  if ((await read(within, id)) !== null) await within.steps.put(id, key, null);
}

async function read(store: Pick<StoreOperations, 'steps'>, id: TaskId): Promise<Red | null> {
  const stored = await store.steps.get(id, key);
  // Only this file writes the key.
  return stored === undefined || stored === null ? null : (stored as Red);
}
