// A task in the few fields that a list, a board or a webhook needs.
import type { TaskSummaryJson } from '../api/event-schemas.ts';
import type { Task } from '../domain/task.ts';
import { failureJson, time } from './present.ts';

export function summaryJson(task: Task, projectName: string): TaskSummaryJson {
  return {
    id: task.id,
    number: task.number,
    name: task.name,
    title: task.title,
    state: task.state,
    state_since: time(task.stateSince),
    question: task.state === 'waiting' ? task.detail : null,
    failure: task.state === 'failed' ? failureJson(task.failure) : null,
    notice: task.state === 'ready' && task.notice !== null ? failureJson(task.notice) : null,
    project_id: task.projectId,
    project_name: projectName,
    agent: task.agent,
    priority: task.priority,
    branch: task.branch,
    applied_commit: task.state === 'done' ? task.commit : null,
    created_at: time(task.createdAt),
    updated_at: time(task.updatedAt),
    version: task.version,
  };
}
