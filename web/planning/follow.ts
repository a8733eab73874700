// Requests and schedules as they change, by a channel of the one socket of the tab. What is shown is read once the channel
// follows, and again after each break; in between each change is told.
import { useEffect } from 'react';
import type { RequestJson, RequestListJson, RequestNewsJson } from '../../src/api/request-schemas.ts';
import { live } from '../data/live-socket.ts';
import type { News } from '../data/live-socket.ts';
import { queryClient } from '../data/queries.ts';
import { withNews } from './with-news.ts';

/** Behind the end of every log, because the events of tasks are followed elsewhere: this channel begins with what comes. */
const atEnd = Number.MAX_SAFE_INTEGER;
const query = { requests: '1', schedules: '1', types: 'task.created' };

/** For a page that shows requests or schedules, as long as it is open. */
export function usePlanningNews(): void {
  useEffect(() => {
    let isFollowing = false;
    return live.open('planning', query, atEnd, {
      onEvent: () => undefined,
      onReset: () => undefined,
      onNews: (news) => {
        if (news.type === 'following' && news.what === 'requests') isFollowing = true;
        // Those that are told first are all read when that is over.
        if (news.type !== 'request' || isFollowing) take(news);
      },
    });
  }, []);
}

function take(news: News): void {
  switch (news.type) {
    case 'following':
      if (news.what === 'requests') readAgain('request');
      return readAgain(news.what);
    case 'schedule':
      return readAgain('schedules');
    case 'request':
      return takeRequest(news);
  }
}

function takeRequest(news: RequestNewsJson): void {
  const { id } = news.request;
  const one = queryClient.getQueryData<RequestJson>(['request', id]);
  const newer = one === undefined ? undefined : withNews(one, news);
  if (newer === null) void queryClient.invalidateQueries({ queryKey: ['request', id] });
  else if (newer !== one) queryClient.setQueryData(['request', id], newer);
  for (const [key, list] of queryClient.getQueriesData<RequestListJson>({ queryKey: ['requests'] })) {
    const known = list?.requests.find((request) => request.id === id);
    const now = known === undefined ? null : withNews(known, news);
    if (list === undefined || now === null) void queryClient.invalidateQueries({ queryKey: key });
    else if (now !== known)
      queryClient.setQueryData<RequestListJson>(key, {
        ...list,
        requests: list.requests.map((request) => (request.id === id ? now : request)),
      });
  }
}

function readAgain(key: string): void {
  void queryClient.invalidateQueries({ queryKey: [key] });
}
