// `tasklane task export`: a task as one file, complete or not there at all.
import { createWriteStream } from 'node:fs';
import { link, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathOf } from '../../api/address.ts';
import { endpoints } from '../../api/endpoints.ts';
import { AppError, errorOf } from '../../api/errors.ts';
import { readText } from '../../api/request.ts';
import { printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export interface ExportFlags extends TaskFlags {
  readonly out?: string;
}

export async function exportTask(context: Context, ref: string, flags: ExportFlags): Promise<void> {
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  const { method, path } = endpoints.exportTask;
  const answer = await client.open({ method, path: pathOf(path, { task: task.id }), timeoutMs: 60_000 });
  const status = answer.statusCode ?? 0;
  if (status >= 400)
    throw errorOf(status, await readText(answer, { url: client.url, token: '' }), client.url);
  const name = nameIn(answer.headers['content-disposition']) ?? `${task.name}.tasklane.tar.gz`;
  const file = flags.out === undefined ? join(context.cwd, name) : resolve(context.cwd, flags.out);
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.part`;
  try {
    await pipeline(answer, createWriteStream(part, { mode: 0o600 }));
    // A file that somebody named is theirs to replace; one that we name replaces none.
    await (flags.out === undefined ? linkNew(part, file) : rename(part, file));
  } finally {
    await rm(part, { force: true });
  }
  const { size } = await stat(file);
  if (wantsJson(flags)) return printJson(context, { file, bytes: size });
  say(context, `tasklane: wrote ${file} (${Math.ceil(size / 1024)} KiB)`);
  return undefined;
}

async function linkNew(part: string, file: string): Promise<void> {
  try {
    await link(part, file);
  } catch (cause) {
    throw new AppError('already_exists', `There is a file ${file} already.`, {
      next: 'Name another one with --out, or that one to replace it.',
      cause,
    });
  }
}

// What the daemon calls it; only its last part, wherever it wants it to be.
function nameIn(header: string | undefined): string | null {
  const name =
    /filename="([^"]+)"/
      .exec(header ?? '')?.[1]
      ?.split(/[\\/]/)
      .at(-1) ?? '';
  return name === '' || name.startsWith('.') ? null : name;
}
