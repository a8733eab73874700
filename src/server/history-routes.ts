// Routes that tell what happened to one task. They only read.
import { contract } from '../api/contract.ts';
import type { TaskScopeJson } from '../api/schemas.ts';
import type { Attempt } from '../domain/attempt.ts';
import type { EventRecord } from '../domain/event.ts';
import type { Task } from '../domain/task.ts';
import type { Engine, Fact, Step } from '../engine/engine.ts';
import { cursorOf, pageOf, readNumbers } from './cursor.ts';
import type { Page, PageQuery } from './cursor.ts';
import { evidenceJson, time, usageJson } from './present.ts';
import { verificationJson } from './present-verification.ts';
import { route } from './route.ts';
import type { App, Call } from './route.ts';

const defaultLimit = 200;
const defaultLogLimit = 1000;

type Scoped = Pick<Call<TaskScopeJson, unknown>, 'query' | 'param' | 'access'>;

export function historyRoutes(app: App, engine: Engine): void {
  const one = async (call: Scoped): Promise<Task> => call.access.task(call.param('task'), call.query.project);

  route(app, engine, contract.taskTransitions, async (call) => {
    const task = await one(call);
    const page = await read('transitions', call.query, (from) => engine.history.transitions(task, from));
    return {
      transitions: page.items.map(({ record, value }) => ({ ...origin(record), ...value })),
      next_cursor: page.next_cursor,
    };
  });
  route(app, engine, contract.taskMessages, async (call) => {
    const task = await one(call);
    const page = await read('messages', call.query, (from) => engine.history.messages(task, from));
    return {
      messages: page.items.map(({ record, value }) => ({ ...origin(record), ...value })),
      next_cursor: page.next_cursor,
    };
  });
  route(app, engine, contract.taskEvidence, async (call) => {
    const task = await one(call);
    const page = await read('evidence', call.query, (from) => engine.history.evidence(task, from));
    return {
      evidence: page.items.map(({ record, value }) => ({
        event: record.id,
        attempt: value.attempt,
        ...evidenceJson(value.evidence),
      })),
      next_cursor: page.next_cursor,
    };
  });
  route(app, engine, contract.taskAttempts, async (call) => {
    const attempts = await engine.history.attempts(await one(call));
    const { items, next_cursor } = pageOf('attempts', attempts, (attempt) => attempt.id, call.query);
    return { attempts: items.map(attemptJson), next_cursor };
  });
  outputRoutes(app, engine, one);
}

function outputRoutes(app: App, engine: Engine, one: (call: Scoped) => Promise<Task>): void {
  route(app, engine, contract.taskLogs, async (call) => {
    const task = await one(call);
    const { source, limit = defaultLogLimit } = call.query;
    const page = await read('logs', { ...call.query, limit }, (from) =>
      only(engine.history.output(task, from), source),
    );
    return {
      logs: page.items.map(({ record, value }) => ({ event: record.id, at: time(record.at), ...value })),
      next_cursor: page.next_cursor,
    };
  });
  route(app, engine, contract.diffTask, async (call) => {
    const { attempt, whitespace } = call.query;
    const diff = await engine.review.diff(await one(call), {
      attempt,
      ignoresSpace: whitespace === 'ignore',
    });
    return { ...diff, files: [...diff.files] };
  });
  route(app, engine, contract.taskVerification, async (call) =>
    verificationJson(await engine.review.verification(await one(call))),
  );
  route(app, engine, contract.checkLog, async (call) =>
    engine.review.checkLog(await one(call), call.param('log')),
  );
}

/** One page of what is read from a log; the cursor says where reading goes on. */
async function read<Value>(
  list: string,
  query: PageQuery,
  from: (step: Step) => AsyncIterable<Fact<Value>>,
): Promise<Page<Fact<Value>>> {
  const limit = query.limit ?? defaultLimit;
  const [after = 0, skip = 0] = query.cursor === undefined ? [] : readNumbers(list, query.cursor);
  const items: Fact<Value>[] = [];
  for await (const fact of from({ after, skip })) {
    const last = items.at(-1);
    if (items.length === limit && last !== undefined)
      return { items, next_cursor: cursorOf(list, last.next.after, last.next.skip) };
    items.push(fact);
  }
  return { items, next_cursor: null };
}

async function* only<Value extends { readonly source: string }>(
  facts: AsyncIterable<Fact<Value>>,
  source: string | undefined,
): AsyncGenerator<Fact<Value>> {
  for await (const fact of facts) if (source === undefined || fact.value.source === source) yield fact;
}

function origin(record: EventRecord): { event: number; at: string; actor: string } {
  return { event: record.id, at: time(record.at), actor: record.actor };
}

function attemptJson(attempt: Attempt): {
  id: string;
  number: number;
  agent: string;
  model: string | null;
  session_id: string | null;
  usage: NonNullable<ReturnType<typeof usageJson>>;
  started_at: string;
  ended_at: string | null;
} {
  return {
    id: attempt.id,
    number: attempt.number,
    agent: attempt.agent,
    model: attempt.model,
    session_id: attempt.sessionId,
    usage: usageJson(attempt),
    started_at: time(attempt.startedAt),
    ended_at: attempt.endedAt === null ? null : time(attempt.endedAt),
  };
}
