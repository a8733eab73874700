// What happens to requests, for whoever looks on: each change of one, and what its planner does meanwhile. Nothing of it is a
// log: who comes later reads the request, which has all of it.
import { withActivity } from '../../domain/planning/activity.ts';
import type { Activity } from '../../domain/planning/activity.ts';
import type { RequestId } from '../../domain/ids.ts';
import type { Request } from '../../domain/planning/request.ts';
import { Listeners } from '../../lib/listeners.ts';

export interface RequestNews {
  readonly request: Request;
  /** Of the planner at work, oldest first; none when nobody is. */
  readonly activity: readonly Activity[];
}

export class RequestDesk {
  readonly #working = new Map<RequestId, RequestNews>();
  readonly #listeners = new Listeners<RequestNews>();

  /** Returns how to stop listening. The listener must not throw. */
  listen(listener: (news: RequestNews) => void): () => void {
    return this.#listeners.listen(listener);
  }

  /** To be called with each change that is stored. */
  changed(request: Request): void {
    const activity = this.#working.get(request.id)?.activity ?? [];
    const news = { request, activity: request.state === 'working' ? activity : [] };
    if (request.state === 'working') this.#working.set(request.id, news);
    else this.#working.delete(request.id);
    this.#listeners.tell(news);
  }

  /** Something that the planner of a request did. */
  did(id: RequestId, line: Activity): void {
    const known = this.#working.get(id);
    if (known === undefined) return;
    const news = { ...known, activity: withActivity(known.activity, line) };
    this.#working.set(id, news);
    this.#listeners.tell(news);
  }

  activity(id: RequestId): readonly Activity[] {
    return this.#working.get(id)?.activity ?? [];
  }
}
