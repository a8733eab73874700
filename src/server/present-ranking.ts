// Rankings as the JSON of the contract.
import type { RankingJson } from '../api/ranking-schemas.ts';
import type { Place, Ranking } from '../domain/ranking/ranking.ts';
import type { Task } from '../domain/task.ts';
import { time, usageJson } from './present.ts';

/** `variants` are those of its group as they are now; who was deleted meanwhile has no place any more. */
export function rankingJson(ranking: Ranking, variants: readonly Task[]): RankingJson {
  const { id, state, agent, model, by, summary, problems, said, repairs } = ranking;
  return {
    id,
    state,
    agent,
    model,
    by,
    summary,
    places: ranking.places.flatMap((place) => placeJson(place, variants)),
    left_out: [...ranking.leftOut],
    problems: [...problems],
    said,
    repairs,
    usage: usageJson(ranking),
    created_at: time(ranking.createdAt),
    ended_at: ranking.endedAt === null ? null : time(ranking.endedAt),
  };
}

function placeJson({ taskId, head, reasons }: Place, variants: readonly Task[]): RankingJson['places'] {
  const task = variants.find(({ id }) => id === taskId);
  if (task === undefined) return [];
  return [
    {
      task: taskId,
      number: task.number,
      name: task.name,
      is_stale: task.result?.head !== head,
      reasons: reasons.map(({ text, isSupported, citations }) => ({
        text,
        is_supported: isSupported,
        citations: citations.map(({ citation, problem }) => ({ ...citation, problem })),
      })),
    },
  ];
}
