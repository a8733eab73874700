// What people and their tokens need from outside.
import type { Store } from '../../store/store.ts';

export interface AccountDeps {
  readonly store: Pick<Store, 'users' | 'members' | 'tokens' | 'audit' | 'projects' | 'transition'>;
  /** The name of this home in its store. */
  readonly home: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
}
