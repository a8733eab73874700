// Several tasks attempt one thing: they are made from a task that is there, compared side by side, and one is kept.
import { AppError } from '../../domain/errors.ts';
import { policyOf } from '../../domain/policy.ts';
import { label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import { endOf } from '../../domain/variant.ts';
import { createTask } from '../create-task.ts';
import type { Changed } from '../create-task.ts';
import type { DeclaredOwnership } from '../declared-ownership.ts';
import { requireOwnProjectOf } from '../own-project.ts';
import { archive, cancel, dismiss } from '../task-commands.ts';
import type { TaskCommandDeps } from '../task-commands.ts';

/** What a variant has otherwise than the task that it is made from. */
export interface WantedVariant {
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
  readonly prompt?: string | undefined;
}

export interface Picked {
  readonly kept: Task;
  /** As they are now. */
  readonly letGo: readonly Task[];
  /** What could not be let go of, and why. */
  readonly left: readonly { readonly task: Task; readonly error: AppError }[];
}

/** More at once is a mistake, or somebody else's money. */
const maxVariants = 10;

export class Variants {
  readonly #commands: TaskCommandDeps;
  readonly #declared: DeclaredOwnership;

  constructor(commands: TaskCommandDeps, declared: DeclaredOwnership) {
    this.#commands = commands;
    this.#declared = declared;
  }

  /** Makes more tasks like this one. Throws what creating a task throws; then the ones before it are there. */
  async add(task: Task, wanted: readonly WantedVariant[], actor: string): Promise<readonly Changed[]> {
    const { deps } = this.#commands;
    await requireOwnProjectOf(deps, task);
    refuseUnfit(task);
    const there = (await deps.store.variants.of(task.id)).length;
    if (Math.max(1, there) + wanted.length > maxVariants) throw tooMany(task);
    const group = (await deps.store.variants.of(task.id))[0]?.group ?? task.id;
    await deps.store.variants.add({ group, taskId: task.id });
    const made: Changed[] = [];
    for (const variant of wanted) {
      const changed = await createTask(deps, this.#declared, inputOf(task, variant), actor);
      await deps.store.variants.add({ group, taskId: changed.task.id });
      made.push(changed);
    }
    return made;
  }

  /** All of the group that are not deleted, oldest first. Throws `not_found` for a task that has no variants. */
  async of(task: Task): Promise<readonly Task[]> {
    const { store } = this.#commands.deps;
    const members = await store.variants.of(task.id);
    const tasks = await store.tasks.several(members.map((member) => member.taskId));
    const there = tasks
      .filter((one) => one.deletedAt === null)
      .toSorted((one, other) => one.number - other.number);
    if (there.length > 1) return there;
    throw new AppError('not_found', `Task ${label(task)} has no variants.`, {
      next: `Make some: tasklane task variants ${task.name} --variant agent=NAME`,
      details: { task: task.id },
    });
  }

  /**
   * Keeps one and lets go of the others: ready ones are dismissed, drafts and failed ones archived, the rest cancelled. Throws
   * `invalid_transition` unless it is ready or done.
   */
  async pick(task: Task, actor: string): Promise<Picked> {
    const { deps } = this.#commands;
    await requireOwnProjectOf(deps, task);
    const others = (await this.of(task)).filter((one) => one.id !== task.id);
    if (task.state !== 'ready' && task.state !== 'done')
      throw new AppError(
        'invalid_transition',
        `Task ${label(task)} is ${task.state}; only finished work can be picked.`,
        {
          next: `Wait for it: tasklane task wait ${task.name}`,
          details: { task: task.id, state: task.state },
        },
      );
    const letGo: Task[] = [];
    const left: { task: Task; error: AppError }[] = [];
    for (const other of others) {
      try {
        const ended = await this.#end(other, task, actor);
        if (ended !== null) letGo.push(ended);
      } catch (error) {
        // One that moved on meanwhile, such as into the merge queue, must not keep the others.
        if (!(error instanceof AppError)) throw error;
        left.push({ task: other, error });
      }
    }
    return { kept: (await deps.store.tasks.get(task.id)) ?? task, letGo, left };
  }

  async #end(task: Task, kept: Task, actor: string): Promise<Task | null> {
    switch (endOf(task)) {
      case 'dismiss':
        return dismiss(this.#commands, task, { actor });
      case 'archive':
        return archive(this.#commands, task, { actor });
      case 'cancel':
        return cancel(this.#commands, task, { reason: `${label(kept)} was picked` }, actor);
      case null:
        return null;
    }
  }
}

function inputOf(task: Task, variant: WantedVariant): Parameters<typeof createTask>[2] {
  const { limits } = task;
  const isOtherAgent = variant.agent !== undefined && variant.agent !== task.agent;
  const model = variant.model ?? (isOtherAgent ? undefined : (task.model ?? undefined));
  return {
    project: task.projectId,
    prompt: variant.prompt ?? task.prompt,
    title: task.title,
    name: task.name,
    agent: variant.agent ?? task.agent,
    model,
    checks: task.checks.map(({ timeoutMs, group, reports, ...check }) => ({
      ...check,
      timeout_ms: timeoutMs,
      group,
      reports: reports === undefined ? undefined : [...reports],
    })),
    policy: task.policy,
    priority: task.priority,
    timeout_ms: limits.timeoutMs,
    max_turns: limits.maxTurns ?? undefined,
    max_tokens: limits.maxTokens ?? undefined,
    max_cost: limits.maxCost ?? undefined,
    draft: task.state === 'draft',
    depends_on: task.dependsOn,
    released_by: task.releasedBy,
    owns: task.owns,
    // They are about the same files, and only one of them is applied.
    allow_overlap: true,
    on_violation: task.onViolation,
    owner: task.owner ?? undefined,
  };
}

function refuseUnfit(task: Task): void {
  const why = whyUnfit(task);
  if (why === null) return;
  throw new AppError('invalid_transition', `Task ${label(task)} cannot have variants: ${why}.`, {
    next: 'Create several tasks and compare them by hand.',
    details: { task: task.id },
  });
}

function whyUnfit(task: Task): string | null {
  if (policyOf(task.policy).whenDone === 'push') return 'it applies its work by itself';
  if (task.template !== null) return 'it is made from a template';
  if (task.phaseId !== null) return 'it is of a phase';
  if (task.parentId !== null) return 'it is of a subagent';
  return null;
}

function tooMany(task: Task): AppError {
  return new AppError('invalid_input', `Task ${label(task)} would have more than ${maxVariants} variants.`, {
    next: 'Compare fewer at once.',
    details: { task: task.id, max: maxVariants },
  });
}
