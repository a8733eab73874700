// What happened, in one stable name: what live streams are filtered by and what webhooks are for. A change of state is named
// after the state that it leads to, because that is what somebody waits for: `task.ready`, `task.failed`.
import type { EventBody } from './event.ts';

/** Every name that a change of a task can have; documented in docs/events.md, and never renamed. */
export const taskHappenings = [
  'task.created',
  'task.edited',
  'task.moved',
  'task.progressed',
  'task.draft',
  'task.queued',
  'task.starting',
  'task.running',
  'task.waiting',
  'task.paused',
  'task.ready',
  'task.apply_queued',
  'task.apply_withdrawn',
  'task.applying',
  'task.apply_refused',
  'task.pull_requested',
  'task.pull_request_changed',
  'task.undone',
  'task.done',
  'task.failed',
  'task.cancelled',
  'task.dismissed',
  'task.deleted',
  'task.restored',
  'task.emptied',
] as const;
export type TaskHappening = (typeof taskHappenings)[number];

/** What agents, setup and checks say; these are the types of the events themselves. */
export const runHappenings = [
  'agent.message',
  'agent.thought',
  'agent.tool',
  'agent.plan',
  'agent.state',
  'agent.usage',
  'agent.permission',
  'agent.subagent',
  'agent.note',
  'run.output',
  'run.note',
  'run.message',
  'run.phase',
  'run.model_call',
  'run.conflicts',
  'run.ranking',
  'run.inquiry',
  'run.inquiry_closed',
] as const satisfies readonly Exclude<EventBody['type'], 'task.created' | 'task.changed'>[];
export type Happening = TaskHappening | (typeof runHappenings)[number];

export function happeningOf(body: EventBody): Happening {
  if (body.type !== 'task.changed') return body.type;
  switch (body.change.type) {
    case 'edited':
    case 'moved':
    case 'deleted':
    case 'restored':
    case 'emptied':
    case 'apply_queued':
    case 'apply_withdrawn':
    case 'apply_refused':
    case 'pull_requested':
    case 'pull_request_changed':
    case 'undone':
      return `task.${body.change.type}`;
    case 'stepped':
    case 'progressed':
    case 'reported':
      return 'task.progressed';
    default:
      return `task.${body.to}`;
  }
}

/** A filter by name: exact ones, `task.*` for a whole group, `*` for everything, and `task.changed` for every change. */
export function matches(patterns: readonly string[], body: EventBody): boolean {
  const name = happeningOf(body);
  return patterns.some(
    (pattern) =>
      pattern === '*' ||
      pattern === name ||
      pattern === body.type ||
      (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1))),
  );
}

/** Those of the patterns that can never match. */
export function unknownPatterns(patterns: readonly string[]): readonly string[] {
  const names: readonly string[] = [...taskHappenings, ...runHappenings, 'task.changed'];
  return patterns.filter(
    (pattern) =>
      pattern !== '*' &&
      !names.includes(pattern) &&
      !(pattern.endsWith('.*') && names.some((name) => name.startsWith(pattern.slice(0, -1)))),
  );
}
