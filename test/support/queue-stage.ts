// What tests of the queue have in common: agents that work until the test lets them go on, and short ways to ask.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import type { QueueJson } from '../../src/api/queue-schemas.ts';
import type { EventJson, TaskJson } from '../../src/api/schemas.ts';
import type { Scripts } from './model-server/script.ts';
import { createStage, promptOf } from './stage.ts';
import type { Stage, StageOptions } from './stage.ts';

const scripts: Scripts = {
  gated: [
    { do: [{ shell: { command: 'until [ -e "${gate}" ]; do sleep 0.05; done' } }] },
    { do: [{ write: { path: '${path}', content: '${content}\n' } }] },
    { say: 'It is written.' },
  ],
  shell: [{ do: [{ shell: { command: '${command}' } }] }, { say: 'It is done.' }],
};

export function queueStage(context: TestContext, options: StageOptions = {}): Promise<Stage> {
  return createStage(context, { ...options, scripts: { ...scripts, ...options.scripts } });
}

export interface Gate {
  /** An agent with this prompt works until the gate opens, then writes one file. */
  readonly prompt: (path: string, content?: string) => string;
  readonly open: () => void;
}

export function gate(stage: Stage, name = 'gate'): Gate {
  const file = join(stage.dir, name);
  return {
    prompt: (path, content = path) => promptOf('gated', { gate: file, path, content }),
    open: () => writeFileSync(file, ''),
  };
}

export function create(stage: Stage, prompt: string, ...flags: string[]): Promise<TaskJson> {
  return stage.task(['task', 'create', prompt, ...flags]);
}

/** `tasklane …` that must be refused with this exit code; what it says. */
export async function refused(stage: Stage, code: number, ...args: string[]): Promise<string> {
  const result = await stage.run(...args);
  assert.equal(result.code, code, `${args.join(' ')}\n${result.stdout}\n${result.stderr}`);
  assert.equal(result.stdout, '');
  return result.stderr;
}

export async function queue(stage: Stage, ...flags: string[]): Promise<QueueJson> {
  const result = await stage.run('queue', '-o', 'json', ...flags);
  assert.equal(result.code, 0, result.stderr);
  return JSON.parse(result.stdout) as QueueJson;
}

export function names(tasks: readonly TaskJson[]): string[] {
  return tasks.map((task) => task.name);
}

/** Every change of every task so far, in order. */
export async function changesOf(stage: Stage): Promise<readonly EventJson[]> {
  const client = stage.client();
  const changes: EventJson[] = [];
  for (let after = 0; ;) {
    const page = await client.call(endpoints.events, { query: { after, limit: 5000 } });
    if (page.events.length === 0) return changes;
    changes.push(...page.events.filter((event) => event.type === 'task.changed'));
    after = page.next_after;
  }
}

/** The HTTP status of a call that no command of ours would make. */
export async function statusOf(stage: Stage, method: string, path: string, body?: object): Promise<number> {
  const token = readFileSync(join(stage.home, 'token'), 'utf8').trim();
  const response = await fetch(`${stage.client().url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(method !== 'GET' && body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
  await response.text();
  return response.status;
}
