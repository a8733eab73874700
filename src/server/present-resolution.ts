// How a conflict was resolved, as the contract has it.
import type { ResolutionJson } from '../api/resolution-schemas.ts';
import type { Resolution } from '../domain/resolution.ts';
import { time } from './present.ts';

export function resolutionJson(resolution: Resolution): ResolutionJson {
  const { id, path, kind, source, taskId, isProven, resolved, also, uses, usedAt, createdAt } = resolution;
  return {
    id,
    path,
    kind,
    source,
    task_id: taskId,
    proven: isProven,
    also: also.map((other) => ({ path: other.path, why: other.why })),
    deletes: resolved === null,
    uses,
    used_at: usedAt === null ? null : time(usedAt),
    created_at: time(createdAt),
  };
}
