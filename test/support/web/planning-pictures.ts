// The pictures of planning and of the settings, of a plan that a real planner has made.
import { endpoints } from '../../../src/api/endpoints.ts';
import type { Stage } from '../stage.ts';

const goal =
  'Customers should be able to pay an invoice by card on its page, and see afterwards when and how it was paid. Leave the tax alone. Explain it in the manual too.';

/** The id of the plan. */
export async function makePlan(stage: Stage): Promise<string> {
  const body = { project: 'sample', kind: 'plan', text: goal } as const;
  const { id } = await stage.client().call(endpoints.createRequest, { body });
  const request = { params: { request: id }, query: { wait_ms: 50_000 }, timeoutMs: 0 };
  await stage.client().call(endpoints.showRequest, request);
  return id;
}
