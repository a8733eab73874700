// What an agent says about a task that it has: `tasklane queue phase heartbeat | complete | fail | release | may-write`.
import { endpoints } from '../../api/endpoints.ts';
import type { Client } from '../../api/client.ts';
import type { PhaseTaskJson } from '../../api/phase-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { findPhase } from '../phase-ref.ts';
import type { PhaseFlags } from '../phase-ref.ts';
import { clean } from '../text.ts';
import { parseSpan } from '../time.ts';

export interface HolderFlags extends PhaseFlags {
  readonly agent: string;
  readonly fence: number;
  readonly lease?: string;
}

export interface CompleteFlags extends HolderFlags {
  readonly summary?: string;
  readonly branch?: string;
}

export interface FailFlags extends HolderFlags {
  readonly reason: string;
}

export interface ReleaseFlags extends HolderFlags {
  readonly reason?: string;
}

export async function heartbeat(context: Context, task: string, flags: HolderFlags): Promise<void> {
  const { client, params, holder } = await at(context, task, flags);
  const lease = flags.lease === undefined ? {} : { lease_ms: parseSpan(flags.lease, '--lease') };
  const answer = await client.call(endpoints.heartbeatPhaseTask, { params, body: { ...holder, ...lease } });
  if (wantsJson(flags)) return printJson(context, answer);
  say(context, `task ${task} is kept until ${answer.lease.until}`);
  if (answer.messages.length > 0) print(context, clean(answer.messages.join('\n\n')));
}

export async function complete(context: Context, task: string, flags: CompleteFlags): Promise<ExitCode> {
  const { client, params, holder } = await at(context, task, flags);
  const answer = await client.call(endpoints.completePhaseTask, {
    params,
    timeoutMs: 0,
    body: {
      ...holder,
      ...(flags.summary !== undefined && { summary: flags.summary }),
      ...(flags.branch !== undefined && { branch: flags.branch }),
    },
  });
  if (wantsJson(flags)) printJson(context, answer);
  else if (answer.kind === 'completed') report(context, answer.task, 'is complete');
  else
    report(context, answer.task, `has failed; it changed what it does not own: ${answer.paths.join(', ')}`);
  return answer.kind === 'completed' ? exitCodes.ok : exitCodes.failure;
}

export async function fail(context: Context, task: string, flags: FailFlags): Promise<void> {
  const { client, params, holder } = await at(context, task, flags);
  const body = { ...holder, reason: flags.reason };
  const failed = await client.call(endpoints.failPhaseTask, { params, body });
  if (wantsJson(flags)) printJson(context, failed);
  else report(context, failed, 'has failed');
}

export async function release(context: Context, task: string, flags: ReleaseFlags): Promise<void> {
  const { client, params, holder } = await at(context, task, flags);
  const body = { ...holder, ...(flags.reason !== undefined && { reason: flags.reason }) };
  const back = await client.call(endpoints.releasePhaseTask, { params, body });
  if (wantsJson(flags)) printJson(context, back);
  else report(context, back, 'is pending again');
}

export async function mayWrite(
  context: Context,
  task: string,
  paths: readonly string[],
  flags: HolderFlags,
): Promise<ExitCode> {
  const { client, params, holder } = await at(context, task, flags);
  const answer = await client.call(endpoints.mayWrite, { params, body: { ...holder, paths: [...paths] } });
  if (wantsJson(flags)) printJson(context, answer);
  else
    print(
      context,
      answer.paths
        .map((path) => `${path.allowed ? 'yes' : 'no'}  ${clean(path.path)}  ${clean(path.reason)}`)
        .join('\n'),
    );
  return answer.paths.every((path) => path.allowed) ? exitCodes.ok : exitCodes.failure;
}

interface At {
  readonly client: Client;
  readonly params: { readonly phase: string; readonly task: string };
  readonly holder: { readonly agent: string; readonly fence: number };
}

async function at(context: Context, task: string, flags: HolderFlags): Promise<At> {
  const client = await openClient(context);
  const phase = await findPhase(context, client, flags.phase, flags, { orOver: false });
  return { client, params: { phase: phase.id, task }, holder: { agent: flags.agent, fence: flags.fence } };
}

function report(context: Context, task: PhaseTaskJson, what: string): void {
  print(context, `task ${task.id} “${clean(task.title)}” ${what}`);
}
