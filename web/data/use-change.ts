// Changes something on the server, and reads anew what it may have changed.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AppError } from '../../src/api/errors.ts';
import { sayError } from './run-action.ts';

export interface Change {
  readonly isBusy: boolean;
  /**
   * Answers whether it was done. What the server says against it is shown, unless `refused` answers that it has dealt with the
   * error itself.
   */
  readonly run: (work: () => Promise<unknown>, refused?: (error: AppError) => boolean) => Promise<boolean>;
}

/** `keys`: the first words of the keys of what is read anew, whether it was done or not. */
export function useChange(...keys: readonly string[]): Change {
  const [isBusy, setBusy] = useState(false);
  const client = useQueryClient();
  const run: Change['run'] = async (work, refused) => {
    setBusy(true);
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof AppError && refused?.(error) === true)) sayError(error);
      return false;
    } finally {
      // What cannot be read says so where it is shown.
      await Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })));
      setBusy(false);
    }
  };
  return { isBusy, run };
}
