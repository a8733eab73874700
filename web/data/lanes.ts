// The lanes of the board: side by side as a board, or as a task queue by what has become of each. The words of the queue are those
// of Develop Mode; which state is called what there is said in the table of the task's life.
import type { CardJson } from '../../src/api/board-schemas.ts';
import { byTurn, intoColumns, latestFirst } from './columns.ts';
import type { CardState } from './columns.ts';

export const groupings = ['column', 'status'] as const;
export type Grouping = (typeof groupings)[number];

export interface Lane {
  readonly name: string;
  readonly title: string;
  /** What belongs there, said where nothing is. */
  readonly hint: string;
  readonly cards: readonly CardJson[];
  /** Whether more of it can be read. */
  readonly isEnded?: true;
}

/** Each card in exactly one lane, in order. */
export function intoLanes(cards: Iterable<CardJson>, grouping: Grouping): readonly Lane[] {
  return grouping === 'column' ? columnLanes(cards) : statusLanes(cards);
}

function columnLanes(cards: Iterable<CardJson>): readonly Lane[] {
  const { drafts, active, ready, done } = intoColumns(cards);
  return [
    {
      name: 'drafts',
      title: 'Drafts',
      hint: 'Proposed tasks wait here until somebody accepts them.',
      cards: drafts,
    },
    { name: 'active', title: 'Active', hint: 'What waits, works, or needs you.', cards: active },
    {
      name: 'ready',
      title: 'Ready',
      hint: 'Finished and checked work, to be reviewed and applied.',
      cards: ready,
    },
    {
      name: 'done',
      title: 'Done',
      hint: 'Part of the main version, or put away.',
      cards: done,
      isEnded: true,
    },
  ];
}

type Status = 'pending' | 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

const statusOfState: Readonly<Record<Exclude<CardState, 'queued'>, Status>> = {
  draft: 'pending',
  starting: 'queued',
  running: 'running',
  waiting: 'running',
  paused: 'running',
  applying: 'running',
  ready: 'completed',
  done: 'completed',
  failed: 'failed',
  dismissed: 'cancelled',
  cancelled: 'cancelled',
};

// What is held by other work has not been scheduled yet; what only lacks an agent, a slot or room has.
const heldByWork: ReadonlySet<string> = new Set(['dependency', 'dependency_failed', 'lane', 'ownership']);

function statusOf(card: CardJson): Status {
  if (card.state !== 'queued') return statusOfState[card.state];
  return card.hold !== null && heldByWork.has(card.hold.kind) ? 'pending' : 'queued';
}

function statusLanes(cards: Iterable<CardJson>): readonly Lane[] {
  const of: Record<Status, CardJson[]> = {
    pending: [],
    queued: [],
    running: [],
    completed: [],
    failed: [],
    cancelled: [],
  };
  for (const card of cards) of[statusOf(card)].push(card);
  for (const status of ['pending', 'queued', 'running'] as const) of[status].sort(byTurn);
  for (const status of ['completed', 'failed', 'cancelled'] as const) of[status].sort(latestFirst);
  const lanes: readonly Lane[] = [
    {
      name: 'pending',
      title: 'Pending',
      hint: 'Created, and waits to be accepted or for other work.',
      cards: of.pending,
    },
    { name: 'queued', title: 'Queued', hint: 'Waits for an agent.', cards: of.queued },
    { name: 'running', title: 'Running', hint: 'An agent is at work.', cards: of.running },
    {
      name: 'completed',
      title: 'Completed',
      hint: 'Committed: ready to be applied, or part of the branch.',
      cards: of.completed,
      isEnded: true,
    },
    { name: 'failed', title: 'Failed', hint: 'Stopped by an error: look at it and retry.', cards: of.failed },
  ];
  if (of.cancelled.length === 0) return lanes;
  const over: Lane = {
    name: 'cancelled',
    title: 'Cancelled',
    hint: '',
    cards: of.cancelled,
    isEnded: true,
  };
  return [...lanes, over];
}
