// The variants of a task and what the newest judge made of them, as they are now: read again when the live log says that one of
// them, or what a judge says of it, has changed.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { VariantListJson } from '../../src/api/variant-schemas.ts';
import { board } from '../data/board-store.ts';
import { call } from '../data/call.ts';

/** What it uses is in no event. */
const atWorkMs = 5000;

export function useVariants(task: string): UseQueryResult<VariantListJson> {
  const key = ['variants', task];
  const client = useQueryClient();
  const found = useQuery<VariantListJson>({
    queryKey: key,
    queryFn: ({ signal }) => call(endpoints.listVariants, { params: { task }, signal }),
    refetchInterval: ({ state }) =>
      state.error === null && state.data?.variants.some(isAtWork) === true ? atWorkMs : false,
  });
  const marks = useMarks(found.data?.variants.map(({ id }) => id) ?? [task]);
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ['variants', task] });
  }, [client, task, marks]);
  return found;
}

function isAtWork({ state, duration_ms: ms }: VariantListJson['variants'][number]): boolean {
  // An attempt has ended a moment after its work is ready.
  return ['starting', 'running', 'ready'].includes(state) && ms === null;
}

/** Another text whenever something has happened to one of them. */
function useMarks(ids: readonly string[]): string {
  return useSyncExternalStore(subscribe, () =>
    ids.map((id) => `${board.cards.get(id)?.version ?? ''}:${board.judged.get(id) ?? ''}`).join(' '),
  );
}

function subscribe(listener: () => void): () => void {
  const ends = [board.cards.watch(listener), board.judged.watch(listener)];
  return () => ends.forEach((end) => end());
}
