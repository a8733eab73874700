// Judges of variants: each a session of an agent that only reads, beside the tasks that are under way, one at a time for each
// project. What they come to is kept and shown; nothing is picked.
import { AppError, messageOf } from '../../domain/errors.ts';
import { rankingId } from '../../domain/ids.ts';
import type { TaskId } from '../../domain/ids.ts';
import { refuseModel } from '../../domain/model-place.ts';
import type { Ranking } from '../../domain/ranking/ranking.ts';
import { label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import { refuseMissingAgent } from '../create-task.ts';
import type { EngineDeps } from '../deps.ts';
import { findOwnProject } from '../own-project.ts';
import { AgentsAtWork } from '../planning/agents-at-work.ts';
import { failed, judgeVariants } from './judging.ts';
import type { Judged, Judging } from './judging.ts';
import type { Variants } from './variants.ts';

export interface WantedJudge {
  /** Otherwise that of the settings. */
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
}

export class Judges {
  readonly #deps: EngineDeps;
  readonly #variants: Variants;
  /** By their groups of variants. */
  readonly #running = new AgentsAtWork<TaskId>();

  constructor(deps: EngineDeps, variants: Variants) {
    this.#deps = deps;
    this.#variants = variants;
  }

  /** What judges of an earlier daemon were at has come to nothing. */
  async start(): Promise<void> {
    const { store, home } = this.#deps;
    for (const ranking of await store.rankings.working(home))
      await this.#keep(ranking, failed(['The daemon stopped while the judge was at work. Ask again.']));
  }

  async stop(): Promise<void> {
    await this.#running.stopAll();
  }

  /** The newest ranking of the task's variants; null when nobody was asked, or it has none. */
  async of(task: Task): Promise<Ranking | null> {
    const [member] = await this.#deps.store.variants.of(task.id);
    return member === undefined ? null : ((await this.#deps.store.rankings.latest(member.group)) ?? null);
  }

  /** Waits until no judge is at the variants of the task any more, or for `ms`. */
  async settled(task: Task, ms: number): Promise<void> {
    const [member] = await this.#deps.store.variants.of(task.id);
    if (member !== undefined) await this.#running.settled(member.group, ms);
  }

  /**
   * Answers at once; a judge begins. Throws `not_found` without variants, `invalid_transition` when fewer than two have work
   * to be compared or a judge is at it, `unknown_agent`, `agent_unavailable`, `invalid_input`, `other_home`.
   */
  async judge(task: Task, { agent, model }: WantedJudge, actor: string): Promise<Ranking> {
    const project = await findOwnProject(this.#deps, task.projectId);
    const variants = await this.#variants.of(task);
    const settings = await this.#deps.settings(project);
    const name = agent ?? settings.agent;
    const entry = await refuseMissingAgent(this.#deps, project, name);
    const chosen = model ?? (name === settings.agent ? settings.model : null);
    if (chosen !== null) refuseModel(entry, chosen);
    const tasks = variants.filter(isFinished);
    if (tasks.length < 2) throw tooFew(task, tasks.length);
    const group = (await this.#deps.store.variants.of(task.id))[0]?.group ?? task.id;
    const ranking: Ranking = {
      ...failed([]),
      id: rankingId(this.#deps.newId()),
      projectId: project.id,
      group,
      state: 'working',
      agent: name,
      model: chosen,
      by: actor,
      compared: tasks.map(({ id }) => id),
      leftOut: variants.filter((one) => !isFinished(one)).map(({ id }) => id),
      createdAt: this.#deps.now(),
      endedAt: null,
    };
    await this.#put(ranking, actor);
    this.#begin({ ranking, project, settings, entry, tasks });
    return ranking;
  }

  #begin(judging: Judging): void {
    const { ranking, project } = judging;
    this.#running.begin(
      ranking.group,
      project.id,
      async (signal) => this.#keep(ranking, await judgeVariants(this.#deps, judging, signal)),
      // What was cut short by the end of the daemon is told by the next one.
      (error) =>
        this.#deps.log.error({ rankingId: ranking.id, error: messageOf(error) }, 'a ranking was not kept'),
    );
  }

  async #keep(ranking: Ranking, judged: Judged): Promise<void> {
    await this.#put({ ...ranking, ...judged, endedAt: this.#deps.now() }, `agent:${ranking.agent}`);
  }

  /** The ranking, and the word of it in the log of each task that is still there. */
  async #put(ranking: Ranking, actor: string): Promise<void> {
    const { id, state, agent, places, compared } = ranking;
    await this.#deps.store.transition(async (within) => {
      await within.rankings.put(ranking);
      for (const task of await within.tasks.several(compared)) {
        const index = places.findIndex((place) => place.taskId === task.id);
        const place = index < 0 ? null : index + 1;
        const body = { type: 'run.ranking', ranking: id, state, agent, place, of: compared.length } as const;
        await within.events.append(task.id, [body], { actor });
      }
    });
  }
}

const finished: readonly Task['state'][] = ['ready', 'applying', 'done', 'failed'];

/** Whether it has work that stays as it is. */
function isFinished(task: Task): boolean {
  return finished.includes(task.state) && task.result !== null;
}

function tooFew(task: Task, count: number): AppError {
  return new AppError(
    'invalid_transition',
    `Of the variants of task ${label(task)} ${count === 1 ? 'one has' : 'none have'} finished work; a judge compares two or more.`,
    {
      next: `See how they stand: tasklane task compare ${task.name}`,
      details: { task: task.id, finished: count },
    },
  );
}
