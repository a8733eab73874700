// A checklist becomes a plan at once, without a planner: its drafts are accepted, archived and revised like those of any other.
import { AppError } from '../../domain/errors.ts';
import { requestId } from '../../domain/ids.ts';
import { readChecklist } from '../../domain/planning/checklist.ts';
import { judge } from '../../domain/planning/judge.ts';
import { newRequest, withOutcome } from '../../domain/planning/request.ts';
import type { Request } from '../../domain/planning/request.ts';
import type { EngineDeps } from '../deps.ts';
import { findOwnProject } from '../own-project.ts';
import { bringDrafts } from './drafts.ts';
import type { Create } from './drafts.ts';
import { nothing } from './propose.ts';

/** Throws `invalid_input`, `not_found`, `other_home`. */
export async function fromChecklist(
  deps: EngineDeps,
  create: Create,
  given: { readonly project: string; readonly text: string },
  actor: string,
): Promise<Request> {
  const { text } = given;
  const project = await findOwnProject(deps, given.project);
  const settings = await deps.settings(project);
  const tasks = readChecklist(text);
  const { problems } = judge(tasks, { request: text, count: null });
  if (problems.length > 0)
    throw new AppError(
      'invalid_input',
      `The checklist cannot become tasks (text): ${problems.slice(0, 5).join(' ')}`,
      {
        next: 'Change those items.',
      },
    );
  const request = newRequest({
    id: requestId(deps.newId()),
    projectId: project.id,
    kind: 'plan',
    text,
    // Who would revise it.
    agent: settings.agent,
    model: settings.model,
    by: actor,
    about: null,
    directions: [],
    createdAt: deps.now(),
  });
  await deps.store.requests.insert(request);
  try {
    const made = await bringDrafts(deps, create, {
      request,
      project,
      settings,
      commands: [],
      tasks,
      before: [],
    });
    const done = withOutcome(request, { ...nothing, tasks, doubts: made.doubts }, made.drafts, deps.now());
    await deps.store.requests.update(done);
    return done;
  } catch (error) {
    const problem = error instanceof AppError ? error.message : 'It broke.';
    await deps.store.requests.update(
      withOutcome(request, { ...nothing, problems: [problem] }, [], deps.now()),
    );
    throw error;
  }
}
