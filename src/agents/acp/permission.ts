// Our decision as one of the options that the agent offers. Once is preferred to always: what is allowed is decided here,
// call by call, and not remembered by the agent.
import type { PermissionOption, RequestPermissionResponse } from '@agentclientprotocol/sdk';
import type { PermissionDecision } from '../driver.ts';

/** The answer for a turn that is cancelled, and for an agent that offers no fitting option. */
export const cancelledAnswer: RequestPermissionResponse = { outcome: { outcome: 'cancelled' } };

export function answerOf(
  options: readonly PermissionOption[],
  decision: PermissionDecision['outcome'],
): RequestPermissionResponse {
  const wanted =
    decision === 'allow'
      ? (['allow_once', 'allow_always'] as const)
      : (['reject_once', 'reject_always'] as const);
  for (const kind of wanted) {
    const option = options.find((offered) => offered.kind === kind);
    if (option !== undefined) return { outcome: { outcome: 'selected', optionId: option.optionId } };
  }
  return cancelledAnswer;
}
