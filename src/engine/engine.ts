// The engine: everything that can be done, in one object that the server calls. It owns the dispatcher and the applies.
import { isWithin } from '../domain/access.ts';
import type { Reach } from '../domain/access.ts';
import type { TaskId } from '../domain/ids.ts';
import type { Project } from '../domain/project.ts';
import type { Hold } from '../domain/hold.ts';
import type { Priority, Task } from '../domain/task.ts';
import { Listeners } from '../lib/listeners.ts';
import { SerialByKey } from '../lib/serial.ts';
import type { TaskFilter } from '../store/store.ts';
import { Accounts } from './accounts/accounts.ts';
import { resumeAgent } from './agent-health.ts';
import { Bundles } from './bundle/bundles.ts';
import { ConflictMemory } from './conflicts/conflict-memory.ts';
import { createTask } from './create-task.ts';
import type { Changed, CreateTask } from './create-task.ts';
import { DeclaredOwnership } from './declared-ownership.ts';
import type { EngineDeps } from './deps.ts';
import { Dispatcher } from './dispatcher.ts';
import { editTask } from './edit-task.ts';
import type { EditTask } from './edit-task.ts';
import { expecting } from './expecting.ts';
import { findProject, findTask } from './find.ts';
import { KeptAnswers } from './kept-answers.ts';
import { holdsOf } from './holds.ts';
import { Inquiries } from './inquiries.ts';
import { lastWords } from './last-words.ts';
import { EventLog } from './event-log.ts';
import { LimitUses } from './limit-uses.ts';
import { MergeQueue } from './merge-queue/merge-queue.ts';
import { moveTask } from './move-task.ts';
import type { MoveTask } from './move-task.ts';
import { requireOwn, requireOwnProjectOf } from './own-project.ts';
import { addProject, removeProject, viewOf } from './project-commands.ts';
import type { AddedProject, AddProject, ProjectView } from './project-commands.ts';
import type { ProjectNews } from './project-news.ts';
import { PullRequests } from './pull-request/pull-requests.ts';
import { queueView } from './queue-view.ts';
import type { QueueQuery, QueueView } from './queue-view.ts';
import { Maps } from './planning/maps.ts';
import { Requests } from './planning/requests.ts';
import { OldLogs } from './protocol/old-logs.ts';
import { Radar } from './radar/radar.ts';
import { conflictView } from './radar/conflict-view.ts';
import type { ConflictQuery, ConflictView } from './radar/conflict-view.ts';
import { RemotePages } from './remote-pages.ts';
import { Review } from './review/review.ts';
import { recover, takeBack } from './recovery.ts';
import { runAttempt } from './run-attempt.ts';
import { Subagents } from './subagent/subagents.ts';
import { Phases } from './phase/phases.ts';
import { Templates } from './template/templates.ts';
import { leaveMessage, send } from './send-message.ts';
import type { SendOptions } from './send-message.ts';
import { Overview } from './overview.ts';
import * as commands from './task-commands.ts';
import { Trash } from './trash/trash.ts';
import { Undoer } from './undo/undo.ts';
import type { Undone } from './undo/undo.ts';
import type { UndoPlan } from './undo/plan.ts';
import type { TaskCommandDeps } from './task-commands.ts';
import { TaskHistory } from './task-history.ts';

// The server asks in the store's words without knowing the store.
export type { EventQuery } from '../store/store.ts';
export type { Changed as ChangedTask, CreateTask } from './create-task.ts';
export type { Fact, Step } from './history.ts';
export type { VerificationReport } from './verification.ts';
export type { Replay } from './bundle/bundles.ts';
export type { QueueView } from './queue-view.ts';
export type { TasksAt } from './tasks-at.ts';

export class Engine {
  /** The claiming protocol for agents from outside. */
  readonly phases: Phases;
  readonly templates: Templates;
  /** What agents want from people. */
  readonly inquiries: Inquiries;
  readonly bundles: Bundles;
  /** People and their tokens. */
  readonly accounts: Accounts;
  /** What waits to come to its branch. */
  readonly merges: MergeQueue;
  /** What git hosts are asked to take. */
  readonly pullRequests: PullRequests;
  readonly projectNews = new Listeners<ProjectNews>();
  readonly pages: RemotePages;
  readonly conflictMemory: ConflictMemory;
  /** Answers to requests that may be repeated. */
  readonly answers: KeptAnswers;
  /** Whether tasks go together, before anybody applies them. */
  readonly radar: Radar;
  /** What is known of the repositories. */
  readonly maps: Maps;
  /** The main threads: questions, wishes and goals, and what planners make of them. */
  readonly requests: Requests;
  readonly overview: Overview;
  /** What tasks changed as data, and comments on it. */
  readonly review: Review;
  /** Deleted, cancelled and dismissed work. */
  readonly trash: Trash;
  /** Everything that happened. */
  readonly log: EventLog;
  /** Those that the agents of tasks asked for. */
  readonly subagents: Subagents;
  /** What happened to one task. */
  readonly history: TaskHistory;
  readonly #deps: EngineDeps;
  readonly #commands: TaskCommandDeps;
  readonly #adding = new SerialByKey();
  readonly #declared: DeclaredOwnership;
  readonly #oldLogs: OldLogs;
  readonly #undoer: Undoer;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
    this.log = new EventLog(deps);
    this.history = new TaskHistory(deps);
    this.radar = new Radar(deps, deps.glimpseMs ?? 0);
    this.maps = new Maps(deps);
    this.requests = new Requests(deps, this.maps, {
      create: (input, actor) => this.createTask(input, actor),
      accept: (task, actor) => this.accept(task, actor),
      variants: (task, wanted, actor) => this.review.variants.add(task, wanted, actor),
    });
    this.#undoer = new Undoer(deps);
    this.trash = new Trash(deps);
    this.phases = new Phases(deps);
    this.templates = new Templates(deps);
    this.inquiries = new Inquiries(deps, () => this.#commands.dispatcher);
    this.bundles = new Bundles(deps);
    this.accounts = new Accounts(deps);
    this.pages = new RemotePages(deps);
    this.conflictMemory = new ConflictMemory(deps);
    this.answers = new KeptAnswers(deps.store);
    const declared = new DeclaredOwnership(deps.store);
    this.#declared = declared;
    this.merges = new MergeQueue({ ...deps, declared });
    this.pullRequests = new PullRequests(deps);
    this.overview = new Overview(deps, this.merges);
    this.#oldLogs = new OldLogs(deps);
    const subagents = new Subagents(deps, () => this.#commands.dispatcher);
    this.subagents = subagents;
    this.#commands = {
      deps,
      dispatcher: new Dispatcher(deps, {
        run: (task, control) => runAttempt({ ...deps, declared }, task, control, subagents),
        takeBack: (task) => takeBack(deps, task),
      }),
      merges: this.merges,
      pullRequests: this.pullRequests,
      trash: this.trash,
    };
    this.review = new Review(this.#commands, declared);
  }

  /** The name of the home that this works for. */
  get home(): string {
    return this.#deps.home;
  }

  /** Recovers what an earlier daemon left, then begins to start tasks. */
  async start(): Promise<void> {
    await recover(this.#deps);
    this.#oldLogs.start();
    await this.#undoer.recover();
    await this.trash.recover();
    await this.templates.seed();
    await this.phases.start();
    this.radar.start();
    await this.requests.start();
    this.review.previews.start();
    await this.review.judges.start();
    await this.#commands.dispatcher.start();
    await this.merges.start();
    await this.pullRequests.start();
    this.trash.start();
  }

  /** Takes no more work and stops what runs, so that it can go on later. */
  async stop(): Promise<void> {
    await Promise.all([
      this.#commands.dispatcher.stop(),
      this.phases.stop(),
      this.merges.stop(),
      this.pullRequests.stop(),
      this.radar.stop(),
      this.requests.stop(),
      this.review.previews.close(),
      this.review.judges.stop(),
      this.#oldLogs.stop(),
      this.#undoer.stop(),
      this.trash.stop(),
    ]);
  }

  async addProject(input: AddProject): Promise<AddedProject> {
    // One at a time: two commands that begin in one new repository at the same moment must get the same project.
    return this.#adding.run('projects', async () => addProject(this.#deps, input));
  }
  async removeProject(ref: string): Promise<void> {
    await removeProject(this.#deps, ref);
  }
  async project(ref: string, reach: Reach): Promise<ProjectView> {
    return viewOf(this.#deps, await findProject(this.#deps.store, ref, reach));
  }
  async projects(reach: Reach): Promise<readonly Project[]> {
    return (await this.#deps.store.projects.list()).filter((project) => isWithin(reach, project.id));
  }

  async createTask(input: CreateTask, actor: string): Promise<Changed> {
    return createTask(this.#deps, this.#declared, input, actor);
  }
  /** Here and below, `version` is the one that the caller read: `stale_version` when the task has another now. */
  async editTask(task: Task, input: EditTask, actor: string, version?: number): Promise<Changed> {
    await requireOwnProjectOf(this.#deps, task);
    return editTask(this.#deps, this.#declared, task, input, { actor, ...expecting(version) });
  }
  async moveTask(task: Task, wanted: MoveTask, actor: string): Promise<Task> {
    await requireOwnProjectOf(this.#deps, task);
    return moveTask(this.#deps, task, wanted, actor);
  }
  /** What waits, why, and what runs. */
  async queue(query: QueueQuery): Promise<QueueView> {
    return queueView(this.#deps, this.#commands.dispatcher, query);
  }
  /** Which work does not go together, with the lines; looked at now. */
  async conflicts(query: ConflictQuery): Promise<readonly ConflictView[]> {
    if (query.project !== null) await requireOwnProjectOf(this.#deps, { projectId: query.project });
    return conflictView(this.#deps, this.radar, query);
  }
  async task(ref: string, projectRef: string | undefined, reach: Reach): Promise<Task> {
    return findTask(this.#deps.store, ref, projectRef, reach);
  }
  /** Also one that was deleted. */
  async taskById(id: TaskId): Promise<Task | undefined> {
    return this.#deps.store.tasks.get(id);
  }
  async tasks(filter: TaskFilter, reach: Reach): Promise<readonly Task[]> {
    return this.#deps.store.tasks.list({ ...filter, reach });
  }
  /** Lets an agent be started again that is at its usage limit or failed too often. False: nothing kept it from that. */
  async resumeAgent(name: string): Promise<boolean> {
    const wasHeld = await resumeAgent(this.#deps.store, { home: this.#deps.home, agent: name });
    this.#commands.dispatcher.reopen(name);
    return wasHeld;
  }
  /** To be called when the settings of a project were changed: what waited for its limit may start. */
  settingsChanged(news: Omit<ProjectNews, 'change'>): void {
    this.#commands.dispatcher.lookAgain();
    this.projectNews.tell({ ...news, change: 'settings' });
  }
  /** Tells of one task after the other what it may use and has used. */
  limits(): LimitUses {
    return new LimitUses(this.#deps);
  }
  /** The newest words of the agent of a task that runs; null for others. */
  async said(task: Task): Promise<string | null> {
    return task.state === 'running' ? lastWords(this.#deps.store, task) : null;
  }
  /** Why those of the tasks that are queued wait; one that is not in the map starts next. */
  async holds(tasks: readonly Task[]): Promise<ReadonlyMap<string, Hold>> {
    if (!tasks.some((task) => task.state === 'queued')) return new Map();
    const { ahead } = this.#commands.dispatcher;
    return (await holdsOf({ ...this.#deps, pressure: await this.#deps.pressure(), ahead }, tasks)).holds;
  }

  async accept(task: Task, actor: string, version?: number): Promise<Task> {
    await requireOwnProjectOf(this.#deps, task);
    return commands.accept(this.#commands, task, { actor, ...expecting(version) });
  }
  async archive(task: Task, actor: string, version?: number): Promise<Task> {
    await requireOwnProjectOf(this.#deps, task);
    return commands.archive(this.#commands, task, { actor, ...expecting(version) });
  }
  async apply(task: Task, options: commands.ApplyOptions, actor: string, version?: number): Promise<Task> {
    await requireOwnProjectOf(this.#deps, task);
    return commands.apply(this.#commands, task, options, { actor, ...expecting(version) });
  }
  /** Puts tasks of the project, or all that are ready there, into its merge queue. */
  async applyAll(
    project: Project,
    { tasks, priority }: { readonly tasks: readonly Task[] | null; readonly priority?: Priority },
    actor: string,
  ): Promise<commands.AppliedAll> {
    requireOwn(this.#deps, project);
    const ready = async (): Promise<readonly Task[]> =>
      (await this.#deps.store.tasks.list({ projectId: project.id, states: ['ready'] })).toReversed();
    return commands.applyAll(this.#commands, tasks ?? (await ready()), priority, { actor });
  }
  /** Takes a task out of the merge queue. */
  async withdraw(task: Task, actor: string, version?: number): Promise<Task> {
    await requireOwnProjectOf(this.#deps, task);
    return commands.withdraw(this.#commands, task, { actor, ...expecting(version) });
  }
  /** What an undo of an applied task would do, and whether it can be. */
  async undoPlan(task: Task): Promise<UndoPlan> {
    await requireOwnProjectOf(this.#deps, task);
    return this.#undoer.plan(task);
  }
  /** Takes its work from the branch again; it is ready then. Throws `undo_refused` where that cannot be. */
  async undo(task: Task, actor: string, version?: number): Promise<Undone> {
    await requireOwnProjectOf(this.#deps, task);
    return this.#undoer.undo(task, { actor, ...expecting(version) });
  }
  async retry(task: Task, options: commands.RetryOptions, actor: string, version?: number): Promise<Task> {
    await requireOwnProjectOf(this.#deps, task);
    return commands.retry(this.#commands, task, options, { actor, ...expecting(version) });
  }
  async cancel(task: Task, options: Parameters<typeof commands.cancel>[2], actor: string): Promise<Task> {
    await requireOwnProjectOf(this.#deps, task);
    return commands.cancel(this.#commands, task, options, actor);
  }
  async pause(task: Task, actor: string): Promise<Task> {
    return commands.pause(this.#commands, task, actor);
  }
  /** A message for the agent of a paused task, which stays paused. Throws `invalid_transition` for any other. */
  async leaveMessage(task: Task, text: string, actor: string): Promise<void> {
    await requireOwnProjectOf(this.#deps, task);
    await leaveMessage(this.#commands, task, text, actor);
  }
  async resume(task: Task, actor: string, version?: number): Promise<Task> {
    return commands.resume(this.#commands, task, { actor, ...expecting(version) });
  }
  async complete(task: Task, actor: string): Promise<Task> {
    return commands.completeTask(this.#commands, task, actor);
  }
  async replan(task: Task, actor: string, version?: number): Promise<Task> {
    return commands.replan(this.#commands, task, { actor, ...expecting(version) });
  }
  async send(task: Task, text: string, actor: string, options: SendOptions = {}): Promise<Task> {
    await requireOwnProjectOf(this.#deps, task);
    return send(this.#commands, task, text, options, actor);
  }
  async dismiss(task: Task, actor: string, version?: number): Promise<Task> {
    await requireOwnProjectOf(this.#deps, task);
    return commands.dismiss(this.#commands, task, { actor, ...expecting(version) });
  }
  async remove(task: Task, actor: string): Promise<void> {
    await requireOwnProjectOf(this.#deps, task);
    await commands.remove(this.#commands, task, actor);
  }
}
