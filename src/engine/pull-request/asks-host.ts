// Whether apply asks a git host instead of merging here, and what would stand in the way: known without asking the host.
import { AppError } from '../../domain/errors.ts';
import type { Ground } from '../phase/ground.ts';
import { hostOf, intoOf } from './host-of.ts';

export interface AsksHost {
  /** Name of the remote, and the branch there that the work is to come to. */
  readonly remote: string;
  readonly into: string;
  /** `github.com/ada/shop`; null when nobody can be asked. */
  readonly host: string | null;
  /** Why nobody can be asked. */
  readonly problem: { readonly message: string; readonly next: string | null } | null;
}

/** Null: apply merges here. */
export async function asksHost(
  ground: Pick<Ground, 'deps' | 'project' | 'settings'>,
): Promise<AsksHost | null> {
  const { isWanted, remote } = ground.settings.pullRequests;
  if (!isWanted) return null;
  const into = intoOf(ground);
  try {
    return { remote, into, host: (await hostOf(ground)).name, problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { remote, into, host: null, problem: { message: error.message, next: error.next ?? null } };
  }
}
