// What a change of a task is called in its thread.
import { taskStates } from '../../src/api/choices.ts';
import type { CardState } from '../data/columns.ts';
import { number, record, text } from './fields.ts';
import type { Data } from './fields.ts';

export function stateOf(value: unknown): CardState | null {
  return taskStates.find((state) => state === value) ?? null;
}

/** Null unless a new attempt begins with it. */
export function chapterWords(change: Data): string | null {
  switch (change['type']) {
    case 'retried':
      return 'New attempt, from a fresh copy';
    case 'sent_back':
      return 'Goes on with your message';
    case 'replanned':
      return 'A draft again';
    default:
      return null;
  }
}

const steps: Readonly<Record<string, string>> = {
  workspace: 'Preparing a copy of the repository',
  setup: 'Setting the copy up',
  agent: 'Starting the agent',
  snapshot: 'Taking a snapshot of the work',
  checks: 'Running the checks',
  apply: 'Merging into the branch',
};

/** Null for what the lines around it say already. */
export function wordsOf(change: Data, actor: string): string | null {
  switch (change['type']) {
    case 'accepted':
      return `Queued by ${actor}`;
    case 'stepped':
      return steps[text(change, 'step')] ?? null;
    case 'progressed':
      return change['activity'] === 'agent' ? null : (steps[text(change, 'activity')] ?? null);
    case 'idled':
    case 'asked':
      return 'Needs you';
    case 'completed':
      return `Completed by ${actor}: its work is checked`;
    case 'deferred':
      return `Waits: ${text(change, 'reason')}`;
    case 'lost':
      return 'Its worker was lost; it goes on where it was';
    case 'resumed':
      return `Resumed by ${actor}`;
    case 'paused':
      return `Paused by ${actor}`;
    case 'verified':
      return 'Ready: every check passed';
    case 'finished':
      return `Done, ${text(change, 'how')}`;
    case 'apply_started':
      return `Applying, asked by ${actor}`;
    case 'applied':
      return `Applied as ${text(change, 'commit').slice(0, 10)}`;
    case 'apply_refused':
      return 'Not applied';
    case 'failed':
      return 'Failed';
    case 'cancelled':
      return `Cancelled by ${actor}`;
    case 'archived':
      return `Archived by ${actor}`;
    case 'dismissed':
      return `Dismissed by ${actor}`;
    case 'undone':
      return `Taken from the branch again by ${actor}`;
    case 'restored':
      return `Restored by ${actor}`;
    case 'deleted':
      return `Deleted by ${actor}`;
    default:
      return null;
  }
}

/** Why it goes no further, in a sentence or in as many words as the agent makes of it. */
export function reasonOf(change: Data): string {
  switch (change['type']) {
    case 'idled':
    case 'asked':
      return text(change, 'detail').trim();
    case 'cancelled':
      return text(change, 'reason').trim();
    case 'failed':
      return text(record(change, 'failure'), 'message').trim();
    case 'apply_refused':
      return text(record(change, 'notice'), 'message').trim();
    default:
      return '';
  }
}

/** Of a judge that compares it with other attempts at the same. */
export function rankingWords(data: Data): string {
  const judge = text(data, 'agent');
  const of = number(data, 'of');
  const place = number(data, 'place');
  if (data['state'] === 'working') return `${judge} compares ${of ?? 'the'} variants`;
  return place === null
    ? `${judge} found no order of the variants`
    : `Place ${place} of ${of ?? '?'}, says ${judge}`;
}
