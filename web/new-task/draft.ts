// What somebody has written of a task that is not there yet.
import { policyNames, priorities } from '../../src/api/choices.ts';
import type { TaskCreateJson } from '../../src/api/schemas.ts';

export interface TaskDraft {
  readonly prompt: string;
  readonly project: string;
  readonly agent: string;
  readonly policy: string;
  readonly title: string;
  readonly priority: string;
  readonly checks: string;
  readonly dependsOn: string;
  readonly owns: string;
}

export const emptyDraft: TaskDraft = {
  prompt: '',
  project: '',
  agent: '',
  policy: '',
  title: '',
  priority: 'normal',
  checks: '',
  dependsOn: '',
  owns: '',
};

const key = 'tasklane.new-task';

export function keptDraft(): TaskDraft {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return emptyDraft;
    const texts = Object.entries(kept).filter(
      ([name, value]) => name in emptyDraft && typeof value === 'string',
    );
    return { ...emptyDraft, ...(Object.fromEntries(texts) as Partial<TaskDraft>) };
  } catch {
    return emptyDraft; // storage is switched off, or holds something else
  }
}

export function keepDraft(draft: TaskDraft): void {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Too long for the storage, or it is switched off: it lasts as long as the page.
  }
}

/** What is sent: only what was said. */
export function bodyOf(draft: TaskDraft, isDraft: boolean): TaskCreateJson {
  const owns = listIn(draft.owns);
  const dependsOn = listIn(draft.dependsOn);
  const policy = policyNames.find((name) => name === draft.policy);
  const priority = priorities.find((name) => name === draft.priority);
  return {
    project: draft.project,
    prompt: draft.prompt,
    ...(draft.title.trim() !== '' && { title: draft.title.trim() }),
    ...(draft.agent !== '' && { agent: draft.agent }),
    ...(policy !== undefined && { policy }),
    ...(priority !== undefined && priority !== 'normal' && { priority }),
    ...(draft.checks.trim() !== '' && { checks: [{ command: draft.checks.trim() }] }),
    ...(dependsOn.length > 0 && { depends_on: dependsOn }),
    ...(owns.length > 0 && { owns }),
    ...(isDraft && { draft: true }),
  };
}

function listIn(text: string): string[] {
  return text
    .split(/[,\n]/)
    .map((word) => word.trim().replace(/^#(?=\d)/, ''))
    .filter((word) => word !== '');
}
