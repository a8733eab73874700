// A message in the main thread of a project: a question, one wish to be made into a good prompt, or a goal to be split. What
// comes of it is kept as revisions; the tasks that it proposes are drafts on the board from the moment they are shown.
import { AppError } from '../errors.ts';
import type { Oid, ProjectId, RequestId, TaskId } from '../ids.ts';
import type { ProposedTask } from './proposal.ts';

export const requestKinds = ['question', 'prompt', 'plan'] as const;
export type RequestKind = (typeof requestKinds)[number];

/**
 * `working`: an agent is at it. `answered`: a question has its answer. `proposed`: drafts wait for a person. `failed`: the
 * agent, or its answer, was no good. `accepted`, `archived`: a person has decided.
 */
export const requestStates = ['working', 'answered', 'proposed', 'failed', 'accepted', 'archived'] as const;
export type RequestState = (typeof requestStates)[number];

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
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Rises with every change. */
  readonly version: number;
}

export type NewRequest = Pick<
  Request,
  'id' | 'projectId' | 'kind' | 'text' | 'agent' | 'model' | 'by' | 'createdAt'
>;

export function newRequest(given: NewRequest): Request {
  return {
    ...given,
    state: 'working',
    wish: null,
    revisions: [],
    drafts: [],
    updatedAt: given.createdAt,
    version: 1,
  };
}

type Outcome = Omit<Revision, 'number' | 'wish' | 'at'>;

/** What an agent made of it. `drafts` belong to the tasks of the outcome. Throws `invalid_transition` when nobody was at work. */
export function withOutcome(
  request: Request,
  outcome: Outcome,
  drafts: Request['drafts'],
  at: number,
): Request {
  requireState(request, ['working'], 'be answered');
  const { revisions, wish } = request;
  const revision = { ...outcome, number: revisions.length + 1, wish, at };
  return next(request, at, {
    state: stateOf(outcome, request),
    wish: null,
    revisions: [...revisions, revision],
    // A revision that failed leaves the drafts that there were.
    drafts: outcome.tasks.length > 0 ? drafts : request.drafts,
  });
}

function stateOf(outcome: Outcome, { drafts }: Request): RequestState {
  if (outcome.answer !== null) return 'answered';
  return outcome.tasks.length > 0 || drafts.length > 0 ? 'proposed' : 'failed';
}

/** A person wants it otherwise, or again. */
export function revised(request: Request, wish: string, at: number): Request {
  requireState(request, ['proposed', 'failed', 'answered'], 'be revised');
  return next(request, at, { state: 'working', wish });
}

export function decided(request: Request, state: 'accepted' | 'archived', at: number): Request {
  const from: readonly RequestState[] =
    state === 'accepted' ? ['proposed'] : ['proposed', 'failed', 'answered'];
  requireState(request, from, `be ${state}`);
  return next(request, at, { state });
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
