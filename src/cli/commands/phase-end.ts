// `tasklane queue phase finish` and `cancel`.
import { endpoints } from '../../api/endpoints.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { phaseLines } from '../phase-lines.ts';
import { findPhase } from '../phase-ref.ts';
import type { PhaseFlags } from '../phase-ref.ts';
import { clearQueueFile, queuePath } from '../queue-file.ts';

export interface FinishFlags extends PhaseFlags {
  readonly keepFile?: boolean;
}

export interface CancelPhaseFlags extends PhaseFlags {
  readonly reason?: string;
}

/** It is refused when the merge conflicts or the merged version fails its tests: then exit code 1, and why. */
export async function finishPhase(
  context: Context,
  ref: string | undefined,
  flags: FinishFlags,
): Promise<ExitCode> {
  const client = await openClient(context);
  const { id, project_id: project } = await findPhase(context, client, ref, flags, { orOver: true });
  const phase = await client.call(endpoints.finishPhase, { params: { phase: id }, timeoutMs: 0 });
  if (wantsJson(flags)) printJson(context, phase);
  else print(context, phaseLines(phase, context.stdout.columns));
  if (phase.state !== 'finished') return exitCodes.failure;
  const { root } = await client.call(endpoints.showProject, { params: { project } });
  if (flags.keepFile !== true && (await clearQueueFile(root, phase)))
    say(context, `tasklane: removed ${queuePath}; it is kept as \`tasklane queue export --phase ${id}\``);
  return exitCodes.ok;
}

export async function cancelPhase(
  context: Context,
  ref: string | undefined,
  flags: CancelPhaseFlags,
): Promise<void> {
  const client = await openClient(context);
  const { id } = await findPhase(context, client, ref, flags, { orOver: false });
  const phase = await client.call(endpoints.cancelPhase, {
    params: { phase: id },
    body: flags.reason === undefined ? {} : { reason: flags.reason },
  });
  if (wantsJson(flags)) return printJson(context, phase);
  print(context, phaseLines(phase, context.stdout.columns));
}
