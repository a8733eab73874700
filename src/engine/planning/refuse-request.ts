// What is no request, said before a planner is started.
import { AppError } from '../../domain/errors.ts';
import type { Direction, RequestKind } from '../../domain/planning/request.ts';

export function refuseForKind(kind: RequestKind, isAbout: boolean, directions: readonly Direction[]): void {
  if (kind === 'prompt' || (!isAbout && directions.length === 0)) return;
  throw new AppError('invalid_input', `A ${kind} is about no single task.`, {
    next: 'Only a request of the kind `prompt` has a task, or directions.',
  });
}

export function wordsOf(text: string): string {
  const words = text.trim();
  if (words !== '') return words;
  throw new AppError('invalid_input', 'The request is empty.', { next: 'Say in plain words what you want.' });
}
