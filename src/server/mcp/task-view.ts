// A task as a model reads it: the few fields that decide what to do, and what that is.
import { z } from 'zod';
import type { TaskJson } from '../../api/schemas.ts';
import { task } from '../../api/task-schemas.ts';
import { failure } from '../../api/result-schemas.ts';

const problem = failure.omit({ detail: true });

export const brief = z.object({
  ...task.pick({
    number: true,
    id: true,
    name: true,
    title: true,
    project_name: true,
    state: true,
    state_since: true,
    step: true,
    agent: true,
    priority: true,
    branch: true,
    pull_request: true,
    version: true,
    warnings: true,
  }).shape,
  hold: z.string().nullable().describe('Why a queued task waits; null = it starts next, or is not queued.'),
  problem: problem
    .nullable()
    .describe('Why it failed, or why its last apply was refused; show_task has the details.'),
  next: z.string().describe('What can be done with it now.'),
});
export const briefResult = z.object({ task: brief });

export type Brief = z.output<typeof brief>;

const longest = 1000;

export function briefOf(json: TaskJson): Brief {
  const { number, id, name, title, project_name, state, state_since, agent, priority, branch, version } =
    json;
  const wrong = json.failure ?? json.notice;
  return {
    number,
    id,
    name,
    title,
    project_name,
    state,
    state_since,
    step: json.step?.slice(0, longest) ?? null,
    agent,
    priority,
    branch,
    version,
    pull_request: json.pull_request,
    warnings: json.warnings,
    hold: json.hold?.text ?? null,
    problem:
      wrong === null
        ? null
        : { kind: wrong.kind, message: wrong.message.slice(0, longest), next: wrong.next },
    next:
      json.state === 'ready' && json.pull_request?.state === 'open'
        ? 'Its git host decides: pull_request says how it stands, withdraw closes it; apply brings it up to date.'
        : nextOf(json.state),
  };
}

function nextOf(state: TaskJson['state']): string {
  switch (state) {
    case 'draft':
      return 'accept puts it into the queue; edit changes it; archive drops it.';
    case 'queued':
      return 'It starts by itself; watch tells when. cancel stops it.';
    case 'starting':
    case 'running':
      return 'watch waits for its end; send_message tells its agent something; pause or cancel stops it.';
    case 'waiting':
      return 'Its agent waits for somebody: see list_inquiries; approve, deny, answer or send_message is the reply; complete has the work checked as it is.';
    case 'paused':
      return 'resume lets it go on.';
    case 'ready':
      return 'Look at the diff; then apply, dismiss, or send_message with what has to change.';
    case 'applying':
      return 'watch tells how it ends.';
    case 'failed':
      return 'retry begins again from a fresh copy; send_message lets it go on with what has to change; replan makes it a draft.';
    case 'done':
      return 'Nothing: it is over. undo takes what was applied from the branch again.';
    case 'cancelled':
    case 'dismissed':
      return 'Nothing: it is over.';
  }
}

/** One line, or two where something is wrong. */
export function sayBrief(one: Brief): string {
  const about = [one.hold, one.step].filter((text) => text !== null).join('; ');
  const lines = [
    `#${one.number} ${one.name} [${one.state}${about === '' ? '' : `: ${about}`}] ${one.title} (project ${one.project_name})`,
    ...(one.problem === null ? [] : [`  ${one.problem.kind}: ${one.problem.message} ${one.problem.next}`]),
    ...(one.pull_request === null
      ? []
      : [`  Pull request #${one.pull_request.number} (${one.pull_request.state}): ${one.pull_request.url}`]),
    ...one.warnings.map((warning) => `  Note: ${warning}`),
  ];
  return lines.join('\n');
}

export function sayBriefs(all: readonly Brief[], none: string): string {
  return all.length === 0 ? none : all.map(sayBrief).join('\n');
}
