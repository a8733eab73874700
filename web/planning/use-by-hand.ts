// Sends what a person changes in drafts by hand. Whoever was too late is shown both versions where it is the same that was changed;
// else the change is made of what there is now.
import { useState } from 'react';
import type { AppError } from '../../src/api/errors.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import type { DraftChangeJson } from '../../src/api/request-change-schemas.ts';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { call } from '../data/call.ts';
import { isInTheWay, ontoCurrent } from './by-hand.ts';
import { refreshDrafts, useRequestChange } from './requests.ts';
import type { Proposed } from './words.ts';

export interface Clash {
  readonly change: DraftChangeJson;
  readonly read: readonly Proposed[];
  readonly current: readonly Proposed[];
  /** The one that `current` is. */
  readonly revision: number;
}

export interface ByHand {
  readonly isBusy: boolean;
  /** What the server says against the last change. */
  readonly refusal: AppError | null;
  readonly clash: Clash | null;
  /** The request as it is then; null where it was not done. `revision`: the one that the person read. */
  readonly send: (change: DraftChangeJson, revision: number) => Promise<RequestJson | null>;
  /** Forgets what was said against the last one. */
  readonly clear: () => void;
}

export function useByHand(request: RequestJson): ByHand {
  const { isBusy, run } = useRequestChange();
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const [clash, setClash] = useState<Clash | null>(null);
  const clear = (): void => {
    setRefusal(null);
    setClash(null);
  };
  const send: ByHand['send'] = async (change, revision) => {
    clear();
    const found: { done: RequestJson | null; clash: Clash | null } = { done: null, clash: null };
    const params = { request: request.id };
    await run(
      async () => {
        found.done = await call(endpoints.editRequest, { params, body: { revision, change } });
        // Drafts that are gone stay on the board, put away.
        refreshDrafts(request);
        refreshDrafts(found.done);
      },
      (error) => {
        found.clash = clashIn(error, change);
        if (found.clash === null) setRefusal(error);
        return true;
      },
    );
    if (found.clash === null) return found.done;
    const { read, current, revision: newest } = found.clash;
    const again = ontoCurrent(change, current);
    if (again !== null && !isInTheWay(change, read, current)) return send(again, newest);
    setClash(found.clash);
    return null;
  };
  return { isBusy, refusal, clash, send, clear };
}

/** Both versions, from the details of a refusal. */
function clashIn(error: AppError, change: DraftChangeJson): Clash | null {
  const { read, current, revision } = error.details;
  if (error.code !== 'stale_version' || !Array.isArray(current) || typeof revision !== 'number') return null;
  return {
    change,
    read: Array.isArray(read) ? (read as readonly Proposed[]) : [],
    current: current as readonly Proposed[],
    revision,
  };
}
