// The tasks of a long queue, as a busy installation has them: twenty projects, all policies, every third task behind others,
// most of them owning files. The same for the same randomness.
import { randomUUID } from 'node:crypto';
import { projectId, taskId } from '../../src/domain/ids.ts';
import type { TaskId } from '../../src/domain/ids.ts';
import { priorities } from '../../src/domain/task.ts';
import type { Project } from '../../src/domain/project.ts';
import type { TaskDraft } from '../../src/store/store.ts';
import type { Random } from '../../test/support/random.ts';
import { sampleSpec } from '../../test/support/sample-tasks.ts';
import { makeGlobs } from './ownerships.ts';

export const home = 'bench';

const projectCount = 20;
const policies = ['develop', 'develop', 'board', 'board', 'board', 'workspace', 'parallel'] as const;
/** A task depends on tasks that are not much older. */
const reach = 30;
/** Kinds of ownership; tasks draw from them, as work of one kind touches the same places. */
const ownershipCount = 2000;

export function makeProjects(): readonly Project[] {
  return Array.from({ length: projectCount }, (_, index) => ({
    id: projectId(randomUUID()),
    name: `project-${index}`,
    root: `/repositories/project-${index}`,
    home,
    branch: 'main',
    trusted: false,
    createdAt: 0,
  }));
}

/** Gives one draft after the other. */
export function draftMaker(projects: readonly Project[], random: Random): () => TaskDraft {
  const recent = new Map<string, TaskId[]>(projects.map((project) => [project.id, []]));
  const ownerships = makeGlobs(ownershipCount, 4, random);
  let made = 0;
  return () => {
    made += 1;
    const project = random.pick(projects);
    const before = recent.get(project.id) ?? [];
    const needs = before.length > 0 && random.below(3) === 0 ? 1 + random.below(3) : 0;
    const id = taskId(randomUUID());
    const draft: TaskDraft = {
      ...sampleSpec({ title: `Task ${made}`, prompt: `Do what task ${made} is about, and test it.` }),
      id,
      projectId: project.id,
      name: `task-${made}`,
      policy: random.pick(policies),
      priority: random.pick(priorities),
      dependsOn: [...new Set(Array.from({ length: needs }, () => random.pick(before)))],
      // Nobody applies here; the work that is ready is enough for those behind it.
      releasedBy: 'ready',
      owns: random.below(3) > 0 ? random.pick(ownerships) : [],
    };
    before.push(id);
    if (before.length > reach) before.shift();
    return draft;
  };
}
