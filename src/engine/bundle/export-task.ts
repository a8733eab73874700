// Everything that there is of one task as one archive: for a report of what went wrong, for keeping, and for playing the run
// again without the agent. It is read and written piece by piece, so its size costs no memory.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { AppError } from '../../domain/errors.ts';
import type { Attempt } from '../../domain/attempt.ts';
import { isLive } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import { packed } from '../../lib/tar-gz.ts';
import type { ArchiveFile } from '../../lib/tar-gz.ts';
import type { EngineDeps } from '../deps.ts';
import { evidenceOf } from '../history.ts';
import { partsIn, protocolDir } from '../protocol/read-log.ts';
import { diffOf } from '../task-diff.ts';
import { AttemptOf } from './attempt-of.ts';
import { bundleFormat, bundleVersion, endName, manifestName } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { agentInfoIn } from './agent-info.ts';

/** Of one file of events, and of the output of one check, whose end is taken. */
const pageSize = 500;
const maxOutputBytes = 8 * 1024 * 1024;

export interface Exported {
  /** `shop-12-fix-the-test.tasklane.tar.gz`. */
  readonly name: string;
  readonly bytes: Readable;
}

/** `version` is that of the program. The stream fails when something that must be in it cannot be read. */
export async function exportTask(deps: EngineDeps, task: Task, version: string): Promise<Exported> {
  const now = deps.now();
  const project = await deps.store.projects.get(task.projectId);
  return {
    name: `${project?.name ?? 'task'}-${task.number}-${task.name}.tasklane.tar.gz`,
    bytes: packed(counted(filesOf(deps, task, version)), new Date(now)),
  };
}

async function* counted(files: AsyncIterable<ArchiveFile>): AsyncGenerator<ArchiveFile> {
  let count = 0;
  for await (const file of files) {
    count += 1;
    yield file;
  }
  yield json(endName, { files: count });
}

async function* filesOf(deps: EngineDeps, task: Task, version: string): AsyncGenerator<ArchiveFile> {
  const attempts = await deps.store.attempts.list(task.id);
  yield json(manifestName, await manifestOf(deps, task, attempts, version));
  yield json('task.json', task);
  yield json('attempts.json', attempts);
  yield* diffFiles(deps, task);
  yield* evidenceFiles(deps, task);
  yield* eventFiles(deps, task);
  yield* protocolFiles(deps, task);
}

async function manifestOf(
  deps: EngineDeps,
  task: Task,
  attempts: readonly Attempt[],
  version: string,
): Promise<Manifest> {
  const { id, number, name, title, state, agent, model } = task;
  const agents = await Promise.all(
    attempts.map(async (attempt) => ({
      attempt: attempt.number,
      agent: attempt.agent,
      says: await agentInfoIn(protocolDir(deps, task, attempt.number)),
    })),
  );
  return {
    format: bundleFormat,
    version: bundleVersion,
    exportedAt: new Date(deps.now()).toISOString(),
    task: { id, number, name, title, state, agent, model },
    versions: {
      tasklane: version,
      node: process.version,
      git: await deps.workspaces.gitVersion(),
      platform: `${process.platform} ${process.arch}`,
      agents,
    },
  };
}

async function* diffFiles(deps: EngineDeps, task: Task): AsyncGenerator<ArchiveFile> {
  try {
    const { patch, ...diff } = await diffOf(deps, task, {});
    yield json('diff.json', diff);
    yield text('diff.patch', patch);
  } catch (error) {
    // Nothing was committed, or its repository is gone: the rest is worth having all the same.
    if (!(error instanceof AppError)) throw error;
    yield json('diff.json', { missing: error.message });
  }
}

async function* evidenceFiles(deps: EngineDeps, task: Task): AsyncGenerator<ArchiveFile> {
  const all = [];
  const logs = new Set<string>();
  for await (const { value } of evidenceOf(deps.store, task.id, { after: 0, skip: 0 })) {
    all.push(value);
    logs.add(value.evidence.log);
  }
  yield json('evidence.json', all);
  const dir = deps.logDir(task.projectId, task.id);
  for (const log of logs) {
    const bytes = await endOf(join(dir, log), maxOutputBytes).catch(() => null);
    if (bytes !== null) yield { path: `evidence/${log}`, bytes };
  }
}

async function* eventFiles(deps: EngineDeps, task: Task): AsyncGenerator<ArchiveFile> {
  const attempts = new AttemptOf();
  let after = 0;
  for (let part = 1; ; part += 1) {
    const records = await deps.store.events.read({ taskId: task.id, after, limit: pageSize });
    const last = records.at(-1);
    if (last === undefined) return;
    after = last.id;
    const lines = records.map((record) => JSON.stringify({ ...record, attempt: attempts.see(record) }));
    yield text(`events/${numbered(part)}.jsonl`, `${lines.join('\n')}\n`);
  }
}

async function* protocolFiles(deps: EngineDeps, task: Task): AsyncGenerator<ArchiveFile> {
  // A start that never reached its agent is not counted, but it has a log.
  const last = task.attempt + (isLive(task) || task.state === 'failed' ? 1 : 0);
  for (let attempt = 1; attempt <= last; attempt += 1)
    for await (const { part, bytes } of partsIn(protocolDir(deps, task, attempt)))
      yield { path: `protocol/${attempt}/${numbered(part)}.jsonl`, bytes };
}

async function endOf(file: string, maxBytes: number): Promise<Buffer> {
  await using handle = await open(file);
  const { size } = await handle.stat();
  const length = Math.min(size, maxBytes);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.subarray(0, bytesRead);
}

function numbered(part: number): string {
  return String(part).padStart(6, '0');
}

function json(path: string, value: unknown): ArchiveFile {
  return text(path, `${JSON.stringify(value, null, 2)}\n`);
}

function text(path: string, content: string): ArchiveFile {
  return { path, bytes: Buffer.from(content) };
}
