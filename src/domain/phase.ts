// A phase: tasks that run side by side, each handed out to an agent from outside that asks for it (seed 004). Its queue
// is ours; nobody takes a task from it by themselves. When all are complete the whole is tested, and only then merged.
import type { Delivery } from './delivery.ts';
import type { Check, Evidence } from './evidence.ts';
import type { Failure } from './failure.ts';
import type { Oid, PhaseId, ProjectId, TaskId } from './ids.ts';
import type { QueueFile } from './phase-queue.ts';

/** One entry of the queue. What it says stands in the task. */
export interface PhaseTask {
  /** Its number in the queue file; the lowest is handed out first. */
  readonly id: number;
  readonly taskId: TaskId;
  /** The agent it was last given to. */
  readonly owner: string | null;
}

interface PhaseCore {
  readonly id: PhaseId;
  readonly projectId: ProjectId;
  /** Unique among the phases of the project that are not over. */
  readonly name: string;
  /** In the order of their ids. */
  readonly tasks: readonly PhaseTask[];
  /** What the merged result has to pass. */
  readonly checks: readonly Check[];
  readonly setup: string | null;
  /** `auto`: it is integrated as soon as all is complete; `manual`: when the orchestrator says so. */
  readonly finish: 'auto' | 'manual';
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Rises with every change. */
  readonly version: number;
}

export type PhaseStatus =
  /** Tasks are handed out. `notice` says why the last integration was refused, and `evidence` what it ran. */
  | { readonly state: 'open'; readonly notice: Failure | null; readonly evidence: readonly Evidence[] }
  /** All is complete: being merged and tested. Nothing anybody can see has changed yet. */
  | { readonly state: 'integrating' }
  /** Merged, and everything of it is cleared away. `queue` is what it held at the end. */
  | {
      readonly state: 'finished';
      readonly commit: Oid;
      readonly delivery: Delivery | null;
      readonly evidence: readonly Evidence[];
      readonly queue: QueueFile;
    }
  | { readonly state: 'cancelled'; readonly reason: string; readonly queue: QueueFile };

export type PhaseState = PhaseStatus['state'];
export type Phase = PhaseCore & PhaseStatus;
export type PhaseIn<State extends PhaseState> = PhaseCore & Extract<PhaseStatus, { state: State }>;

export const phaseStates = [
  'open',
  'integrating',
  'finished',
  'cancelled',
] as const satisfies readonly PhaseState[];

export type NewPhase = Pick<PhaseCore, 'id' | 'projectId' | 'name' | 'tasks' | 'checks' | 'setup' | 'finish'>;

export function openPhase(input: NewPhase, at: number): PhaseIn<'open'> {
  return { ...input, state: 'open', notice: null, evidence: [], createdAt: at, updatedAt: at, version: 1 };
}

/** The phase in another state. */
export function toState(phase: Phase, status: PhaseStatus, at: number): Phase {
  const { id, projectId, name, tasks, checks, setup, finish, createdAt, version } = phase;
  const core = { id, projectId, name, tasks, checks, setup, finish, createdAt };
  return { ...core, ...status, updatedAt: at, version: version + 1 };
}

/** The phase after one of its tasks was given to an agent. */
export function givenTo(phase: Phase, id: number, owner: string, at: number): Phase {
  const tasks = phase.tasks.map((task) => (task.id === id ? { ...task, owner } : task));
  return { ...phase, tasks, updatedAt: at, version: phase.version + 1 };
}

/** Whether tasks are still handed out, or being merged. */
export function isOver(phase: { readonly state: PhaseState }): boolean {
  return phase.state === 'finished' || phase.state === 'cancelled';
}
