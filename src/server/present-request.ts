// Requests as the JSON of the contract.
import type { RequestJson } from '../api/request-schemas.ts';
import type { ProposedTask } from '../domain/planning/proposal.ts';
import type { Activity } from '../domain/planning/activity.ts';
import type { Request, Revision } from '../domain/planning/request.ts';
import { reviewOf } from '../domain/planning/review.ts';
import type { ReviewAnswer } from '../domain/planning/review.ts';
import type { Task } from '../domain/task.ts';
import { time, usageJson } from './present.ts';

type RevisionJson = RequestJson['revisions'][number];

export interface ShownRequest {
  readonly request: Request;
  readonly projectName: string;
  readonly drafts: readonly Task[];
  /** Of the planner at work. */
  readonly activity: readonly Activity[];
}

export function requestJson({ request, projectName, drafts, activity }: ShownRequest): RequestJson {
  const { id, kind, state, text, agent, model, by, wish } = request;
  return {
    id,
    project_id: request.projectId,
    project_name: projectName,
    kind,
    state,
    text,
    agent,
    model,
    by,
    wish,
    revisions: request.revisions.map(revisionJson),
    drafts: request.drafts.flatMap(({ key, taskId }) => {
      const task = drafts.find((one) => one.id === taskId);
      if (task === undefined) return [];
      const { number, name, title, state: now } = task;
      return [{ key, task_id: taskId, number, name, title, state: now }];
    }),
    activity: activity.map(activityJson),
    about: aboutJson(request),
    directions: request.directions.map((direction) => ({ ...direction })),
    usage: usageJson(request),
    version: request.version,
    created_at: time(request.createdAt),
    updated_at: time(request.updatedAt),
  };
}

function revisionJson(revision: Revision): RevisionJson {
  return {
    number: revision.number,
    wish: revision.wish,
    at: time(revision.at),
    commit: revision.commit,
    answer: revision.answer,
    tasks: revision.tasks.map(proposedJson),
    doubts: [...revision.doubts],
    problems: [...revision.problems],
    said: revision.said,
    repairs: revision.repairs,
    by: revision.by ?? null,
    activity: (revision.activity ?? []).map(activityJson),
  };
}

export function activityJson({ at, kind, text }: Activity): RequestJson['activity'][number] {
  return { at: time(at), kind, text };
}

function aboutJson({ about }: Request): RequestJson['about'] {
  if (about === null) return null;
  const { taskId, number, title, prompt, attempts, error } = about;
  return { task_id: taskId, number, title, prompt, attempts, error };
}

export function proposedJson(proposed: ProposedTask): RevisionJson['tasks'][number] {
  const { plan, dependsOn, targets, testing, ...task } = proposed;
  const { files, scope, tests } = reviewOf(proposed);
  return {
    key: task.key,
    title: task.title,
    prompt: task.prompt,
    category: task.category,
    size: task.size,
    owns: [...task.owns],
    checks: [...task.checks],
    prohibitions: [...task.prohibitions],
    steps: [...plan.steps],
    done_when: [...plan.doneWhen],
    risks: [...plan.risks],
    out_of_scope: [...plan.outOfScope],
    depends_on: dependsOn.map(({ key, reason }) => ({ key, reason })),
    targets: targets.map(({ kind, name, isNew, isThere = null }) => ({
      kind,
      name,
      is_new: isNew,
      is_there: isThere,
    })),
    testing: testing === null ? null : { ...testing },
    review: { files: answerJson(files), scope: answerJson(scope), tests: answerJson(tests) },
  };
}

function answerJson({ isFine, found, said }: ReviewAnswer): RevisionJson['tasks'][number]['review']['files'] {
  return { is_fine: isFine, found, said };
}
