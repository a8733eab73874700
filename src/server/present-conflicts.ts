// What does not go together, as the contract has it.
import type { ConflictsJson } from '../api/queue-schemas.ts';
import type { Task } from '../domain/task.ts';
import { resolutionJson } from './present-resolution.ts';
import type { Clash, ConflictView } from '../engine/radar/conflict-view.ts';

type ProjectJson = ConflictsJson['projects'][number];

export function conflictsJson({ project, branchHead, works, clashes }: ConflictView): ProjectJson {
  return {
    project_id: project.id,
    project_name: project.name,
    branch: project.branch,
    branch_commit: branchHead,
    compared: works,
    conflicts: clashes.map(clashJson),
  };
}

function clashJson({ first, second, files, reason }: Clash): ProjectJson['conflicts'][number] {
  return {
    task: first === null ? null : shortJson(first),
    other: shortJson(second),
    files: files.map(({ hunks, resolution, ...file }) => ({
      ...file,
      resolution: resolution === null ? null : resolutionJson(resolution),
      hunks:
        hunks?.map(({ line, ours, base, theirs }) => ({
          line,
          ours: [...ours],
          base: [...base],
          theirs: [...theirs],
        })) ?? null,
    })),
    reason,
  };
}

function shortJson({ id, number, name, title, state }: Task): ProjectJson['conflicts'][number]['other'] {
  return { id, number, name, title, state };
}
