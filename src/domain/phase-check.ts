// Whether the tasks of a queue can be worked on side by side: ids, edges and ownership, all problems at once. Two tasks
// that could write one file must be ordered by blocked_by ("staged"), which is only worth a warning (decisions C10).
import { AppError } from './errors.ts';
import { parseOwnership } from './ownership.ts';
import type { Ownership } from './ownership.ts';
import { OwnershipIndex } from './ownership/ownership-index.ts';
import type { WrittenTask } from './phase-file.ts';
import { cyclesOf, predecessorsOf } from './phase-order.ts';
import type { PhaseProblem } from './phase-problem.ts';

export interface PhaseFindings {
  readonly problems: readonly PhaseProblem[];
  /** Whole sentences. */
  readonly warnings: readonly string[];
}

const maxTasks = 1000;

export function checkQueue(tasks: readonly WrittenTask[]): PhaseFindings {
  const findings = { problems: new Array<PhaseProblem>(), warnings: new Array<string>() };
  if (tasks.length > maxTasks) {
    const message = `there are ${tasks.length} tasks; a phase has at most ${maxTasks}`;
    return { problems: [{ line: 1, message }], warnings: [] };
  }
  const byId = firstById(tasks, findings.problems);
  findUnknown(tasks, byId, findings.problems);
  for (const cycle of cyclesOf(byId)) {
    const message = `tasks wait for each other: ${cycle.join(' → ')}`;
    findings.problems.push({ line: byId.get(cycle[0] ?? 0)?.lines.task ?? 1, message });
  }
  findOverlaps(byId, findings);
  if (findings.problems.length === 0 && !haveSideBySide(byId))
    findings.warnings.push(
      'No two of these tasks can be worked on side by side, so a phase brings nothing; tasks of their own, in order by --depends-on, are simpler.',
    );
  return findings;
}

/** Whether two of them are in no order. */
function haveSideBySide(byId: ReadonlyMap<number, WrittenTask>): boolean {
  const inOrder = [...predecessorsOf(byId).values()].reduce((sum, before) => sum + before.size, 0);
  return inOrder < (byId.size * (byId.size - 1)) / 2;
}

function firstById(
  tasks: readonly WrittenTask[],
  problems: PhaseProblem[],
): ReadonlyMap<number, WrittenTask> {
  const byId = new Map<number, WrittenTask>();
  for (const task of tasks) {
    const first = byId.get(task.id);
    if (first === undefined) byId.set(task.id, task);
    else
      problems.push({
        line: task.lines.id,
        message: `id ${task.id} is taken by the task on line ${first.lines.id}`,
      });
  }
  return byId;
}

function findUnknown(
  tasks: readonly WrittenTask[],
  byId: ReadonlyMap<number, WrittenTask>,
  problems: PhaseProblem[],
): void {
  for (const task of tasks)
    for (const [index, other] of task.blocked_by.entries())
      if (!byId.has(other))
        problems.push({
          line: task.lines.blockedBy[index] ?? task.lines.task,
          message: `task ${task.id} is blocked by ${other}, which is not in the queue`,
        });
}

function findOverlaps(
  byId: ReadonlyMap<number, WrittenTask>,
  found: { readonly problems: PhaseProblem[]; readonly warnings: string[] },
): void {
  const index = new OwnershipIndex();
  const before = predecessorsOf(byId);
  for (const task of byId.values()) {
    const ownership = ownershipOf(task, found.problems);
    if (ownership === null) continue;
    for (const conflict of index.conflicts(ownership)) {
      const other = byId.get(Number(conflict.id));
      if (other === undefined) continue;
      const globs = `\`${conflict.theirs}\` and \`${conflict.mine}\``;
      const words = `tasks ${other.id} and ${task.id} both own ${conflict.path} (${globs})`;
      const isStaged =
        before.get(task.id)?.has(other.id) === true || before.get(other.id)?.has(task.id) === true;
      const at = task.lines.ownership[task.ownership.indexOf(conflict.mine)];
      if (isStaged) found.warnings.push(`${words}; they run one after the other.`);
      else
        found.problems.push({
          line: at ?? task.lines.task,
          message: `${words}; order them with blocked_by, or give it to one of them`,
        });
    }
    index.add(String(task.id), ownership);
  }
}

/** Null when it cannot be read; then the problem is said. */
function ownershipOf(task: WrittenTask, problems: PhaseProblem[]): Ownership | null {
  if (task.ownership.length === 0) {
    const message = `task ${task.id} owns nothing; name the files it may change`;
    problems.push({ line: task.lines.task, message });
    return null;
  }
  const wrong = task.ownership.flatMap((glob, index) => {
    const message = refusalOf([glob]);
    return message === null ? [] : [{ line: task.lines.ownership[index] ?? task.lines.task, message }];
  });
  const whole = wrong.length === 0 ? refusalOf(task.ownership) : null;
  if (whole !== null) wrong.push({ line: task.lines.ownership[0] ?? task.lines.task, message: whole });
  problems.push(...wrong.map((each) => ({ ...each, message: `task ${task.id}: ${each.message}` })));
  return wrong.length === 0 ? parseOwnership(task.ownership) : null;
}

function refusalOf(globs: readonly string[]): string | null {
  try {
    parseOwnership(globs);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.next === undefined ? error.message : `${error.message} (${error.next})`;
  }
}
