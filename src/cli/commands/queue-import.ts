// `tasklane queue import`.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { endpoints } from '../../api/endpoints.ts';
import { AppError } from '../../api/errors.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findOrAddProject } from '../find-project.ts';
import { phaseLines } from '../phase-lines.ts';
import type { PhaseFlags } from '../phase-ref.ts';
import { readAll } from '../prompt-text.ts';
import { queuePath } from '../queue-file.ts';

export interface ImportFlags extends PhaseFlags {
  readonly prompt?: string;
  readonly name?: string;
  readonly check?: readonly string[];
  readonly manual?: boolean;
}

export async function importQueue(
  context: Context,
  file: string | undefined,
  flags: ImportFlags,
): Promise<void> {
  if (file !== undefined && flags.prompt !== undefined)
    throw new AppError('invalid_input', 'A queue comes from a file or from a prompt, not from both.', {
      next: 'Leave one of them out.',
    });
  // A file that cannot be read is said before a daemon is started for it.
  const given = file === undefined ? null : await read(context, file);
  const client = await openClient(context);
  const project = await findOrAddProject(context, client, flags.project);
  const queue =
    given ?? (flags.prompt === undefined ? await read(context, join(project.root, queuePath)) : null);
  const {
    phase,
    is_new: isNew,
    warnings,
  } = await client.call(endpoints.registerPhase, {
    body: {
      project: project.id,
      ...(queue === null ? { prompt: flags.prompt ?? '' } : { queue }),
      ...(flags.name !== undefined && { name: flags.name }),
      ...(flags.check !== undefined && { checks: flags.check.map((command) => ({ command })) }),
      ...(flags.manual === true && { finish: 'manual' as const }),
    },
  });
  for (const warning of warnings) say(context, `tasklane: ${warning}`);
  if (!isNew) say(context, `tasklane: this queue is phase ${phase.name} already; nothing was changed`);
  if (wantsJson(flags)) return printJson(context, phase);
  print(context, phaseLines(phase, context.stdout.columns));
}

async function read(context: Context, file: string): Promise<string> {
  if (file === '-') return readAll(context.stdin);
  const path = resolve(context.cwd, file);
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new AppError('not_found', `The queue file ${path} cannot be read.`, {
      next: 'The orchestrator creates it; agents stop and report that it is missing.',
      details: { file: path },
      cause,
    });
  }
}
