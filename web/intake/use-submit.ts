// Makes a request of what came from elsewhere, and goes to it.
import { useNavigate } from '@tanstack/react-router';
import type { AppError } from '../../src/api/errors.ts';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { useChange } from '../data/use-change.ts';
import { useRefusal } from '../data/use-refusal.ts';

export interface Submit {
  readonly isBusy: boolean;
  /** What the server says against the last one. */
  readonly refusal: AppError | null;
  /** Whether it was made. */
  readonly submit: (work: () => Promise<RequestJson>) => Promise<boolean>;
}

export function useSubmit(): Submit {
  const navigate = useNavigate();
  const { isBusy, refusal, run } = useRefusal(useChange('requests'));
  const submit: Submit['submit'] = async (work) =>
    run(async () => {
      const { id } = await work();
      await navigate({ to: '/planning/$request', params: { request: id } });
    });
  return { isBusy, refusal, submit };
}

/** Why, and what to do next, for the one field of a form. */
export function wordsOf(refusal: AppError | null): string | undefined {
  if (refusal === null) return undefined;
  return refusal.next === undefined ? refusal.message : `${refusal.message} ${refusal.next}`;
}
