// The messages of a main thread, as the server has them: read once, and again when the server says that they have changed.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { endpoints } from '../../src/api/endpoints.ts';
import type { RequestJson, RequestListJson } from '../../src/api/request-schemas.ts';
import { board } from '../data/board-store.ts';
import { call } from '../data/call.ts';
import { useChange } from '../data/use-change.ts';
import type { Change } from '../data/use-change.ts';
import { usePlanningNews } from './follow.ts';

/** Newest first, as many as are asked for. */
export function useRequests(project: string, limit: number): UseQueryResult<RequestListJson> {
  usePlanningNews();
  return useQuery<RequestListJson>({
    queryKey: ['requests', project, limit],
    placeholderData: (before) => (before?.requests[0]?.project_name === project ? before : undefined),
    queryFn: ({ signal }) => call(endpoints.listRequests, { query: { project, limit }, signal }),
  });
}

export function useRequest(id: string): UseQueryResult<RequestJson> {
  usePlanningNews();
  const client = useQueryClient();
  return useQuery<RequestJson>({
    queryKey: ['request', id],
    // What the list has already shown is there at once.
    placeholderData: () =>
      client
        .getQueriesData<RequestListJson>({ queryKey: ['requests'] })
        .flatMap(([, list]) => list?.requests ?? [])
        .find((one) => one.id === id),
    queryFn: ({ signal }) => call(endpoints.showRequest, { params: { request: id }, signal }),
  });
}

/** A change of requests and of their drafts. */
export function useRequestChange(): Change {
  return useChange('requests', 'request', 'task');
}

/** Reads the cards of its drafts again, which an action on the request has changed. */
export function refreshDrafts(request: RequestJson): void {
  board.refresh(request.drafts.map((draft) => draft.task_id));
}
