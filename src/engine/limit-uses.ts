// What tasks may use, and have used: their own limits, and the budgets of the day.
import type { Attempt } from '../domain/attempt.ts';
import { AppError } from '../domain/errors.ts';
import type { ProjectId } from '../domain/ids.ts';
import { canSpend, limitsInUse } from '../domain/limit-use.ts';
import type { DayUse, LimitUse } from '../domain/limit-use.ts';
import type { Task } from '../domain/task.ts';
import type { EngineDeps } from './deps.ts';

type Deps = Pick<EngineDeps, 'store' | 'settings' | 'model' | 'now'>;

/** Asked for one task after the other; reads what they share only once. */
export class LimitUses {
  readonly #deps: Deps;
  readonly #days = new Map<ProjectId, Promise<readonly DayUse[]>>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** `attempt` is the newest of the task. Rejects when the store does. */
  async of(task: Task, attempt: Attempt | undefined): Promise<readonly LimitUse[]> {
    const days = canSpend(task) ? await this.#daysOf(task.projectId) : [];
    return limitsInUse(task, attempt, days, this.#deps.now());
  }

  #daysOf(project: ProjectId): Promise<readonly DayUse[]> {
    const known = this.#days.get(project) ?? this.#read(project);
    this.#days.set(project, known);
    return known;
  }

  async #read(id: ProjectId): Promise<readonly DayUse[]> {
    const { store, settings, model } = this.#deps;
    const project = await store.projects.get(id);
    const spending = model?.spending;
    if (project === undefined || spending === undefined) return [];
    try {
      const { budgets } = await settings(project);
      await spending.load();
      return [
        { of: 'project_day', budget: budgets.projectDay, spent: spending.of(id) },
        { of: 'day', budget: budgets.day, spent: spending.all },
      ];
    } catch (error) {
      // A file of the repository that cannot be read is told by whatever needs it; a task can be shown without.
      if (error instanceof AppError) return [];
      throw error;
    }
  }
}
