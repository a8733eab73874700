// A subagent's run as a task: a child of the task whose agent asked for it, with the limits of that one.
import type { SubagentRequest } from '../../agents/driver.ts';
import { AppError } from '../../domain/errors.ts';
import { taskId } from '../../domain/ids.ts';
import type { Oid } from '../../domain/ids.ts';
import type { LimitSource } from '../../domain/limit-source.ts';
import { slug } from '../../domain/names.ts';
import type { Limits, Task } from '../../domain/task.ts';
import type { TaskDraft } from '../../store/store.ts';
import { baseOf } from '../finish.ts';
import { pinName } from '../run-context.ts';
import type { RunContext } from '../run-context.ts';

/** The agent that has subagents. */
const subagentsAgent = 'tasklane';

/** Throws `invalid_input` for a subagent that asks for one: they do not call each other without end. */
export async function createChild(parent: RunContext, request: SubagentRequest): Promise<Task> {
  const { deps, task, settings } = parent;
  if (task.policy === 'subagent')
    throw new AppError('invalid_input', 'A subagent cannot run another one.', {
      next: 'Do that part yourself, or name it in your last message.',
    });
  const id = taskId(deps.newId());
  const base = await beginning(parent, request, id);
  const title = `${request.subagent}: ${request.description}`.slice(0, 200);
  return deps.store.transition(async (within) => {
    const draft = await within.tasks.create(
      childOf(parent, {
        id,
        name: slug(title),
        title,
        prompt: request.prompt,
        model: modelFor(task, settings),
        setup: request.copy === 'own' ? task.setup : null,
        limits: limitsOf(task.limits, request.limits),
        subagent: { name: request.subagent, copy: request.copy, base },
      }),
      parent.actor,
    );
    return within.tasks.change(draft.id, { type: 'accepted' }, { actor: parent.actor });
  });
}

/** What differs from one subagent of a task to the next. */
export type ChildParts = Pick<
  TaskDraft,
  'id' | 'name' | 'title' | 'prompt' | 'model' | 'setup' | 'limits' | 'subagent'
>;

/** A child of the task, with all that it has from it. */
export function childOf({ task }: Pick<RunContext, 'task'>, parts: ChildParts): TaskDraft {
  return {
    ...parts,
    projectId: task.projectId,
    policy: 'subagent',
    agent: subagentsAgent,
    // Its parent's work is checked, with what comes from it.
    checks: [],
    priority: task.priority,
    dependsOn: [],
    releasedBy: 'applied',
    owner: task.owner,
    parentId: task.id,
    phaseId: null,
    // The parent answers for the files; with the same globs it would wait for its parent.
    owns: [],
    onViolation: task.onViolation,
    plan: null,
    category: null,
    template: null,
  };
}

// All that the parent's copy holds now. Kept for itself: the parent's own commits are those of its turns.
async function beginning(parent: RunContext, { copy }: SubagentRequest, id: string): Promise<Oid> {
  const base = baseOf(parent);
  if (copy === 'shared' || parent.workspace === null) return base;
  const { head } = await parent.hub.snapshot(parent.workspace, await parent.head(base), {
    message: 'What a subagent begins with\n',
    author: parent.author,
  });
  await parent.hub.pin(pinName({ id }, 'base'), head);
  return head;
}

// A model belongs to the agent that it was named with.
function modelFor(task: Task, settings: RunContext['settings']): string | null {
  if (task.agent === subagentsAgent) return task.model;
  return settings.agent === subagentsAgent ? settings.model : null;
}

function limitsOf(ofParent: Limits, own: SubagentRequest['limits']): Limits {
  const minutes = own.maxTimeMinutes === null ? Infinity : own.maxTimeMinutes * 60_000;
  const limits = {
    timeoutMs: Math.min(ofParent.timeoutMs, Math.max(1, Math.round(minutes))),
    maxTurns: smaller(ofParent.maxTurns, own.maxTurns),
    maxTokens: smaller(ofParent.maxTokens ?? null, own.maxTokens),
    maxCost: ofParent.maxCost ?? null,
  };
  const whose = (one: number | null, other: number | null): LimitSource =>
    one === other ? 'parent' : 'subagent';
  return {
    ...limits,
    from: {
      timeoutMs: whose(limits.timeoutMs, ofParent.timeoutMs),
      maxTurns: whose(limits.maxTurns, ofParent.maxTurns),
      maxTokens: whose(limits.maxTokens, ofParent.maxTokens ?? null),
      maxCost: 'parent',
    },
  };
}

function smaller(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
