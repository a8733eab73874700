// From our domain to the JSON of the contract: snake_case, times as text, one flat object for a union.
import type {
  ErrorBody,
  EventJson,
  EvidenceJson,
  FailureJson,
  ProjectJson,
  TaskJson,
} from '../api/schemas.ts';
import type { Attempt } from '../domain/attempt.ts';
import type { AppError } from '../domain/errors.ts';
import type { EventRecord } from '../domain/event.ts';
import { isFlaky } from '../domain/evidence.ts';
import type { CheckRun, Evidence } from '../domain/evidence.ts';
import type { Failure } from '../domain/failure.ts';
import type { Project } from '../domain/project.ts';
import type { Result } from '../domain/result.ts';
import type { Hold } from '../domain/hold.ts';
import type { NamedConflict } from '../engine/radar/radar.ts';
import { mergeOf } from '../domain/merge-entry.ts';
import type { MergeEntry } from '../domain/merge-entry.ts';
import type { PullRequest } from '../domain/pull-request.ts';
import { isOutside } from '../domain/task.ts';
import type { LimitUse } from '../domain/limit-use.ts';
import type { Task } from '../domain/task.ts';
import type { TaskTemplate } from '../domain/template.ts';
import { verificationOf } from '../domain/verification.ts';

export function projectJson(project: Project, here: string, warnings: readonly string[]): ProjectJson {
  return {
    id: project.id,
    name: project.name,
    home: project.home,
    is_here: project.home === here,
    root: project.root,
    branch: project.branch,
    trusted: project.trusted,
    created_at: time(project.createdAt),
    warnings: [...warnings],
  };
}

export interface TaskExtras {
  readonly projectName: string;
  readonly hold: Hold | undefined;
  /** In the merge queue, from 1. */
  readonly place?: number | undefined;
  readonly links?: TaskJson['links'];
  readonly attempt: Attempt | undefined;
  /** None where nobody asks for them. */
  readonly limits?: readonly LimitUse[];
  /** The newest words of its agent, while it works. */
  readonly said?: string | null;
  /** What its work does not go together with, as far as the radar knows. */
  readonly conflicts?: readonly NamedConflict[] | null;
}

export function taskJson(task: Task, extras: TaskExtras): TaskJson {
  return {
    id: task.id,
    number: task.number,
    name: task.name,
    title: task.title,
    prompt: task.prompt,
    state: task.state,
    state_since: time(task.stateSince),
    step: stepOf(task),
    hold: extras.hold === undefined ? null : holdJson(extras.hold),
    failure: task.state === 'failed' ? failureJson(task.failure) : null,
    last_failure: task.lastFailure === null ? null : failureJson(task.lastFailure),
    notice: task.state === 'ready' && task.notice !== null ? failureJson(task.notice) : null,
    merge: mergeJson(mergeOf(task), extras.place),
    pull_request: pullRequestJson(task.pullRequest),
    project_id: task.projectId,
    project_name: extras.projectName,
    phase_id: isOutside(task) ? task.phaseId : null,
    parent: task.parentId,
    subagent: subagentOf(task),
    policy: task.policy,
    agent: task.agent,
    model: task.model,
    priority: task.priority,
    category: task.category,
    template: task.template === null ? null : taskTemplateJson(task.template),
    depends_on: [...task.dependsOn],
    released_by: task.releasedBy,
    owns: [...task.owns],
    on_violation: task.onViolation,
    permission: task.permission ?? null,
    position: task.position,
    branch: task.branch,
    base_commit: task.baseCommit,
    applied_commit: task.state === 'done' ? task.commit : null,
    links: extras.links ?? null,
    delivery: task.state === 'done' ? deliveryJson(task.delivery) : null,
    attempt: task.attempt,
    limits: (extras.limits ?? []).map((limit) => ({ ...limit })),
    usage: extras.attempt === undefined ? null : usageJson(extras.attempt),
    conflicts: extras.conflicts?.map(conflictJson) ?? null,
    result: task.result === null ? null : resultJson(task.result),
    verification: verificationOf(task),
    owner: task.owner,
    said: extras.said ?? null,
    status_message: task.reported?.text ?? null,
    status_state: task.reported?.state ?? null,
    created_at: time(task.createdAt),
    updated_at: time(task.updatedAt),
    version: task.version,
    warnings: [],
  };
}

function subagentOf({ subagent }: Task): TaskJson['subagent'] {
  if (subagent == null) return null;
  const { name, copy, run = null } = subagent;
  return { name, copy, run };
}

function mergeJson(entry: MergeEntry | null, position: number | undefined): TaskJson['merge'] {
  if (entry === null) return null;
  const { priority, at, by } = entry;
  // Not found any more: it has just left, which only the first one does.
  return { position: position ?? 1, priority, queued_at: time(at), by };
}

function pullRequestJson(pullRequest: PullRequest | null): TaskJson['pull_request'] {
  if (pullRequest === null) return null;
  const { openedAt, changedAt, checks = null, ...rest } = pullRequest;
  return { ...rest, checks, opened_at: time(openedAt), changed_at: time(changedAt) };
}

export function holdJson(hold: Hold): NonNullable<TaskJson['hold']> {
  const { kind, text } = hold;
  const plain = { kind, text, task: null, path: null, agent: null, until: null };
  switch (hold.kind) {
    case 'dependency':
    case 'dependency_failed':
      return { ...plain, task: hold.on };
    case 'lane':
      return { ...plain, task: hold.behind };
    case 'ownership':
      return { ...plain, task: hold.with, path: hold.path };
    case 'backoff':
      return { ...plain, until: time(hold.until) };
    case 'agent':
      return { ...plain, agent: hold.agent, until: hold.until === null ? null : time(hold.until) };
    default:
      return plain;
  }
}

function conflictJson({ with: id, other, files }: NamedConflict): NonNullable<TaskJson['conflicts']>[number] {
  return { with: id, number: other?.number ?? null, name: other?.name ?? null, files: [...files] };
}

function taskTemplateJson(template: TaskTemplate): NonNullable<TaskJson['template']> {
  return {
    id: template.templateId,
    name: template.templateName,
    version_id: template.versionId,
    version: template.versionName,
    preset_id: template.presetId,
    preset: template.presetName,
    parameters: [...template.parameters],
  };
}

function stepOf(task: Task): string | null {
  if (task.state === 'starting') return task.step;
  if (task.state === 'running') return task.activity;
  if (task.state === 'waiting') return `${task.waitingFor}: ${task.detail}`;
  return null;
}

export function deliveryJson(delivery: Extract<Task, { state: 'done' }>['delivery']): TaskJson['delivery'] {
  if (delivery === null) return null;
  if (delivery.kind !== 'left_alone') return { kind: delivery.kind, reason: null, files: [] };
  return { kind: delivery.kind, reason: delivery.reason, files: [...delivery.files] };
}

export function usageJson({ usage }: Pick<Attempt, 'usage'>): NonNullable<TaskJson['usage']> {
  const { inputTokens, outputTokens, cachedTokens, cost } = usage;
  return { input_tokens: inputTokens, output_tokens: outputTokens, cached_tokens: cachedTokens, cost };
}

export function failureJson(failure: Failure): FailureJson {
  const { kind, message, detail, next, log } = failure;
  return { kind, message, detail, next, ...(log !== undefined && { log }) };
}

function resultJson(result: Result): NonNullable<TaskJson['result']> {
  return {
    summary: result.summary,
    base: result.base,
    head: result.head,
    tree: result.tree,
    files: [...result.files],
    commits: result.commits.map((commit) => ({ ...commit, at: time(commit.at) })),
    checks: result.checks.map(evidenceJson),
  };
}

/** Evidence that was stored before all of this was read has less: what is missing is empty. */
export function evidenceJson(item: Evidence): EvidenceJson {
  return {
    name: item.name,
    command: item.command,
    ...runJson(item),
    on: item.on,
    tree: item.tree,
    base: item.base,
    tools: [...(item.tools ?? [])],
    flaky: isFlaky(item),
    earlier: (item.earlier ?? []).map(runJson),
    rewrote: [...(item.rewrote ?? [])],
    notes: [...(item.notes ?? [])],
  };
}

function runJson(run: CheckRun): EvidenceJson['earlier'][number] {
  return {
    outcome: run.outcome,
    exit_code: run.exitCode,
    duration_ms: run.durationMs,
    counts: run.counts,
    counts_from: run.countsFrom ?? null,
    failures: [...(run.failures ?? [])],
    cause: run.cause ?? null,
    signs: [...(run.signs ?? [])],
    tail: run.tail,
    log: run.log,
    at: time(run.at),
  };
}

export function eventJson(record: EventRecord): EventJson {
  const { type, ...data } = record.body;
  return {
    id: record.id,
    project_id: record.projectId,
    task_id: record.taskId,
    seq: record.seq,
    at: time(record.at),
    actor: record.actor,
    type,
    data,
  };
}

/** Never the stack or the cause: those are in the daemon's log. */
export function errorJson(error: AppError): ErrorBody {
  return {
    error: {
      code: error.code,
      message: error.message,
      next: error.next ?? null,
      details: { ...error.details },
    },
  };
}

export function time(at: number): string {
  return new Date(at).toISOString();
}
