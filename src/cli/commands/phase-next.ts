// `tasklane queue phase next`.
import { endpoints } from '../../api/endpoints.ts';
import type { NextAnswerJson } from '../../api/phase-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { findPhase } from '../phase-ref.ts';
import type { PhaseFlags } from '../phase-ref.ts';
import { clean, indent } from '../text.ts';
import { parseSpan } from '../time.ts';

export interface NextFlags extends PhaseFlags {
  readonly agent: string;
  readonly workspace?: boolean;
  readonly lease?: string;
}

/** Nothing on standard output when there is no task now; exit code 1 when somebody else has its files. */
export async function nextTask(context: Context, flags: NextFlags): Promise<ExitCode> {
  const client = await openClient(context);
  const phase = await findPhase(context, client, flags.phase, flags, { orOver: false });
  const answer = await client.call(endpoints.nextPhaseTask, {
    params: { phase: phase.id },
    // A copy of a large repository takes its time.
    timeoutMs: 0,
    body: {
      agent: flags.agent,
      ...(flags.workspace === true && { workspace: true }),
      ...(flags.lease !== undefined && { lease_ms: parseSpan(flags.lease, '--lease') }),
    },
  });
  if (wantsJson(flags)) printJson(context, answer);
  else if (answer.kind === 'task') print(context, inWords(answer, flags.agent));
  else say(context, clean(answer.reason));
  return answer.kind === 'conflict' ? exitCodes.failure : exitCodes.ok;
}

function inWords(
  { task, lease, worktree, messages }: Extract<NextAnswerJson, { kind: 'task' }>,
  agent: string,
): string {
  const facts = [
    ['owns', task.ownership.join(', ')],
    ['lease', `fence ${lease.fence}, until ${lease.until}`],
    ...(worktree === null ? [] : [['copy', worktree]]),
    ['branch', task.branch],
  ];
  return [
    `Task ${task.id}: ${clean(task.title)}`,
    ...facts.map(([name = '', value = '']) => `  ${name.padEnd(8)}${value}`),
    '',
    indent(clean(task.description), '  '),
    ...messages.map((message) => `\n${indent(clean(message), '  > ')}`),
    '',
    `When it is done: tasklane queue phase complete ${task.id} --agent ${JSON.stringify(agent)} --fence ${lease.fence}`,
  ].join('\n');
}
