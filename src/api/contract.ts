// The whole contract of /api/v1: one entry for each call of the endpoint table.
import { accountOperations, loginOperations } from './contract/accounts.ts';
import { boardOperations } from './contract/board.ts';
import { daemonOperations, projectOperations } from './contract/daemon.ts';
import { historyOperations } from './contract/history.ts';
import { mergeOperations } from './contract/merges.ts';
import { intakeOperations } from './contract/intakes.ts';
import { inquiryOperations } from './contract/inquiries.ts';
import { phaseOperations } from './contract/phases.ts';
import type { AnyOperation } from './contract/operation.ts';
import { requestOperations } from './contract/requests.ts';
import { resolutionOperations } from './contract/resolutions.ts';
import { reviewOperations } from './contract/reviews.ts';
import { scheduleOperations } from './contract/schedules.ts';
import { subagentOperations } from './contract/subagents.ts';
import { templateOperations } from './contract/templates.ts';
import { trashOperations } from './contract/trash.ts';
import { taskOperations } from './contract/tasks.ts';
import { usageOperations } from './contract/usage.ts';
import { webhookOperations } from './contract/webhooks.ts';
import type { endpoints } from './endpoints.ts';

export const contract = {
  ...taskOperations,
  ...boardOperations,
  ...historyOperations,
  ...inquiryOperations,
  ...reviewOperations,
  ...usageOperations,
  ...mergeOperations,
  ...resolutionOperations,
  ...projectOperations,
  ...requestOperations,
  ...intakeOperations,
  ...scheduleOperations,
  ...trashOperations,
  ...phaseOperations,
  ...templateOperations,
  ...subagentOperations,
  ...webhookOperations,
  ...accountOperations,
  ...loginOperations,
  ...daemonOperations,
} satisfies Record<keyof typeof endpoints, AnyOperation>;

/** Every call with its name, in the order in which people read about them. */
export function operations(): readonly (readonly [name: string, operation: AnyOperation])[] {
  return Object.entries<AnyOperation>(contract);
}
