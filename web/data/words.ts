// What the page says about a task, in words: the same everywhere.
import type { CardJson } from '../../src/api/board-schemas.ts';
import type { CardState } from './columns.ts';

export const stateWords: Readonly<Record<CardState, string>> = {
  draft: 'Draft',
  queued: 'Queued',
  starting: 'Starting',
  running: 'Running',
  waiting: 'Needs you',
  paused: 'Paused',
  ready: 'Ready',
  applying: 'Applying',
  done: 'Done',
  dismissed: 'Dismissed',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const steps: Readonly<Record<string, string>> = {
  workspace: 'Preparing a copy of the repository',
  setup: 'Setting the copy up',
  agent: 'The agent works',
  snapshot: 'Taking a snapshot of the work',
  checks: 'Running the checks',
  apply: 'Merging into the branch',
};

export function stepWords(card: Pick<CardJson, 'state' | 'step'>): string {
  if (card.state === 'starting' && card.step === 'agent') return 'Starting the agent';
  return steps[card.step ?? ''] ?? stateWords[card.state];
}

const kinds: Readonly<Record<string, string>> = {
  compile: 'Compile error',
  test: 'Checks failed',
  file_not_found: 'File not found',
  push_rejected: 'Push rejected',
  conflict: 'Conflict',
  max_turns: 'Turn limit',
  timeout: 'Time limit',
  budget: 'Budget',
  setup: 'Setup failed',
  credentials: 'Credentials',
  network: 'Network',
  ownership_violation: 'Outside its files',
  agent_crash: 'Agent crashed',
  worker_lost: 'Worker lost',
  other: 'Failed',
};

export function failureWords(kind: string): string {
  return kinds[kind] ?? kind.replaceAll('_', ' ');
}

/** `0:07`, `12:31`, `3 h 04`, `2 d`. */
export function elapsedWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  const hours = Math.floor(seconds / 3600);
  if (hours < 24) return `${hours} h ${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')}`;
  return `${Math.floor(hours / 24)} d`;
}

/** `just now`, `5 min ago`, `3 h ago`, `2 d ago`. */
export function agoWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / 1440)} d ago`;
}

/** `950 ms`, `4.2 s`, `3 min 05 s`. */
export function durationWords(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${String(Math.floor((ms % 60_000) / 1000)).padStart(2, '0')} s`;
}

export function tokenWords(tokens: number): string {
  if (tokens < 1000) return `${tokens}`;
  return tokens < 1_000_000 ? `${(tokens / 1000).toFixed(1)}k` : `${(tokens / 1_000_000).toFixed(2)}M`;
}

export function costWords(dollars: number): string {
  return dollars < 0.01 ? '<$0.01' : `$${dollars.toFixed(2)}`;
}

/** Tokens and money, each where it is known. */
export function spentWords(usage: {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cost: number | null;
}): readonly string[] {
  const tokens = usage.input_tokens + usage.output_tokens;
  return [
    ...(tokens === 0 ? [] : [`${tokenWords(tokens)} tokens`]),
    ...(usage.cost === null || usage.cost === 0 ? [] : [costWords(usage.cost)]),
  ];
}

export function countWords(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
