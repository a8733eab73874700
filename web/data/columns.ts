// Which column of the board a state belongs to, and in which order cards stand there.
import type { CardJson } from '../../src/api/board-schemas.ts';

export type CardState = CardJson['state'];
type ColumnName = 'drafts' | 'active' | 'ready' | 'done';

const columnOf: Readonly<Record<CardState, ColumnName>> = {
  draft: 'drafts',
  queued: 'active',
  starting: 'active',
  running: 'active',
  waiting: 'active',
  paused: 'active',
  failed: 'active',
  ready: 'ready',
  applying: 'ready',
  done: 'done',
  dismissed: 'done',
  cancelled: 'done',
};

const urgency: Readonly<Record<CardJson['priority'], number>> = { urgent: 0, high: 1, normal: 2, low: 3 };

// In Active what needs a person stands on top, then what works, then what waits in the order in which it will start.
const rank: Readonly<Record<CardState, number>> = {
  waiting: 0,
  failed: 1,
  applying: 2,
  running: 2,
  starting: 3,
  paused: 4,
  queued: 5,
  draft: 6,
  ready: 6,
  done: 7,
  dismissed: 7,
  cancelled: 7,
};

/** The cards of each column, in order. */
export function intoColumns(cards: Iterable<CardJson>): Readonly<Record<ColumnName, readonly CardJson[]>> {
  const columns: Record<ColumnName, CardJson[]> = { drafts: [], active: [], ready: [], done: [] };
  for (const card of cards) columns[columnOf[card.state]].push(card);
  columns.drafts.sort(newestFirst);
  columns.active.sort(byTurn);
  columns.ready.sort(latestFirst);
  columns.done.sort(latestFirst);
  return columns;
}

/** What needs a person first, then what works, then what waits in its order. For `sort`. */
export function byTurn(one: CardJson, other: CardJson): number {
  const byRank = rank[one.state] - rank[other.state];
  if (byRank !== 0) return byRank;
  if (one.state !== 'queued') return latestFirst(one, other);
  return (
    urgency[one.priority] - urgency[other.priority] ||
    one.position - other.position ||
    one.number - other.number
  );
}

function newestFirst(one: CardJson, other: CardJson): number {
  return other.created_at.localeCompare(one.created_at) || other.number - one.number;
}

/** By how long they are in their state. For `sort`. */
export function latestFirst(one: CardJson, other: CardJson): number {
  return other.state_since.localeCompare(one.state_since) || other.number - one.number;
}

/** Whether it goes on only when a person acts: what the inbox holds. */
export function needsPerson(card: CardJson): boolean {
  return card.state === 'waiting' || card.state === 'failed' || card.state === 'ready';
}
