// The previews that run: at most one for each task, under a name that nobody can guess, for as long as somebody looks at it
// and the task has its copy.
import { AppError } from '../../domain/errors.ts';
import type { EventRecord } from '../../domain/event.ts';
import type { TaskId } from '../../domain/ids.ts';
import { label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import { randomText } from '../../lib/secrets.ts';
import { SerialByKey } from '../../lib/serial.ts';
import { toolEnvironment } from '../../lib/tool-env.ts';
import type { EngineDeps } from '../deps.ts';
import { findProject } from '../find.ts';
import { requireOwnProjectOf } from '../own-project.ts';
import { openKit } from '../template/kit.ts';
import { Preview } from './preview.ts';

export interface PreviewView {
  /** The first part of its host name: whoever knows it may look. */
  readonly name: string;
  readonly command: string;
  readonly port: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly lastUsedAt: number;
  readonly idleMs: number;
  readonly output: string;
}

interface Running {
  readonly preview: Preview;
  readonly taskId: TaskId;
  readonly name: string;
  readonly command: string;
  readonly startedAt: number;
  readonly idleMs: number;
  lastUsedAt: number;
  /** Requests and sockets that are open. */
  open: number;
  timer: NodeJS.Timeout | undefined;
}

/** A use of a preview, from the beginning of a request or socket to its end. */
export interface PreviewUse {
  readonly port: number;
  readonly end: () => void;
}

/** Each is a server of somebody's project; what was looked at longest ago makes room. */
const maxPreviews = 20;
const startMs = 60_000;

export class Previews {
  readonly #deps: EngineDeps;
  readonly #running = new Map<TaskId, Running>();
  readonly #serial = new SerialByKey();
  #stopListening: () => void = () => undefined;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#stopListening = this.#deps.store.onEvents((records) => {
      for (const record of records) if (losesCopy(record)) void this.stop(record.taskId);
    });
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    this.#stopListening();
    await Promise.all([...this.#running.keys()].map((id) => this.stop(id)));
  }

  of(task: Task): PreviewView | null {
    const running = this.#running.get(task.id);
    return running === undefined ? null : viewOf(running);
  }

  /**
   * Starts the project's preview command in the task's copy, or tells of the one that runs there. Throws `invalid_config`
   * where the project has none, `invalid_transition` where the task has no copy, `preview_failed`.
   */
  async open(task: Task): Promise<PreviewView> {
    await requireOwnProjectOf(this.#deps, task);
    return this.#serial.run(task.id, async () => {
      const running = this.#running.get(task.id) ?? (await this.#start(task));
      this.#touch(running);
      return viewOf(running);
    });
  }

  /** False when there was none. */
  async stop(id: TaskId): Promise<boolean> {
    return this.#serial.run(id, async () => {
      const running = this.#running.get(id);
      if (running === undefined) return false;
      await this.#end(running);
      return true;
    });
  }

  /** Null when no preview has the name. */
  use(name: string): PreviewUse | null {
    const running = [...this.#running.values()].find((one) => one.name === name);
    if (running === undefined) return null;
    running.open += 1;
    this.#touch(running);
    let isOpen = true;
    const end = (): void => {
      if (!isOpen) return;
      isOpen = false;
      running.open -= 1;
      this.#touch(running);
    };
    return { port: running.preview.port, end };
  }

  async #start(task: Task): Promise<Running> {
    const { store, workspaces, environment, now } = this.#deps;
    const project = await findProject(store, task.projectId);
    // Never from the task's copy: its agent may have written there what it likes.
    const { preview: command, previewIdleMs: idleMs } = await this.#deps.settings(project);
    if (command === null) throw noCommand(project.name);
    const workspace = isWithCopy(task)
      ? await workspaces.strategy.open(workspaces.dirOf(project.id, task.id))
      : undefined;
    if (workspace === undefined) throw noCopy(task);
    await this.#makeRoom();
    const { variables } = await openKit(this.#deps, task, workspace.dir);
    const { CI: _, ...env } = toolEnvironment(environment, workspace.home);
    const preview = await Preview.start({
      command,
      cwd: workspace.tree,
      env: { ...env, ...variables },
      startMs,
      onEnd: () => this.#forget(task.id),
    });
    const at = now();
    const running: Running = {
      preview,
      taskId: task.id,
      name: `t${task.number}-${randomText(20).toLowerCase()}`,
      command,
      startedAt: at,
      idleMs,
      lastUsedAt: at,
      open: 0,
      timer: undefined,
    };
    // It may have ended in the very moment in which it was there.
    if (preview.isRunning) this.#running.set(task.id, running);
    return running;
  }

  #touch(running: Running): void {
    running.lastUsedAt = this.#deps.now();
    clearTimeout(running.timer);
    if (running.open > 0) return;
    if (!running.preview.isRunning) return;
    running.timer = setTimeout(() => void this.stop(running.taskId), running.idleMs);
    running.timer.unref();
  }

  async #makeRoom(): Promise<void> {
    if (this.#running.size < maxPreviews) return;
    const [oldest] = [...this.#running.values()].toSorted((one, other) => one.lastUsedAt - other.lastUsedAt);
    if (oldest !== undefined) await this.#end(oldest);
  }

  async #end(running: Running): Promise<void> {
    this.#forget(running.taskId);
    await running.preview.stop();
  }

  #forget(id: TaskId): void {
    clearTimeout(this.#running.get(id)?.timer);
    this.#running.delete(id);
  }
}

const withoutCopy: readonly Task['state'][] = ['draft', 'starting', 'done', 'dismissed', 'cancelled'];

function isWithCopy(task: Task): boolean {
  return !withoutCopy.includes(task.state);
}

/** Its copy goes away with this, or another takes its place. */
function losesCopy({ body }: EventRecord): boolean {
  if (body.type !== 'task.changed') return false;
  return (
    ['retried', 'deleted'].includes(body.change.type) || ['done', 'dismissed', 'cancelled'].includes(body.to)
  );
}

function viewOf({ preview, name, command, startedAt, lastUsedAt, idleMs }: Running): PreviewView {
  return { name, command, port: preview.port, startedAt, lastUsedAt, idleMs, output: preview.output };
}

function noCommand(project: string): AppError {
  return new AppError('invalid_config', `The project “${project}” has no preview command.`, {
    next: 'Set `preview` in .tasklane/config.json, for example to "npm run dev -- --port $PORT".',
    details: { project },
  });
}

function noCopy(task: Task): AppError {
  return new AppError(
    'invalid_transition',
    `Task ${label(task)} is ${task.state} and has no copy to preview.`,
    {
      next: 'Preview it while it runs, waits or is ready.',
      details: { task: task.id, state: task.state },
    },
  );
}
