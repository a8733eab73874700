// A message in the main thread of a project: a question, one wish to be made into a good prompt, or a goal to be split. What
// comes of it is kept as revisions; the tasks that it proposes are drafts on the board from the moment they are shown.
import { addUsage, noUsage } from '../attempt.ts';
import type { Usage } from '../attempt.ts';
import { AppError } from '../errors.ts';
import type { Oid, ProjectId, RequestId, TaskId } from '../ids.ts';
import type { Activity } from './activity.ts';
import type { ProposedTask } from './proposal.ts';

export const requestKinds = ['question', 'prompt', 'plan'] as const;
export type RequestKind = (typeof requestKinds)[number];

/**
 * `working`: an agent is at it. `answered`: a question has its answer. `proposed`: drafts wait for a person. `failed`: the
 * agent, or its answer, was no good. `accepted`, `archived`: a person has decided.
 */
export const requestStates = ['working', 'answered', 'proposed', 'failed', 'accepted', 'archived'] as const;
export type RequestState = (typeof requestStates)[number];

/** The failed task that a request is to ask for differently, as it was when that was wished. */
export interface About {
  readonly taskId: TaskId;
  readonly number: number;
  readonly title: string;
  /** What its agent was told. */
  readonly prompt: string;
  readonly attempts: number;
  /** Why its last attempt failed; null where it did not. */
  readonly error: string | null;
}

/** One of several ways to do the same: what it has otherwise. */
export interface Direction {
  readonly agent: string | null;
  readonly model: string | null;
  /** Said to its agent besides. */
  readonly instruction: string | null;
}

export interface Revision {
  /** From 1. */
  readonly number: number;
  /** What the person wanted otherwise; null in the first. */
  readonly wish: string | null;
  readonly at: number;
  /** The commit that the planner looked at. */
  readonly commit: Oid | null;
  /** The answer to a question. */
  readonly answer: string | null;
  readonly tasks: readonly ProposedTask[];
  /** In whole sentences: what a person should look at, such as a file that does not exist. */
  readonly doubts: readonly string[];
  /** Why there are no tasks. */
  readonly problems: readonly string[];
  /** The end of what the agent said, where that became nothing. */
  readonly said: string | null;
  /** How often the answer went back to the agent. */
  readonly repairs: number;
  /** Who changed the drafts by hand; null or missing = a planner made it. */
  readonly by?: string | null;
  /** What the planner did, oldest first. */
  readonly activity?: readonly Activity[];
}

export interface Request {
  readonly id: RequestId;
  readonly projectId: ProjectId;
  readonly kind: RequestKind;
  readonly state: RequestState;
  /** What the person wrote, word for word. */
  readonly text: string;
  readonly agent: string;
  readonly model: string | null;
  readonly by: string;
  /** What is being worked on as the next revision; null in the first and when nobody works. */
  readonly wish: string | null;
  /** Oldest first. */
  readonly revisions: readonly Revision[];
  /** The drafts of the newest revision, by the keys of its tasks. */
  readonly drafts: readonly { readonly key: string; readonly taskId: TaskId }[];
  /** Null: it is about no task that was there before. */
  readonly about: About | null;
  /** Its task is done once in each of these, when it is accepted; none = once. */
  readonly directions: readonly Direction[];
  /** By its planners, so far. */
  readonly usage: Usage;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Rises with every change. */
  readonly version: number;
}

export type NewRequest = Pick<
  Request,
  'id' | 'projectId' | 'kind' | 'text' | 'agent' | 'model' | 'by' | 'about' | 'directions' | 'createdAt'
>;

/** What those that were kept before have not: they are about nothing, and nobody counted. */
export const laterFields: Pick<Request, 'about' | 'directions' | 'usage'> = {
  about: null,
  directions: [],
  usage: noUsage,
};

/** By which the task that a request is about is known in its proposals. */
export const keyOfAbout = 'task';

export function newRequest(given: NewRequest): Request {
  return {
    ...given,
    state: 'working',
    wish: null,
    revisions: [],
    drafts: given.about === null ? [] : [{ key: keyOfAbout, taskId: given.about.taskId }],
    usage: noUsage,
    updatedAt: given.createdAt,
    version: 1,
  };
}

export type Outcome = Omit<Revision, 'number' | 'wish' | 'at' | 'by'>;

/** Drafts that are on the board while the planner goes on. */
export function withDrafts(request: Request, drafts: Request['drafts'], at: number): Request {
  requireState(request, ['working'], 'be given drafts');
  return next(request, at, { drafts });
}

/** What an agent made of it. `drafts` belong to the tasks of the outcome. Throws `invalid_transition` when nobody was at work. */
export function withOutcome(
  request: Request,
  outcome: Outcome,
  drafts: Request['drafts'],
  at: number,
  used: Usage = noUsage,
): Request {
  requireState(request, ['working'], 'be answered');
  const { revisions, wish } = request;
  const revision = { ...outcome, number: revisions.length + 1, wish, at };
  return next(request, at, {
    state: stateOf(outcome, request),
    usage: addUsage(request.usage, used),
    wish: null,
    revisions: [...revisions, revision],
    // A revision that failed leaves the drafts that there were.
    drafts: outcome.tasks.length > 0 ? drafts : request.drafts,
  });
}

function stateOf(outcome: Outcome, { revisions }: Request): RequestState {
  if (outcome.answer !== null) return 'answered';
  const isProposed = outcome.tasks.length > 0 || revisions.some(({ tasks }) => tasks.length > 0);
  return isProposed ? 'proposed' : 'failed';
}

/** What is proposed now: a revision that came to nothing leaves what there was. */
export function proposedIn({ revisions }: Pick<Request, 'revisions'>): readonly ProposedTask[] {
  return revisions.findLast(({ tasks }) => tasks.length > 0)?.tasks ?? [];
}

/** A person changed the drafts by hand. `expected` is the revision that they read: `stale_version` when there is a newer one. */
export function requireRevision(request: Request, expected: number): void {
  requireState(request, ['proposed'], 'be changed');
  const revision = request.revisions.length;
  if (revision === expected) return;
  throw new AppError('stale_version', `Revision ${expected} is not the newest; that is ${revision}.`, {
    next: 'Look at what is proposed now, then repeat the change.',
    details: { request: request.id, revision, expected },
  });
}

/** In which directions it is done when it is accepted. Throws `invalid_input`, `invalid_transition`. */
export function directed(request: Request, directions: readonly Direction[], at: number): Request {
  requireState(request, ['proposed'], 'be changed');
  if (directions.length === 1)
    throw new AppError('invalid_input', 'One direction is none.', {
      next: 'Say two or more, or none to have it done once.',
      details: { problems: [{ field: 'directions', message: 'One direction is none.' }] },
    });
  return next(request, at, { directions });
}

export function changedByHand(
  request: Request,
  made: Pick<Revision, 'tasks' | 'doubts'> & Pick<Request, 'drafts'>,
  by: string,
  at: number,
): Request {
  requireState(request, ['proposed'], 'be changed');
  const { revisions } = request;
  const { tasks, doubts, drafts } = made;
  const commit = revisions.at(-1)?.commit ?? null;
  const said = { answer: null, problems: [], said: null, repairs: 0 };
  const revision: Revision = {
    ...said,
    number: revisions.length + 1,
    wish: null,
    at,
    commit,
    tasks,
    doubts,
    by,
  };
  return next(request, at, { revisions: [...revisions, revision], drafts });
}

/** A person wants it otherwise, or again. */
export function revised(request: Request, wish: string, at: number): Request {
  requireState(request, ['proposed', 'failed', 'answered'], 'be revised');
  return next(request, at, { state: 'working', wish });
}

/** One that is worked on may only be archived by whoever has ended that work. */
export function decided(request: Request, state: 'accepted' | 'archived', at: number): Request {
  const from: readonly RequestState[] =
    state === 'accepted' ? ['proposed'] : ['working', 'proposed', 'failed', 'answered'];
  requireState(request, from, `be ${state}`);
  return next(request, at, { state });
}

/** Its task is there once for each direction now. */
export function withDirections(request: Request, drafts: Request['drafts'], at: number): Request {
  requireState(request, ['proposed'], 'be accepted');
  return next(request, at, { drafts });
}

function next(request: Request, at: number, change: Partial<Request>): Request {
  return { ...request, ...change, updatedAt: at, version: request.version + 1 };
}

function requireState(request: Request, states: readonly RequestState[], what: string): void {
  if (states.includes(request.state)) return;
  throw new AppError('invalid_transition', `The request is ${request.state}; it cannot ${what}.`, {
    next: request.state === 'working' ? 'Wait until its agent has answered.' : 'Make a new request.',
    details: { request: request.id, state: request.state },
  });
}
