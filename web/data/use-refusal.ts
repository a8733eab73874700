// A change whose refusal stands in its form instead of passing by in a corner.
import { useState } from 'react';
import type { AppError } from '../../src/api/errors.ts';
import type { Change } from './use-change.ts';

export interface RefusableChange {
  readonly isBusy: boolean;
  /** What the server says against the last try. */
  readonly refusal: AppError | null;
  /** Answers whether it was done. */
  readonly run: (work: () => Promise<unknown>) => Promise<boolean>;
}

export function useRefusal(change: Change): RefusableChange {
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const run: RefusableChange['run'] = async (work) => {
    setRefusal(null);
    return change.run(work, (error) => {
      setRefusal(error);
      return true;
    });
  };
  return { isBusy: change.isBusy, refusal, run };
}
