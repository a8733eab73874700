// `tasklane queue export`.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { endpoints } from '../../api/endpoints.ts';
import { printJson, say } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findPhase } from '../phase-ref.ts';
import type { PhaseFlags } from '../phase-ref.ts';

export async function exportQueue(
  context: Context,
  file: string | undefined,
  flags: PhaseFlags,
): Promise<void> {
  const client = await openClient(context);
  const phase = await findPhase(context, client, flags.phase, flags, { orOver: true });
  const queue = await client.call(endpoints.exportPhase, { params: { phase: phase.id } });
  if (file === undefined || file === '-') return printJson(context, queue);
  const path = resolve(context.cwd, file);
  await mkdir(dirname(path), { recursive: true });
  // In one step: whoever reads it meanwhile sees the old file or the new one.
  await writeFile(`${path}.new`, `${JSON.stringify(queue, null, 2)}\n`);
  await rename(`${path}.new`, path);
  say(context, `tasklane: wrote ${path} (phase ${phase.name}, ${phase.state})`);
}
