// The main thread of each project: takes requests, runs planners for them beside the tasks that are under way, and carries out
// what a person decides about the drafts. One planner at a time for each project; the others wait.
import type { Reach } from '../../domain/access.ts';
import type { Usage } from '../../domain/attempt.ts';
import { AppError, messageOf } from '../../domain/errors.ts';
import { requestId } from '../../domain/ids.ts';
import type { RequestId } from '../../domain/ids.ts';
import { refuseModel } from '../../domain/model-place.ts';
import type { Activity } from '../../domain/planning/activity.ts';
import type { DraftChange } from '../../domain/planning/change.ts';
import { issueText } from '../../domain/planning/issue.ts';
import type { ProposedTask } from '../../domain/planning/proposal.ts';
import {
  changedByHand,
  decided,
  directed,
  newRequest,
  proposedIn,
  requireRevision,
  revised,
  withDirections,
  withDrafts,
  withOutcome,
} from '../../domain/planning/request.ts';
import type { Direction, Outcome, Request, RequestKind } from '../../domain/planning/request.ts';
import type { Project } from '../../domain/project.ts';
import type { Task } from '../../domain/task.ts';
import { SerialByKey } from '../../lib/serial.ts';
import type { RequestFilter } from '../../store/store.ts';
import { refuseMissingAgent } from '../create-task.ts';
import type { EngineDeps, Settings } from '../deps.ts';
import { findOwnProject, requireOwnProjectOf } from '../own-project.ts';
import { aboutOf, reopen } from './about-task.ts';
import { AgentsAtWork } from './agents-at-work.ts';
import { byHand } from './by-hand.ts';
import { withVariants } from './directions.ts';
import type { AddVariants } from './directions.ts';
import { bringToBoard, dropUnfinished, putAway } from './drafts.ts';
import type { Create } from './drafts.ts';
import type { Maps } from './maps.ts';
import { nothing, propose } from './propose.ts';
import { fetchIssue } from './fetch-issue.ts';
import { fromChecklist } from './from-checklist.ts';
import { Intakes } from './intakes.ts';
import { refuseForKind, wordsOf } from './refuse-request.ts';
import { RequestDesk } from './request-news.ts';
import type { RequestNews } from './request-news.ts';
import { Schedules } from './schedules.ts';
import { threadBefore } from './thread.ts';

export interface Submit {
  /** Id or name. */
  readonly project: string;
  readonly kind: RequestKind;
  /** Empty is only good for a task that is there already. */
  readonly text: string;
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
  /** Of what was promised under an id before it could be made. */
  readonly id?: RequestId;
  /** A failed task, or a draft, that is to be asked for differently. */
  readonly about?: Task | undefined;
  readonly directions?: readonly Direction[] | undefined;
}

export interface TaskWays {
  readonly create: Create;
  readonly accept: (task: Task, actor: string) => Promise<Task>;
  readonly variants: AddVariants;
}

export class Requests {
  /** What is made again and again, or later. */
  readonly schedules: Schedules;
  /** Where issue trackers send issues. */
  readonly intakes: Intakes;
  readonly #deps: EngineDeps;
  readonly #maps: Maps;
  readonly #ways: TaskWays;
  /** Of two who change one request, the second one sees what the first one did. */
  readonly #changes = new SerialByKey();
  readonly #planners = new AgentsAtWork<RequestId>();
  readonly #desk = new RequestDesk();

  constructor(deps: EngineDeps, maps: Maps, ways: TaskWays) {
    this.#deps = deps;
    this.#maps = maps;
    this.#ways = ways;
    const submit = (input: Submit, actor: string): Promise<Request> => this.submit(input, actor);
    this.schedules = new Schedules(deps, { create: ways.create, submit });
    this.intakes = new Intakes(deps, submit);
  }

  /** What an earlier daemon was at has come to nothing; its agents are gone. */
  async start(): Promise<void> {
    const { store, home } = this.#deps;
    for (const request of await store.requests.list({ states: ['working'], home })) {
      await dropUnfinished(this.#deps, request);
      await this.#keep(request, {
        ...nothing,
        problems: ['The daemon stopped while the planner was at work. Revise the request, or make it again.'],
      });
    }
    await this.schedules.start();
  }

  async stop(): Promise<void> {
    await this.schedules.stop();
    await this.#planners.stopAll();
  }

  /**
   * Answers at once; a planner begins. Throws `invalid_input`, `invalid_transition`, `unknown_agent`, `agent_unavailable`,
   * `other_home`.
   */
  async submit(input: Submit, actor: string): Promise<Request> {
    const project = await findOwnProject(this.#deps, input.project);
    const settings = await this.#deps.settings(project);
    const agent = input.agent ?? settings.agent;
    const entry = await refuseMissingAgent(this.#deps, project, agent);
    const model = input.model ?? (agent === settings.agent ? settings.model : null);
    if (model !== null) refuseModel(entry, model);
    const about = input.about === undefined ? null : aboutOf(input.about, project);
    const { kind, directions = [] } = input;
    refuseForKind(kind, about !== null, directions);
    for (const direction of directions) await this.#refuseDirection(project, settings, direction);
    const text = wordsOf(input.text === '' ? (about?.prompt ?? '') : input.text);
    const request = newRequest({
      id: input.id ?? requestId(this.#deps.newId()),
      projectId: project.id,
      kind,
      text,
      agent,
      model,
      by: actor,
      about,
      directions,
      createdAt: this.#deps.now(),
    });
    if (input.about !== undefined) await reopen(this.#deps, input.about, actor);
    await this.#deps.store.requests.insert(request);
    this.#begin(request);
    return request;
  }

  /** The same of an issue by its address. Throws also `tracker_failed`. */
  async submitIssue(
    { url, ...input }: Omit<Submit, 'text'> & { readonly url: string },
    actor: string,
  ): Promise<Request> {
    const project = await findOwnProject(this.#deps, input.project);
    const { issueTrackers } = await this.#deps.settings(project);
    const text = issueText(await fetchIssue(this.#deps, url, issueTrackers));
    return this.submit({ ...input, text }, actor);
  }

  /** Each open item of a checklist as a draft, without a planner. */
  async submitChecklist(
    input: { readonly project: string; readonly text: string },
    actor: string,
  ): Promise<Request> {
    const made = await fromChecklist(this.#deps, this.#ways.create, input, actor);
    this.#desk.changed(made);
    return made;
  }

  async #refuseDirection(project: Project, settings: Settings, { agent, model }: Direction): Promise<void> {
    const entry = await refuseMissingAgent(this.#deps, project, agent ?? settings.agent);
    if (model !== null) refuseModel(entry, model);
  }

  /** By id or the beginning of one. Throws `not_found`, `ambiguous`. */
  async find(ref: string, reach: Reach): Promise<Request> {
    const found = await this.#deps.store.requests.find(ref, reach);
    if (found !== undefined) return found;
    throw new AppError('not_found', `There is no request “${ref}”.`, {
      next: 'See `tasklane plan list` for those there are.',
      details: { ref },
    });
  }
  /** Newest first. */
  async list(filter: RequestFilter): Promise<readonly Request[]> {
    return this.#deps.store.requests.list(filter);
  }
  /** What the planner at work on it has done so far, oldest first. */
  activity({ id }: Pick<Request, 'id'>): readonly Activity[] {
    return this.#desk.activity(id);
  }
  /** Told of each change and of what planners do; of those of this home. Returns how to stop. */
  listen(listener: (news: RequestNews) => void): () => void {
    return this.#desk.listen(listener);
  }
  /**
   * The request when nobody works on it any more, or as it is after `ms`. With `seen`, as soon as its planner has done more
   * than so many things.
   */
  async settled(request: Request, ms: number, seen?: number): Promise<Request> {
    const more = async (over: AbortSignal): Promise<void> =>
      new Promise((done) => {
        const look = ({ request: { id, state }, activity }: RequestNews): void => {
          if (id !== request.id) return;
          if (state !== 'working' || (seen !== undefined && activity.length > seen)) done();
        };
        over.addEventListener('abort', this.#desk.listen(look), { once: true });
        look({ request, activity: this.#desk.activity(request.id) });
      });
    await this.#planners.settled(request.id, ms, more);
    return this.find(request.id, null);
  }
  /** Its drafts, in the order of the proposal. */
  async drafts({ drafts }: Request): Promise<readonly Task[]> {
    const tasks = await this.#deps.store.tasks.several(drafts.map(({ taskId }) => taskId));
    return drafts.flatMap(({ taskId }) => tasks.find(({ id }) => id === taskId) ?? []);
  }

  /** The planner goes on with what the person wants otherwise. Throws `invalid_transition`, `stale_version`. */
  async revise(request: Request, words: string): Promise<Request> {
    const next = await this.#change(request, async (now) => revised(now, wordsOf(words), this.#deps.now()));
    this.#begin(next);
    return next;
  }

  /**
   * Changes the drafts by hand, as a revision of its own. `revision` is the one that the person read. Throws `stale_version`,
   * `invalid_input`, `invalid_transition`.
   */
  async edit(request: Request, revision: number, change: DraftChange, actor: string): Promise<Request> {
    return this.#change(request, async (now) => {
      requireRevision(now, revision);
      const project = await findOwnProject(this.#deps, now.projectId);
      const made = await byHand(this.#deps, this.#maps, { request: now, project }, change);
      const { drafts, doubts } = await bringToBoard(
        this.#deps,
        { create: this.#ways.create, maps: this.#maps },
        now,
        project,
        {
          tasks: made.tasks,
          before: proposedIn(now),
        },
      );
      const tasks = { tasks: made.tasks, doubts: [...made.doubts, ...doubts], drafts };
      return changedByHand(now, tasks, actor, this.#deps.now());
    });
  }

  /** In which directions its draft is done. `revision` is the one that the person read. Throws what `submit` and `edit` throw. */
  async direct(request: Request, revision: number, directions: readonly Direction[]): Promise<Request> {
    refuseForKind(request.kind, false, directions);
    const project = await findOwnProject(this.#deps, request.projectId);
    const settings = await this.#deps.settings(project);
    for (const direction of directions) await this.#refuseDirection(project, settings, direction);
    return this.#change(request, async (now) => {
      requireRevision(now, revision);
      return directed(now, directions, this.#deps.now());
    });
  }

  /** Starts all that is still a draft, once in each direction. What was put away by hand stays away. */
  async accept(request: Request, actor: string): Promise<Request> {
    const next = await this.#change(request, async (now) => {
      // Before anything is decided: what cannot be made leaves it as it is.
      decided(now, 'accepted', 0);
      const drafts = await withVariants(this.#deps, this.#ways.variants, now, actor);
      const made = drafts === now.drafts ? now : withDirections(now, drafts, this.#deps.now());
      if (made !== now) await this.#deps.store.requests.update(made);
      return decided(made, 'accepted', this.#deps.now());
    });
    for (const task of await this.drafts(next))
      if (task.state === 'draft' && task.deletedAt === null) await this.#ways.accept(task, actor);
    return next;
  }

  /** Puts the request and what is still a draft of it away; ends its planner. A task that was there before stays a draft. */
  async archive(request: Request, actor: string): Promise<Request> {
    await requireOwnProjectOf(this.#deps, request);
    const running = this.#planners.get(request.id);
    running?.stop.abort(new Error(`${actor} archived the request`));
    if (running?.isBegun === true) await running.done;
    const next = await this.#change(request, async (now) => decided(now, 'archived', this.#deps.now()));
    for (const { taskId } of next.drafts)
      if (taskId !== next.about?.taskId) await putAway(this.#deps, taskId, actor);
    return next;
  }

  async #change(request: Request, work: (now: Request) => Promise<Request>): Promise<Request> {
    await requireOwnProjectOf(this.#deps, request);
    return this.#changes.run(request.id, async () => {
      const next = await work(await this.find(request.id, null));
      await this.#deps.store.requests.update(next);
      this.#desk.changed(next);
      return next;
    });
  }

  #begin(request: Request): void {
    this.#desk.changed(request);
    this.#planners.begin(
      request.id,
      request.projectId,
      async (signal) => this.#work(request, signal),
      (error) =>
        this.#deps.log.error(
          { requestId: request.id, error: messageOf(error) },
          'a request was not answered',
        ),
    );
  }

  async #work(begun: Request, signal: AbortSignal): Promise<void> {
    let request = begun;
    let before = proposedIn(begun);
    const project = await findOwnProject(this.#deps, request.projectId);
    const settings = await this.#deps.settings(project);
    const entry = await refuseMissingAgent(this.#deps, project, request.agent);
    const thread = await threadBefore(this.#deps, request);
    const tell = (line: Omit<Activity, 'at'>): void =>
      this.#desk.did(request.id, { ...line, at: this.#deps.now() });
    const bring = async (tasks: readonly ProposedTask[]): Promise<readonly string[]> => {
      signal.throwIfAborted();
      const made = await bringToBoard(
        this.#deps,
        { create: this.#ways.create, maps: this.#maps },
        request,
        project,
        { tasks, before },
      );
      before = tasks;
      const next = withDrafts(request, made.drafts, this.#deps.now());
      await this.#deps.store.requests.update(next);
      request = next;
      this.#desk.changed(next);
      return made.doubts;
    };
    const given = { request, project, settings, entry, thread, tell, bring };
    const { outcome, usage } = await propose(this.#deps, this.#maps, given, signal);
    await this.#keep(request, outcome, usage);
  }

  async #keep(request: Request, outcome: Outcome, usage?: Usage): Promise<void> {
    const activity = this.#desk.activity(request.id);
    const next = withOutcome(request, { ...outcome, activity }, request.drafts, this.#deps.now(), usage);
    await this.#deps.store.requests.update(next);
    this.#desk.changed(next);
  }
}
