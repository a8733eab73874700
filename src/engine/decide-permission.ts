// How a request for permission is answered: by the policy of the task or its project, and where that says so by a person.
import type { PermissionDecision, PermissionRequest } from '../agents/driver.ts';
import { ruleOn } from '../domain/permission.ts';
import type { PermissionPolicy } from '../domain/permission.ts';
import { inTree } from './in-tree.ts';
import type { RunContext } from './run-context.ts';

/** May wait for a person. Never rejects. The driver puts the decision into the log. */
export async function decidePermission(
  run: RunContext,
  request: PermissionRequest,
  signal: AbortSignal,
): Promise<PermissionDecision> {
  // Whoever has a last answer has no more tools.
  if (run.control.limited !== null) return { outcome: 'deny', by: 'limit' };
  if (request.ownTool !== null) return { outcome: 'allow', by: 'own tool' };
  const policy = policyOf(run);
  const outcome = ruleOn(policy, request.call, await isInCopy(run, request.call.paths));
  if (outcome === 'ask') return run.approvals.ask(request, signal);
  return { outcome, by: `policy ${policy}` };
}

function policyOf({ task, settings }: RunContext): PermissionPolicy {
  return task.permission ?? settings.permission;
}

async function isInCopy({ workspace }: RunContext, paths: readonly string[]): Promise<boolean> {
  if (workspace === null) return false;
  const places = await Promise.all(paths.map(async (path) => inTree(workspace.tree, path)));
  // What git keeps for itself is no file of the work.
  return places.every((place) => place !== null && !/^\.git(\/|$)/i.test(place));
}
