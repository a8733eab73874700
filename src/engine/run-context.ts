// Everything one run shares between its steps. Built once at the claim; the task inside is the newest version written.
import type { Hub, Workspace } from '../workspaces/workspaces.ts';
import type { Identity } from '../workspaces/workspaces.ts';
import type { SubagentAnswer, SubagentRequest } from '../agents/driver.ts';
import type { EventBody } from '../domain/event.ts';
import { AppError } from '../domain/errors.ts';
import type { LifecycleEvent } from '../domain/lifecycle.ts';
import type { Oid } from '../domain/ids.ts';
import type { Project } from '../domain/project.ts';
import type { SubagentEvent } from '../domain/subagent/event.ts';
import type { Task } from '../domain/task.ts';
import { Account } from './account.ts';
import type { StoreOperations } from '../store/store.ts';
import { Approvals } from './approvals.ts';
import type { RunDeps, Settings } from './deps.ts';
import { Recorder } from './recorder.ts';
import type { RunControl } from './run-control.ts';
import type { ScratchInput } from './scratch.ts';
import { Signs } from './signs.ts';
import { Flood } from '../domain/flood.ts';
import { Repetition } from '../domain/repetition.ts';
import { maskFor } from '../domain/template/mask.ts';
import { plainKit } from './template/kit.ts';
import type { Kit } from './template/kit.ts';

/** Who writes when the person has not told git their name: the work must not be refused for that. */
export const nobody: Identity = { name: 'Tasklane', email: 'tasklane@localhost' };

export type SubagentRunner = (
  parent: RunContext,
  request: SubagentRequest,
  signal: AbortSignal,
) => Promise<SubagentAnswer>;

/** Writes that belong to a change of the task: all of it or nothing. */
export type Together = (within: StoreOperations) => Promise<void>;

/** An agent that worked for so long was not merely started in vain. */
const longMs = 5 * 60_000;

export class RunContext {
  readonly deps: RunDeps;
  readonly control: RunControl;
  readonly project: Project;
  readonly settings: Settings;
  readonly hub: Hub;
  readonly author: Identity;
  /** Has a subagent run as a task of its own. Rejects with the signal's reason alone. */
  readonly runSubagent: (request: SubagentRequest, signal: AbortSignal) => Promise<SubagentAnswer>;
  readonly recorder: Recorder;
  /** What the agent said, without secrets. */
  readonly account = new Account((text) => this.kit.mask(text));
  readonly signs: Signs;
  readonly repetition = new Repetition();
  readonly flood = new Flood();
  /** What a person has to allow. */
  readonly approvals = new Approvals(this);
  readonly fence: number;
  readonly actor: string;
  /** Who says what the agent says. */
  readonly agent: string;
  readonly #since: number;
  /** Who is told what subagents inside its agent say. */
  onSubagent: (event: SubagentEvent) => void = () => undefined;
  /** Who is told what one of them waits for a person to decide; null: for nothing any more. */
  onSubagentAsks: (subagentId: string, question: string | null) => void = () => undefined;
  task: Task;
  workspace: Workspace | null = null;
  /** What the task's template puts around its copy; the plain one until the copy is there. */
  kit: Kit;

  constructor(
    deps: RunDeps,
    control: RunControl,
    parts: {
      readonly task: Task;
      readonly project: Project;
      readonly settings: Settings;
      readonly hub: Hub;
      readonly author: Identity;
      readonly runSubagent: SubagentRunner;
    },
  ) {
    this.deps = deps;
    this.control = control;
    this.task = parts.task;
    this.kit = plainKit(parts.task);
    this.project = parts.project;
    this.settings = parts.settings;
    this.hub = parts.hub;
    this.author = parts.author;
    this.runSubagent = (request, signal) => parts.runSubagent(this, request, signal);
    this.fence = parts.task.fence;
    this.#since = deps.now();
    this.signs = new Signs(deps.now);
    this.actor = `worker:${deps.worker}`;
    this.agent = `agent:${parts.task.agent}`;
    this.recorder = new Recorder(
      async (bodies) => {
        const shown = this.kit.mask(bodies);
        await deps.store.events.append(parts.task.id, shown, { actor: this.agent, fence: this.fence });
      },
      (error) => {
        if (error instanceof AppError && error.code === 'stale_lease') control.stop({ why: 'lost' });
        else deps.log.error({ taskId: parts.task.id, error: String(error) }, 'events could not be written');
      },
    );
  }

  /** One transition of this run's task; everything said before it stands before it in the log. */
  async change(event: LifecycleEvent, together?: Together): Promise<void> {
    await this.recorder.flush();
    const options = { actor: this.actor, fence: this.fence };
    const told = this.kit.mask(event);
    const { store } = this.deps;
    this.see(
      together === undefined
        ? await store.tasks.change(this.task.id, told, options)
        : await store.transition(async (within) => {
            const task = await within.tasks.change(this.task.id, told, options);
            await together(within);
            return task;
          }),
    );
  }

  /** The task as it was just written. What its agent asks and says is written beside the steps of the run. */
  see(task: Task): void {
    if (task.version >= this.task.version) this.task = task;
  }

  /** Whether its agent got somewhere, so that an error now is not one of a row of them. */
  get hasWorkedLong(): boolean {
    return this.account.hasActed && this.deps.now() - this.#since >= longMs;
  }

  record(body: EventBody): void {
    this.recorder.add(body);
  }

  /** From now on these texts are in nothing that is kept. */
  hide(secrets: readonly string[]): void {
    const { mask } = this.kit;
    const more = maskFor(secrets);
    this.kit = { ...this.kit, mask: (value) => more(mask(value)) };
  }

  note(level: 'info' | 'warning', text: string): void {
    this.record({ type: 'run.note', level, text });
  }

  /** What a copy that only the system works in needs of this run. */
  scratch(): Omit<ScratchInput, 'on'> {
    const { deps, project, settings, hub, task } = this;
    const onOutput = (source: string, text: string): void =>
      this.record({ type: 'run.output', source, text });
    return { deps, project, settings, hub, task, signal: this.control.signal, onOutput };
  }

  /** Runs a step once per attempt: its result is stored, and a run that goes on after a crash reads it instead. */
  async once<T>(key: string, work: () => Promise<T>, read: (stored: unknown) => T | undefined): Promise<T> {
    const stored = read(await this.deps.store.steps.get(this.task.id, key));
    if (stored !== undefined) return stored;
    const made = await work();
    await this.deps.store.steps.put(this.task.id, key, made);
    return made;
  }

  /** The newest commit of this task's work, or its base. */
  async head(base: Oid): Promise<Oid> {
    return (await this.hub.pinned(pinName(this.task))) ?? base;
  }
}

/** Below refs/tasklane/: what keeps a task's commits from being collected. */
export function pinName(task: { readonly id: string }, what = 'head'): string {
  return `${task.id}/${what}`;
}
