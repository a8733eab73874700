// Several tasks attempt one thing: they are made at once, or from a task that is there, compared side by side, and one is kept.
import { AppError } from '../../domain/errors.ts';
import { policyOf } from '../../domain/policy.ts';
import { label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import { endOf } from '../../domain/variant.ts';
import { prepareTask } from '../create-task.ts';
import type { Changed, CreateTask } from '../create-task.ts';
import type { DeclaredOwnership } from '../declared-ownership.ts';
import { requireOwnProjectOf } from '../own-project.ts';
import { archive, cancel, dismiss } from '../task-commands.ts';
import type { TaskCommandDeps } from '../task-commands.ts';

/** What a variant has otherwise than the task that it is made from. */
export interface WantedVariant {
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
  readonly prompt?: string | undefined;
  /** Put behind the prompt, as a paragraph of its own. */
  readonly prompt_addition?: string | undefined;
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

  /** Makes one task for each of what is wanted, all of them or none. Throws what creating a task throws. */
  async create(
    input: CreateTask,
    wanted: readonly WantedVariant[],
    actor: string,
  ): Promise<readonly Changed[]> {
    const inputs = wanted.map((variant, index) => variantOf(input, variant, index));
    return this.#make(inputs, actor, null);
  }

  /** Makes more tasks like this one, all of them or none. Throws what creating a task throws. */
  async add(task: Task, wanted: readonly WantedVariant[], actor: string): Promise<readonly Changed[]> {
    await requireOwnProjectOf(this.#commands.deps, task);
    refuseUnfit(task);
    return this.#make(
      wanted.map((variant) => inputOf(task, variant)),
      actor,
      task,
    );
  }

  /** `first`: the one that they are made from, where there is one. */
  async #make(inputs: readonly CreateTask[], actor: string, first: Task | null): Promise<readonly Changed[]> {
    const { deps } = this.#commands;
    const ways = await Promise.all(inputs.map((input) => prepareTask(deps, this.#declared, input, actor)));
    return deps.store.transition(async (within) => {
      const known = first === null ? [] : await within.variants.of(first.id);
      if (first !== null && Math.max(1, known.length) + ways.length > maxVariants) throw tooMany(first);
      let group = known[0]?.group ?? first?.id ?? null;
      if (group !== null && group === first?.id) await within.variants.add({ group, taskId: first.id });
      const made: Changed[] = [];
      for (const make of ways) {
        const changed = await make(within);
        refuseSelfApplied(changed.task);
        group ??= changed.task.id;
        await within.variants.add({ group, taskId: changed.task.id });
        made.push(changed);
      }
      return made;
    });
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

function variantOf(input: CreateTask, variant: WantedVariant, index: number): CreateTask {
  const { agent = input.agent, model } = variant;
  const isOtherAgent = agent !== input.agent;
  return {
    ...input,
    prompt: promptFor(input.prompt, variant),
    agent,
    model: model ?? (isOtherAgent ? undefined : input.model),
    // They are about the same files, and only one of them is applied.
    allow_overlap: index === 0 ? input.allow_overlap : true,
  };
}

function promptFor(prompt: string, variant: WantedVariant): string {
  const { prompt: own = prompt, prompt_addition: addition } = variant;
  return addition === undefined ? own : `${own.trimEnd()}\n\n${addition}`;
}

function inputOf(task: Task, variant: WantedVariant): CreateTask {
  const { limits } = task;
  const isOtherAgent = variant.agent !== undefined && variant.agent !== task.agent;
  const model = variant.model ?? (isOtherAgent ? undefined : (task.model ?? undefined));
  return {
    project: task.projectId,
    prompt: promptFor(task.prompt, variant),
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
  if (why !== null) throw unfit(task, why);
}

function refuseSelfApplied(task: Task): void {
  if (appliesItself(task)) throw unfit(task, whySelfApplied);
}

const whySelfApplied = 'it applies its work by itself';
const appliesItself = ({ policy }: Task): boolean => policyOf(policy).whenDone === 'push';

function unfit(task: Task, why: string): AppError {
  return new AppError('invalid_transition', `Task ${label(task)} cannot have variants: ${why}.`, {
    next: 'Create several tasks and compare them by hand.',
    details: { task: task.id },
  });
}

function whyUnfit(task: Task): string | null {
  if (appliesItself(task)) return whySelfApplied;
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
