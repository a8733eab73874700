// Rows to domain values and back: the one place that trusts what the database holds, because only this file wrote it.
import type { AgentHealth } from '../../domain/agent-health.ts';
import type { Attempt, Usage } from '../../domain/attempt.ts';
import { AppError, messageOf } from '../../domain/errors.ts';
import type { EventBody, EventRecord } from '../../domain/event.ts';
import { attemptId, phaseId, projectId, taskId, webhookId } from '../../domain/ids.ts';
import type { Phase } from '../../domain/phase.ts';
import type { Project } from '../../domain/project.ts';
import type { Task } from '../../domain/task.ts';
import type { Delivery, Webhook } from '../../domain/webhook.ts';
import type { Lease, Message } from '../store.ts';
import type {
  AgentHealthRow,
  AttemptRow,
  DeliveryRow,
  EventRow,
  LeaseRow,
  MessageRow,
  PhaseRow,
  ProjectRow,
  TaskRow,
  WebhookRow,
} from './schema.ts';

export function encodeJson(value: unknown): string {
  // What JSON has no word for (undefined, a function) is kept as null.
  return JSON.stringify(value) ?? 'null';
}

/** Throws `store_corrupt` for what cannot have been written by us. */
export function decodeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('store_corrupt', `A row of the store is damaged: ${messageOf(error)}.`, {
      next: 'Restore the store from a backup.',
      cause: error,
    });
  }
}

/** The value as it will be read back, where JSON cannot say all that it holds. */
export function asStored<Value>(value: Value): Value {
  return decodeJson(encodeJson(value)) as Value;
}

export function encodeTask(task: Task): Omit<TaskRow, 'ordinal'> {
  const {
    id,
    projectId,
    number,
    name,
    state,
    priority,
    position,
    version,
    fence,
    updatedAt,
    deletedAt,
    ...rest
  } = task;
  return {
    id,
    project_id: projectId,
    number,
    name,
    state,
    priority,
    position,
    version,
    fence,
    updated_at: updatedAt,
    deleted_at: deletedAt,
    ...searchable(task),
    body: encodeJson(rest),
  };
}

/** Beyond this a prompt is not searched. */
const searchedChars = 8000;

/** The columns that only help to find a task. */
export function searchable(
  task: Pick<Task, 'name' | 'title' | 'prompt' | 'agent' | 'policy' | 'phaseId'>,
): Pick<TaskRow, 'agent' | 'policy' | 'phase_id' | 'words'> {
  const text = `${task.name}\n${task.title}\n${task.prompt.slice(0, searchedChars)}`;
  // PostgreSQL has no U+0000 in its texts.
  const words = text.toLowerCase().replaceAll('\0', '').toWellFormed();
  return { agent: task.agent, policy: task.policy, phase_id: task.phaseId ?? null, words };
}

export function decodeTask(row: Omit<TaskRow, 'ordinal'>): Task {
  return {
    // What a task lacks that was stored before there were such things.
    template: null,
    backoff: null,
    owner: null,
    reported: null,
    pullRequest: null,
    ...((row.state === 'ready' || row.state === 'applying') && { merge: null }),
    ...(decodeJson(row.body) as object),
    id: row.id,
    projectId: row.project_id,
    number: row.number,
    name: row.name,
    state: row.state,
    priority: row.priority,
    position: row.position,
    version: row.version,
    fence: row.fence,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
  } as Task;
}

export function encodeProject(project: Project, ordinal: number): ProjectRow {
  return {
    id: project.id,
    ordinal,
    name: project.name,
    home: project.home,
    root: project.root,
    branch: project.branch,
    trusted: project.trusted ? 1 : 0,
    created_at: project.createdAt,
    last_number: 0,
  };
}

export function decodeProject(row: ProjectRow): Project {
  return {
    id: projectId(row.id),
    name: row.name,
    home: row.home,
    root: row.root,
    branch: row.branch,
    trusted: row.trusted === 1,
    createdAt: row.created_at,
  };
}

export function encodeEvent(record: EventRecord): EventRow {
  return {
    id: record.id,
    project_id: record.projectId,
    task_id: record.taskId,
    seq: record.seq,
    at: record.at,
    actor: record.actor,
    body: encodeJson(record.body),
  };
}

export function decodeEvent(row: EventRow): EventRecord {
  return {
    id: row.id,
    projectId: projectId(row.project_id),
    taskId: taskId(row.task_id),
    seq: row.seq,
    at: row.at,
    actor: row.actor,
    body: decodeJson(row.body) as EventBody,
  };
}

export function encodeAttempt(attempt: Attempt): AttemptRow {
  return {
    id: attempt.id,
    task_id: attempt.taskId,
    number: attempt.number,
    agent: attempt.agent,
    model: attempt.model,
    session_id: attempt.sessionId,
    process_group: attempt.processGroup,
    usage: encodeJson(attempt.usage),
    queued_at: attempt.queuedAt,
    started_at: attempt.startedAt,
    ended_at: attempt.endedAt,
  };
}

export function decodeAttempt(row: AttemptRow): Attempt {
  return {
    id: attemptId(row.id),
    taskId: taskId(row.task_id),
    number: row.number,
    agent: row.agent,
    model: row.model,
    sessionId: row.session_id,
    processGroup: row.process_group,
    usage: decodeJson(row.usage) as Usage,
    queuedAt: row.queued_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  };
}

export function decodeLease(row: LeaseRow): Lease {
  return { taskId: taskId(row.task_id), worker: row.worker, fence: row.fence, until: row.until };
}

export function decodeMessage(row: MessageRow): Message {
  return { text: decodeJson(row.body) as string, state: row.state as Message['state'] };
}

export function encodePhase(phase: Phase): Omit<PhaseRow, 'ordinal'> {
  const { id, projectId, name, state, version, ...rest } = phase;
  return { id, project_id: projectId, name, state, version, body: encodeJson(rest) };
}

export function decodePhase(row: Omit<PhaseRow, 'ordinal'>): Phase {
  return {
    ...(decodeJson(row.body) as object),
    id: phaseId(row.id),
    projectId: projectId(row.project_id),
    name: row.name,
    state: row.state,
    version: row.version,
  } as Phase;
}

export function encodeWebhook(webhook: Webhook): Omit<WebhookRow, 'ordinal'> {
  const { id, projectId, ...rest } = webhook;
  return { id, project_id: projectId, body: encodeJson(rest) };
}

export function decodeWebhook(row: Omit<WebhookRow, 'ordinal'>): Webhook {
  return {
    ...(decodeJson(row.body) as object),
    id: webhookId(row.id),
    projectId: row.project_id === null ? null : projectId(row.project_id),
  } as Webhook;
}

export function encodeDelivery(delivery: Delivery): Omit<DeliveryRow, 'ordinal'> {
  const { id, webhookId, eventId, state, ...rest } = delivery;
  return { id, webhook_id: webhookId, event_id: eventId, state, body: encodeJson(rest) };
}

export function decodeDelivery(row: Omit<DeliveryRow, 'ordinal'>): Delivery {
  return {
    ...(decodeJson(row.body) as object),
    id: row.id,
    webhookId: webhookId(row.webhook_id),
    eventId: row.event_id,
    state: row.state,
  } as Delivery;
}

export function encodeAgentHealth({ home, agent, ...rest }: AgentHealth): AgentHealthRow {
  return { home, agent, body: encodeJson(rest) };
}

export function decodeAgentHealth(row: AgentHealthRow): AgentHealth {
  return {
    ...(decodeJson(row.body) as Omit<AgentHealth, 'home' | 'agent'>),
    home: row.home,
    agent: row.agent,
  };
}
