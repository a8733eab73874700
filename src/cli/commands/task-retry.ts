// `tasklane task retry`.
import { endpoints } from '../../api/endpoints.ts';
import type { RetryJson } from '../../api/schemas.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { reportChanged } from '../report-changed.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';
import { parseSpan } from '../time.ts';

/** What the new attempt has otherwise than the one before. */
export interface RetryFlags extends TaskFlags {
  readonly agent?: string;
  readonly model?: string;
  readonly timeout?: string;
  readonly maxTurns?: number;
  readonly maxTokens?: number;
  readonly maxCost?: number;
}

export async function retryTask(context: Context, ref: string, flags: RetryFlags): Promise<void> {
  const body: RetryJson = {
    ...(flags.agent !== undefined && { agent: flags.agent }),
    ...(flags.model !== undefined && { model: flags.model }),
    ...(flags.timeout !== undefined && { timeout_ms: parseSpan(flags.timeout, '--timeout') }),
    ...(flags.maxTurns !== undefined && { max_turns: flags.maxTurns }),
    ...(flags.maxTokens !== undefined && { max_tokens: flags.maxTokens }),
    ...(flags.maxCost !== undefined && { max_cost: flags.maxCost }),
  };
  const client = await openClient(context);
  const { id } = await findTask(context, client, ref, flags);
  const task = await client.call(endpoints.retryTask, { params: { task: id }, body });
  reportChanged(
    context,
    flags,
    task,
    `is ${task.state} again; follow it with: tasklane task logs -f ${task.name}`,
  );
}
