// The main thread of each project: takes requests, runs planners for them beside the tasks that are under way, and carries out
// what a person decides about the drafts. One planner at a time for each project; the others wait.
import type { Reach } from '../../domain/access.ts';
import { AppError, messageOf } from '../../domain/errors.ts';
import { requestId } from '../../domain/ids.ts';
import type { RequestId } from '../../domain/ids.ts';
import { issueText } from '../../domain/planning/issue.ts';
import { decided, newRequest, revised, withOutcome } from '../../domain/planning/request.ts';
import type { Request, RequestKind } from '../../domain/planning/request.ts';
import { refuseModel } from '../../domain/model-place.ts';
import type { Task } from '../../domain/task.ts';
import { SerialByKey } from '../../lib/serial.ts';
import { sleep } from '../../lib/sleep.ts';
import type { RequestFilter } from '../../store/store.ts';
import { refuseMissingAgent } from '../create-task.ts';
import type { EngineDeps } from '../deps.ts';
import { findOwnProject, requireOwnProjectOf } from '../own-project.ts';
import { bringDrafts, putAway } from './drafts.ts';
import type { Create } from './drafts.ts';
import type { Maps } from './maps.ts';
import { nothing, propose } from './propose.ts';
import type { Outcome } from './propose.ts';
import { fetchIssue } from './fetch-issue.ts';
import { fromChecklist } from './from-checklist.ts';
import { Intakes } from './intakes.ts';
import { Schedules } from './schedules.ts';

export interface Submit {
  /** Id or name. */
  readonly project: string;
  readonly kind: RequestKind;
  readonly text: string;
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
  /** Of what was promised under an id before it could be made. */
  readonly id?: RequestId;
}

export interface TaskWays {
  readonly create: Create;
  readonly accept: (task: Task, actor: string) => Promise<Task>;
}

interface Running {
  readonly done: Promise<void>;
  readonly stop: AbortController;
}

export class Requests {
  /** What is made again and again, or later. */
  readonly schedules: Schedules;
  /** Where issue trackers send issues. */
  readonly intakes: Intakes;
  readonly #deps: EngineDeps;
  readonly #maps: Maps;
  readonly #ways: TaskWays;
  readonly #turns = new SerialByKey();
  readonly #running = new Map<RequestId, Running>();

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
    for (const request of await store.requests.list({ states: ['working'], home }))
      await this.#keep(request, {
        ...nothing,
        problems: ['The daemon stopped while the planner was at work. Revise the request, or make it again.'],
      });
    await this.schedules.start();
  }

  async stop(): Promise<void> {
    await this.schedules.stop();
    const running = [...this.#running.values()];
    for (const { stop } of running) stop.abort(new Error('the daemon is stopping'));
    await Promise.all(running.map(({ done }) => done));
  }

  /** Answers at once; a planner begins. Throws `invalid_input`, `unknown_agent`, `agent_unavailable`, `other_home`. */
  async submit(input: Submit, actor: string): Promise<Request> {
    const project = await findOwnProject(this.#deps, input.project);
    const settings = await this.#deps.settings(project);
    const agent = input.agent ?? settings.agent;
    const entry = await refuseMissingAgent(this.#deps, project, agent);
    const model = input.model ?? (agent === settings.agent ? settings.model : null);
    if (model !== null) refuseModel(entry, model);
    const text = wordsOf(input.text);
    const id = input.id ?? requestId(this.#deps.newId());
    const { kind } = input;
    const request = newRequest({
      id,
      projectId: project.id,
      kind,
      text,
      agent,
      model,
      by: actor,
      createdAt: this.#deps.now(),
    });
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
    return this.submit(
      { ...input, text: issueText(await fetchIssue(this.#deps, url, issueTrackers)) },
      actor,
    );
  }

  /** Each open item of a checklist as a draft, without a planner. */
  async submitChecklist(
    input: { readonly project: string; readonly text: string },
    actor: string,
  ): Promise<Request> {
    return fromChecklist(this.#deps, this.#ways.create, input, actor);
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
  /** The request when nobody works on it any more, or as it is after `ms`. */
  async settled(request: Request, ms: number): Promise<Request> {
    const running = this.#running.get(request.id);
    if (running === undefined || ms === 0) return this.find(request.id, null);
    const over = new AbortController();
    await Promise.race([running.done, sleep(ms, over.signal).catch(() => undefined)]);
    over.abort();
    return this.find(request.id, null);
  }
  /** Its drafts, in the order of the proposal. */
  async drafts({ drafts }: Request): Promise<readonly Task[]> {
    const tasks = await this.#deps.store.tasks.several(drafts.map(({ taskId }) => taskId));
    return drafts.flatMap(({ taskId }) => tasks.find(({ id }) => id === taskId) ?? []);
  }

  /** The planner goes on with what the person wants otherwise. Throws `invalid_transition`, `stale_version`. */
  async revise(request: Request, words: string): Promise<Request> {
    await requireOwnProjectOf(this.#deps, request);
    const next = revised(request, wordsOf(words), this.#deps.now());
    await this.#deps.store.requests.update(next);
    this.#begin(next);
    return next;
  }

  /** Starts all that is still a draft. What was put away by hand stays away. */
  async accept(request: Request, actor: string): Promise<Request> {
    await requireOwnProjectOf(this.#deps, request);
    const next = decided(request, 'accepted', this.#deps.now());
    // First, so that of two who decide at once only one begins.
    await this.#deps.store.requests.update(next);
    for (const task of await this.drafts(request))
      if (task.state === 'draft' && task.deletedAt === null) await this.#ways.accept(task, actor);
    return next;
  }

  /** Puts the request and what is still a draft of it away. */
  async archive(request: Request, actor: string): Promise<Request> {
    await requireOwnProjectOf(this.#deps, request);
    const next = decided(request, 'archived', this.#deps.now());
    await this.#deps.store.requests.update(next);
    for (const { taskId } of request.drafts) await putAway(this.#deps, taskId, actor);
    return next;
  }

  #begin(request: Request): void {
    const stop = new AbortController();
    const done = this.#turns
      .run(request.projectId, async () => this.#work(request, stop.signal))
      .catch((error: unknown) => {
        if (!stop.signal.aborted)
          this.#deps.log.error(
            { requestId: request.id, error: messageOf(error) },
            'a request was not answered',
          );
      })
      .finally(() => this.#running.delete(request.id));
    this.#running.set(request.id, { done, stop });
  }

  async #work(request: Request, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const project = await findOwnProject(this.#deps, request.projectId);
    const settings = await this.#deps.settings(project);
    const entry = await refuseMissingAgent(this.#deps, project, request.agent);
    const outcome = await propose(this.#deps, this.#maps, { request, project, settings, entry }, signal);
    if (outcome.tasks.length === 0) return this.#keep(request, outcome);
    const { commands } = (await this.#maps.of(project)).knowledge;
    const known = [...settings.checks, ...commands.checks];
    const { tasks } = outcome;
    try {
      const made = await bringDrafts(this.#deps, this.#ways.create, {
        request,
        project,
        settings,
        commands: known,
        tasks,
      });
      await this.#keep(request, { ...outcome, doubts: [...outcome.doubts, ...made.doubts] }, made.drafts);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await this.#keep(request, { ...outcome, tasks: [], problems: [error.message] });
    }
  }

  async #keep(request: Request, outcome: Outcome, drafts: Request['drafts'] = []): Promise<void> {
    await this.#deps.store.requests.update(withOutcome(request, outcome, drafts, this.#deps.now()));
  }
}

function wordsOf(text: string): string {
  const words = text.trim();
  if (words !== '') return words;
  throw new AppError('invalid_input', 'The request is empty.', { next: 'Say in plain words what you want.' });
}
