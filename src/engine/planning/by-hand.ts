// Drafts of a request changed by hand: checked as the answer of a planner is, and kept as a revision of its own.
import { AppError } from '../../domain/errors.ts';
import { changed } from '../../domain/planning/change.ts';
import type { DraftChange } from '../../domain/planning/change.ts';
import { judge } from '../../domain/planning/judge.ts';
import type { ProposedTask } from '../../domain/planning/proposal.ts';
import { proposedIn } from '../../domain/planning/request.ts';
import type { Request } from '../../domain/planning/request.ts';
import type { Project } from '../../domain/project.ts';
import { asSent, readTasks } from '../../planning/proposal/read-proposal.ts';
import { missingReferences, withReferences } from '../../planning/proposal/references.ts';
import type { EngineDeps } from '../deps.ts';
import type { Maps } from './maps.ts';

export interface ByHand {
  readonly tasks: readonly ProposedTask[];
  readonly doubts: readonly string[];
}

/** Throws `invalid_input` with everything that is wrong with what would be proposed then. */
export async function byHand(
  deps: Pick<EngineDeps, 'workspaces'>,
  maps: Maps,
  { request, project }: { readonly request: Request; readonly project: Project },
  change: DraftChange,
): Promise<ByHand> {
  const wanted = changed(proposedIn(request), change);
  const read = readTasks({ tasks: wanted.map(asSent) });
  if (read.kind === 'wrong') throw refusal(read.problems);
  const count = request.kind === 'prompt' ? 1 : null;
  const { problems, overlaps } = judge(read.tasks, { request: '', count, isByHand: true });
  if (problems.length > 0) throw refusal(problems);
  const look = await maps.of(project);
  const hub = await deps.workspaces.openHub(project.id, project.root);
  const tasks = await withReferences(hub, look.knowledge.commit, look, read.tasks);
  return { tasks, doubts: [...overlaps, ...missingReferences(tasks)] };
}

function refusal(problems: readonly string[]): AppError {
  return new AppError('invalid_input', problems.join(' '), {
    next: 'Nothing was changed. Put that right, then change it again.',
    details: { problems },
  });
}
