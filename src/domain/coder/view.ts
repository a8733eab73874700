// A task in the words of Coder's task API: the one place that maps our states to its status, state, workspace and agent
// (codersdk.Task). Its users' scripts wait for `active` with `idle`, so that pair is never said before the first turn of the
// agent has ended, and there is no state without one of the two words.
import type { FailureKind } from '../failure.ts';
import type { TaskState } from '../task.ts';

export const coderStatuses = ['pending', 'initializing', 'active', 'paused', 'error', 'unknown'] as const;
export type CoderStatus = (typeof coderStatuses)[number];

/** What is finer than `working` and `idle`, in the words that agents of Coder report. */
export type DetailState = 'working' | 'idle' | 'complete' | 'failure';

/** What of a task decides how it looks. The task of our own API has all of it. */
export interface CoderFacts {
  readonly state: TaskState;
  /** What exactly happens in starting (a step), running (an activity) or waiting (`idle: …`). */
  readonly step: string | null;
  readonly hold: { readonly text: string } | null;
  readonly failure: { readonly kind: FailureKind; readonly message: string } | null;
  readonly result: { readonly summary: string } | null;
  /** The newest words of the agent. */
  readonly said: string | null;
  /** What the agent reported last of how it stands, and what it called that. */
  readonly status_message: string | null;
  readonly status_state: 'working' | 'complete' | 'failure' | null;
}

export interface CoderView {
  readonly status: CoderStatus;
  readonly state: 'working' | 'idle';
  readonly detail: DetailState;
  /** One line of at most 160 characters, never empty. */
  readonly message: string;
  readonly workspace: 'pending' | 'starting' | 'running' | 'stopped' | 'failed' | 'canceled';
  /** Of the agent in the workspace; null while there is none. */
  readonly lifecycle: 'created' | 'starting' | 'start_error' | 'ready' | 'off' | null;
  /** Null while there is no agent. */
  readonly health: { readonly healthy: boolean; readonly reason?: string } | null;
}

export function coderView(task: CoderFacts): CoderView {
  return { ...standing(task), message: shorten(messageOf(task)) };
}

type Standing = Omit<CoderView, 'message'>;

const active = {
  status: 'active',
  workspace: 'running',
  lifecycle: 'ready',
  health: { healthy: true },
} as const;

const finished = { ...active, state: 'idle', detail: 'complete' } as const;

const stopped = {
  status: 'paused',
  state: 'idle',
  detail: 'idle',
  workspace: 'stopped',
  lifecycle: 'off',
  health: { healthy: false, reason: 'The workspace is stopped.' },
} as const;

const notYet = { state: 'working', detail: 'working' } as const;

function standing(task: CoderFacts): Standing {
  switch (task.state) {
    case 'draft':
      return { ...notYet, status: 'pending', workspace: 'pending', lifecycle: null, health: null };
    case 'queued':
      return { ...notYet, status: 'initializing', workspace: 'pending', lifecycle: null, health: null };
    case 'starting':
      return {
        ...notYet,
        status: 'initializing',
        workspace: 'starting',
        lifecycle: task.step === 'reserved' || task.step === 'workspace' ? 'created' : 'starting',
        health: { healthy: false, reason: 'The agent is starting.' },
      };
    case 'running':
      return { ...active, state: 'working', detail: 'working' };
    case 'waiting':
      // Whoever is asked something still holds the agent up in the middle of its turn.
      return isIdle(task)
        ? { ...active, state: 'idle', detail: 'idle' }
        : { ...active, state: 'working', detail: 'working' };
    case 'paused':
    case 'dismissed':
      return stopped;
    case 'ready':
    case 'applying':
    case 'done':
      return finished;
    case 'failed':
      return { ...broken(task.failure?.message ?? ''), ...ofSetup(task) };
    case 'cancelled':
      return { ...broken('The task was cancelled.'), workspace: 'canceled', lifecycle: 'off' };
  }
}

function isIdle({ step }: CoderFacts): boolean {
  return step?.startsWith('idle') === true;
}

function broken(reason: string): Standing {
  return {
    status: 'error',
    state: 'idle',
    detail: 'failure',
    workspace: 'failed',
    lifecycle: 'ready',
    health: { healthy: false, reason },
  };
}

function ofSetup({ failure }: CoderFacts): Partial<Standing> {
  return failure?.kind === 'setup' ? { lifecycle: 'start_error' } : {};
}

/** The phases of a start, in the order of Coder's: queued, running, starting workspace, agent starting. */
const startMessages: Readonly<Record<string, string>> = {
  reserved: 'Running: the start is planned',
  workspace: 'Starting workspace: a private copy of the repository is made',
  setup: 'Agent starting: the setup script runs',
  agent: 'Agent starting: its session is opened',
};

const activities: Readonly<Record<string, string>> = {
  snapshot: 'The changes are committed',
  checks: 'The checks run',
  apply: 'The work is merged into the branch',
};

/** What people can do something about, named so that it is seen at once. */
const causes: Partial<Readonly<Record<FailureKind, string>>> = {
  credentials: 'API key missing or refused',
  network: 'Network issue',
  setup: 'Setup script failed',
};

function messageOf(task: CoderFacts): string {
  const step = task.step ?? '';
  switch (task.state) {
    case 'draft':
      return 'Draft: waits for a person to accept it';
    case 'queued':
      return `Queued: ${task.hold?.text ?? 'starts next'}`;
    case 'starting':
      return startMessages[step] ?? 'Starting';
    case 'running':
      return activities[step] ?? task.status_message ?? lastLine(task.said) ?? 'The agent works on it';
    case 'waiting':
      return waitingMessage(task, step);
    case 'paused':
      return 'Paused: a message or a resume lets it go on';
    case 'ready':
      return ended(task) ?? 'Ready for review';
    case 'applying':
      return 'The work is merged into the branch';
    case 'done':
      return ended(task) ?? 'Done';
    case 'failed':
      return failureMessage(task);
    case 'cancelled':
      return 'Cancelled';
    case 'dismissed':
      return 'Dismissed: the work is kept for a while';
  }
}

// What it reported while it worked is no longer so.
function ended({ result, status_message: reported, status_state: state }: CoderFacts): string | null {
  return (state === 'complete' ? reported : null) ?? lastLine(result?.summary);
}

function waitingMessage(task: CoderFacts, step: string): string {
  const detail = step.replace(/^\w+:\s*/, '');
  if (isIdle(task)) return lastLine(detail) ?? 'The agent waits for a message';
  return step.startsWith('approval') ? `Waits for your approval: ${detail}` : `Asks you: ${detail}`;
}

function failureMessage({ failure }: CoderFacts): string {
  if (failure === null) return 'Failed';
  const cause = causes[failure.kind];
  return cause === undefined ? failure.message : `${cause}: ${failure.message}`;
}

/** What an agent says last is what it came to. Null for nothing. */
function lastLine(text: string | null | undefined): string | null {
  const lines = (text ?? '').split('\n').map((line) => line.trim());
  return lines.findLast((line) => line !== '') ?? null;
}

/** Coder's own limit. */
const maxMessage = 160;

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= maxMessage ? line : `${line.slice(0, maxMessage - 1)}…`;
}
