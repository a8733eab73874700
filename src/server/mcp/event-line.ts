// One event of the log as a model reads it: what happened, in a name that docs/events.md explains, and in words.
import { z } from 'zod';
import type { EventJson } from '../../api/schemas.ts';
import { time } from '../../api/schemas.ts';
import { isForeknown } from '../../domain/conflict.ts';
import type { TaskConflict } from '../../domain/conflict.ts';
import type { EventBody } from '../../domain/event.ts';
import { happeningOf } from '../../domain/happening.ts';
import { outcomeText } from '../../domain/inquiry.ts';
import type { LifecycleEvent } from '../../domain/lifecycle-event.ts';
import type { ToolCall } from '../../domain/agent-event.ts';
import type { SubagentEvent } from '../../domain/subagent/event.ts';

export const eventLine = z.object({
  id: z.int(),
  at: time,
  actor: z.string(),
  what: z.string().describe('What happened, for example task.ready or agent.message.'),
  text: z.string().describe('A long message of an agent may go on in the next event of the same name.'),
});
export type EventLine = z.output<typeof eventLine>;

/** Of one event; the rest of a long output is in the log of the API. */
const longest = 2000;

export function lineOf(event: EventJson): EventLine {
  // Taken apart by eventJson a moment ago, in this process.
  const body = { ...event.data, type: event.type } as EventBody;
  // What an agent says may come in several events: their texts, one after the other, are what it said.
  const isPiece = body.type === 'agent.message' || body.type === 'agent.thought';
  const text = isPiece ? body.text : textOf(body).trim();
  return {
    id: event.id,
    at: event.at,
    actor: event.actor,
    what: happeningOf(body),
    text: text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text,
  };
}

export function sayLine({ id, at, actor, what, text }: EventLine): string {
  return `${id} ${at} ${what} by ${actor}${text === '' ? '' : `: ${text}`}`;
}

function textOf(body: EventBody): string {
  switch (body.type) {
    case 'task.created':
      return body.task.title;
    case 'task.changed':
      return changeOf(body.change);
    case 'agent.tool':
      return toolText(body.call);
    case 'agent.subagent':
      return subagentText(body.event);
    case 'agent.permission':
      return `${body.decision} by ${body.by}: ${body.call.title}`;
    case 'agent.plan':
      return body.entries.map(({ text, status }) => `${status}: ${text}`).join('\n');
    case 'agent.state':
      return body.state;
    case 'agent.usage':
      return `${body.usage.inputTokens} tokens in, ${body.usage.outputTokens} out`;
    case 'run.model_call':
      return `${body.call.model ?? body.call.provider}: ${body.call.outcome}${body.call.error === null ? '' : `: ${body.call.error}`}`;
    case 'run.output':
      return `${body.source}: ${body.text}`;
    case 'run.message':
      return `${body.from}: ${body.text}`;
    case 'run.conflicts':
      return conflictText(body.conflicts);
    case 'run.ranking':
      return rankingText(body);
    case 'run.inquiry':
      return `${body.inquiry.kind} ${body.inquiry.id}: ${body.inquiry.question}`;
    case 'run.inquiry_closed':
      return `${body.kind} ${body.inquiry} ${outcomeText(body.outcome)}: ${body.question}`;
    case 'run.phase':
      return `phase ${body.name} is ${body.state}. ${body.detail}`;
    case 'agent.message':
    case 'agent.thought':
    case 'agent.note':
    case 'run.note':
      return body.text;
  }
}

function rankingText({ state, agent, place, of }: Extract<EventBody, { type: 'run.ranking' }>): string {
  if (state === 'working') return `${agent} compares ${of} variants`;
  return place === null
    ? `${agent} found no order of the variants`
    : `place ${place} of ${of}, says ${agent}`;
}

function conflictText(conflicts: readonly TaskConflict[]): string {
  if (conflicts.length === 0) return 'conflicts with nothing any more';
  const one = ({ with: other, files }: TaskConflict): string =>
    `${other === null ? 'the branch' : `task ${other}`} in ${files
      .slice(0, 20)
      .map(({ path }) => path)
      .join(', ')}${isForeknown({ files }) ? ' (would be resolved as before)' : ''}`;
  return `conflicts with ${conflicts.slice(0, 20).map(one).join('; ')}`;
}

function subagentText(event: SubagentEvent): string {
  switch (event.type) {
    case 'start':
      return `${event.name} begins: ${event.description}`;
    case 'finish':
      return `ends by ${event.terminateReason}: ${event.result}`;
    case 'error':
      return event.error;
    default:
      return `${event.type} in round ${event.round}`;
  }
}

function toolText({ title, status, paths, output }: ToolCall): string {
  const where = paths.length === 0 ? '' : ` on ${paths.slice(0, 20).join(', ')}`;
  return `${title} (${status})${where}${output === null ? '' : `\n${output}`}`;
}

/** Why, where somebody or something gave a reason. */
function changeOf(change: LifecycleEvent): string {
  switch (change.type) {
    case 'idled':
    case 'asked':
      return change.detail;
    case 'failed':
      return `${change.failure.kind}: ${change.failure.message} ${change.failure.next}`;
    case 'apply_refused':
      return `${change.notice.kind}: ${change.notice.message} ${change.notice.next}`;
    case 'deferred':
    case 'cancelled':
      return change.reason;
    case 'reported':
      return change.report.text;
    case 'sent_back':
      return change.message;
    case 'verified':
      return change.result.summary;
    case 'stepped':
      return change.step;
    case 'progressed':
      return change.activity;
    case 'undone':
    case 'applied':
      return `commit ${change.commit}`;
    default:
      return '';
  }
}
