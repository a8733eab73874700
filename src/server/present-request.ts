// Requests as the JSON of the contract.
import type { RequestJson } from '../api/request-schemas.ts';
import type { ProposedTask } from '../domain/planning/proposal.ts';
import type { Request } from '../domain/planning/request.ts';
import type { Task } from '../domain/task.ts';
import { time } from './present.ts';

type RevisionJson = RequestJson['revisions'][number];

export function requestJson(request: Request, projectName: string, drafts: readonly Task[]): RequestJson {
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
    revisions: request.revisions.map((revision) => ({
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
    })),
    drafts: request.drafts.flatMap(({ key, taskId }) => {
      const task = drafts.find((one) => one.id === taskId);
      if (task === undefined) return [];
      const { number, name, title, state: now } = task;
      return [{ key, task_id: taskId, number, name, title, state: now }];
    }),
    created_at: time(request.createdAt),
    updated_at: time(request.updatedAt),
  };
}

function proposedJson({
  plan,
  dependsOn,
  targets,
  testing,
  ...task
}: ProposedTask): RevisionJson['tasks'][number] {
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
    targets: targets.map(({ kind, name, isNew }) => ({ kind, name, is_new: isNew })),
    testing: testing === null ? null : { ...testing },
  };
}
