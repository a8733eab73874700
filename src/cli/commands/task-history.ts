// `tasklane task history`: what happened to a task, one kind of thing at a time, a row for each.
import { endpoints } from '../../api/endpoints.ts';
import { everyPage } from '../../api/every-page.ts';
import type { Client } from '../../api/client.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { table } from '../table.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';
import { span } from '../time.ts';

export interface HistoryFlags extends TaskFlags {
  readonly of?: 'transitions' | 'messages' | 'attempts' | 'evidence' | 'output';
}

/** What is printed: as JSON, or as rows under these heads. */
interface History {
  readonly json: object;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export async function taskHistory(context: Context, ref: string, flags: HistoryFlags): Promise<void> {
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const { json, head, rows } = await read(client, id, flags.of ?? 'transitions');
  if (wantsJson(flags)) return printJson(context, json);
  if (rows.length === 0) return say(context, 'Nothing yet.');
  print(context, table(head, rows, context.stdout.columns));
}

async function read(client: Client, task: string, of: NonNullable<HistoryFlags['of']>): Promise<History> {
  switch (of) {
    case 'transitions':
      return transitions(client, task);
    case 'messages':
      return messages(client, task);
    case 'attempts':
      return attempts(client, task);
    case 'evidence':
      return evidence(client, task);
    case 'output':
      return output(client, task);
  }
}

async function transitions(client: Client, task: string): Promise<History> {
  const items = await everyPage(
    (query) => client.call(endpoints.taskTransitions, { params: { task }, query }),
    (page) => page.transitions,
  );
  return {
    json: { transitions: items },
    head: ['WHEN', 'WHO', 'FROM', 'TO', 'VERSION', 'WHAT'],
    rows: items.map(({ at, actor, from, to, version, change, reason }) => [
      at,
      actor,
      from ?? '',
      to,
      String(version),
      reason === null ? change : `${change}: ${reason}`,
    ]),
  };
}

async function messages(client: Client, task: string): Promise<History> {
  const items = await everyPage(
    (query) => client.call(endpoints.taskMessages, { params: { task }, query }),
    (page) => page.messages,
  );
  return {
    json: { messages: items },
    head: ['WHEN', 'WHO', 'TEXT'],
    rows: items.map(({ at, actor, text }) => [at, actor, text]),
  };
}

async function attempts(client: Client, task: string): Promise<History> {
  const items = await everyPage(
    (query) => client.call(endpoints.taskAttempts, { params: { task }, query }),
    (page) => page.attempts,
  );
  return {
    json: { attempts: items },
    head: ['ATTEMPT', 'AGENT', 'STARTED', 'ENDED', 'TOKENS', 'MODEL'],
    rows: items.map(({ number, agent, model, started_at, ended_at, usage }) => [
      String(number),
      agent,
      started_at,
      ended_at ?? '',
      String(usage.input_tokens + usage.output_tokens),
      model ?? '',
    ]),
  };
}

async function evidence(client: Client, task: string): Promise<History> {
  const items = await everyPage(
    (query) => client.call(endpoints.taskEvidence, { params: { task }, query }),
    (page) => page.evidence,
  );
  return {
    json: { evidence: items },
    head: ['WHEN', 'ATTEMPT', 'OUTCOME', 'ON', 'TREE', 'TOOK', 'COMMAND'],
    rows: items.map(({ at, attempt, outcome, on, tree, duration_ms, command }) => [
      at,
      String(attempt),
      outcome,
      on,
      tree.slice(0, 10),
      span(duration_ms),
      command,
    ]),
  };
}

async function output(client: Client, task: string): Promise<History> {
  const items = await everyPage(
    (query) => client.call(endpoints.taskLogs, { params: { task }, query }),
    (page) => page.logs,
  );
  return {
    json: { logs: items },
    head: ['WHEN', 'SOURCE', 'TEXT'],
    rows: items.map(({ at, source, text }) => [at, source, text.trimEnd()]),
  };
}
