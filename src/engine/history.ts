// What happened to one task, read from its log: who changed it when, what was said, what was checked, what was printed.
// Everything is derived, so that it cannot disagree with the log. A place in the log is a step: after which event, and how
// many of that event's facts were told already.
import type { EventRecord } from '../domain/event.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Oid, TaskId } from '../domain/ids.ts';
import { reduce } from '../domain/lifecycle.ts';
import type { LifecycleEvent } from '../domain/lifecycle.ts';
import type { Task, TaskState } from '../domain/task.ts';
import type { Store } from '../store/store.ts';

/** Where reading goes on: behind this event, and behind so many facts of the event that follows it. */
export interface Step {
  readonly after: number;
  readonly skip: number;
}

/** One thing that happened, and where reading goes on behind it. */
export interface Fact<Value> {
  readonly record: EventRecord;
  readonly value: Value;
  readonly next: Step;
}

export interface Transition {
  readonly from: TaskState | null;
  readonly to: TaskState;
  readonly change: LifecycleEvent['type'] | 'created';
  readonly reason: string | null;
  readonly version: number;
}

export interface Said {
  readonly from: 'person' | 'agent';
  readonly text: string;
}

export interface Checked {
  readonly attempt: number;
  readonly evidence: Evidence;
}

export interface Printed {
  readonly source: string;
  readonly level: 'info' | 'warning';
  readonly text: string;
}

type Events = Pick<Store, 'events'>;

const pageSize = 1000;

async function* logOf(store: Events, taskId: TaskId, from = 0): AsyncGenerator<EventRecord> {
  for (let after = from; ;) {
    const page = await store.events.read({ taskId, after, limit: pageSize });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = last.id;
  }
}

/** The task as it was at this version; undefined when it never had it. */
export async function taskAt(store: Events, taskId: TaskId, version: number): Promise<Task | undefined> {
  for await (const { task } of changesOf(store, taskId)) {
    if (task.version === version) return task;
    if (task.version > version) return undefined;
  }
  return undefined;
}

/** Each change with the task that it made. From the very beginning: what a change makes depends on all before it. */
async function* changesOf(
  store: Events,
  taskId: TaskId,
): AsyncGenerator<{ readonly record: EventRecord; readonly task: Task }> {
  let task: Task | null = null;
  for await (const record of logOf(store, taskId)) {
    if (record.body.type === 'task.created') task = record.body.task;
    else if (record.body.type === 'task.changed' && task !== null)
      task = reduce(task, record.body.change, record.at);
    else continue;
    if (task !== null) yield { record, task };
  }
}

export async function* transitionsOf(
  store: Events,
  taskId: TaskId,
  from: Step,
): AsyncGenerator<Fact<Transition>> {
  for await (const { record, task } of changesOf(store, taskId)) {
    if (record.id <= from.after) continue;
    const { body } = record;
    const change = body.type === 'task.changed' ? body.change : null;
    const value: Transition = {
      from: body.type === 'task.changed' ? body.from : null,
      to: body.type === 'task.changed' ? body.to : task.state,
      change: change?.type ?? 'created',
      reason: change === null ? null : reasonOf(change),
      version: task.version,
    };
    yield { record, value, next: { after: record.id, skip: 0 } };
  }
}

function reasonOf(change: LifecycleEvent): string | null {
  switch (change.type) {
    case 'cancelled':
    case 'deferred':
      return change.reason;
    case 'failed':
      return change.failure.message;
    case 'apply_refused':
    case 'undone':
      return change.notice.message;
    case 'idled':
    case 'asked':
      return change.detail;
    case 'sent_back':
      return change.message;
    case 'resumed':
      return change.resume.message ?? change.resume.reason;
    case 'claimed':
      return `by ${change.worker}`;
    case 'apply_queued':
      return `priority ${change.priority}`;
    default:
      return null;
  }
}

export async function* evidenceOf(store: Events, taskId: TaskId, from: Step): AsyncGenerator<Fact<Checked>> {
  for await (const { record, task } of changesOf(store, taskId)) {
    const checks = record.body.type === 'task.changed' ? checksIn(record.body.change) : [];
    for (const [index, evidence] of checks.entries()) {
      if (record.id <= from.after) continue;
      const told = { after: record.id - 1, skip: index + 1 };
      if (record.id === from.after + 1 && index < from.skip) continue;
      const next = index + 1 === checks.length ? { after: record.id, skip: 0 } : told;
      yield { record, value: { attempt: task.attempt, evidence }, next };
    }
  }
}

function checksIn(change: LifecycleEvent): readonly Evidence[] {
  switch (change.type) {
    case 'verified':
      return change.result.checks;
    case 'failed':
    case 'finished':
      return change.result?.checks ?? [];
    case 'applied':
      return change.checks;
    case 'apply_refused':
    case 'progressed':
      return change.checks ?? [];
    default:
      return [];
  }
}

/** The pieces of one message of an agent follow each other, and are put together. */
export async function* messagesOf(store: Events, taskId: TaskId, from: Step): AsyncGenerator<Fact<Said>> {
  let open: Fact<Said> | null = null as Fact<Said> | null;
  for await (const record of logOf(store, taskId, from.after)) {
    const said = saidIn(record);
    if (open !== null && said?.from === 'agent') {
      open = { ...open, value: joined(open.value, said), next: behind(record) };
      continue;
    }
    // What the agent used is counted in the middle of its sentences.
    if (record.body.type === 'agent.usage') continue;
    if (open !== null) yield open;
    open = null;
    if (said === null) continue;
    const fact = { record, value: said, next: behind(record) };
    if (said.from === 'agent') open = fact;
    else yield fact;
  }
  if (open !== null) yield open;
}

function joined(before: Said, more: Said): Said {
  return { from: before.from, text: before.text + more.text };
}

function saidIn({ body }: EventRecord): Said | null {
  switch (body.type) {
    case 'task.created':
      return { from: 'person', text: body.task.prompt };
    case 'run.message':
      return { from: 'person', text: body.text };
    case 'agent.message':
      return { from: 'agent', text: body.text };
    default:
      return null;
  }
}

export async function* outputOf(store: Events, taskId: TaskId, from: Step): AsyncGenerator<Fact<Printed>> {
  for await (const record of logOf(store, taskId, from.after)) {
    const value = printedIn(record);
    if (value !== null) yield { record, value, next: behind(record) };
  }
}

function printedIn({ body }: EventRecord): Printed | null {
  switch (body.type) {
    case 'run.output':
      return { source: body.source, level: 'info', text: body.text };
    case 'run.note':
      return { source: 'system', level: body.level, text: body.text };
    case 'agent.note':
      return { source: 'agent', level: body.level, text: body.text };
    default:
      return null;
  }
}

function behind(record: EventRecord): Step {
  return { after: record.id, skip: 0 };
}

/** The commit that each attempt started from. */
export async function basesOf(store: Events, taskId: TaskId): Promise<ReadonlyMap<number, Oid>> {
  const bases = new Map<number, Oid>();
  for await (const { task } of changesOf(store, taskId))
    if (task.state === 'running' && task.baseCommit !== null) bases.set(task.attempt, task.baseCommit);
  return bases;
}
