// What a live stream tells beside the log, as far as it was asked for.
import type { Writable } from 'node:stream';
import type { Engine } from '../engine/engine.ts';
import type { Log } from '../lib/log.ts';
import type { Scope, Wanted } from './event-scope.ts';
import { followProjects } from './project-stream.ts';
import { followRequests } from './request-stream.ts';
import { followSchedules } from './schedule-stream.ts';

/** To be called when the head of the response is out. Returns how to stop. */
export function followNews(
  engine: Engine,
  wanted: Pick<Wanted, 'projects' | 'requests' | 'schedules'>,
  scope: Scope,
  { response, log }: { readonly response: Writable; readonly log: Log },
): () => void {
  const stops = [
    ...(wanted.requests === undefined ? [] : [followRequests(engine, scope, response, log)]),
    ...(wanted.projects === undefined ? [] : [followProjects(engine, scope, response)]),
    ...(wanted.schedules === undefined ? [] : [followSchedules(engine, scope, response)]),
  ];
  return () => stops.forEach((stop) => stop());
}
