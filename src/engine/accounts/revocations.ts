// Tells what is under way for somebody, such as a live stream, that it must end: their token was revoked, they were
// suspended, or what they can see has changed. Only of this process; another learns of it at the next request.
import type { Actor } from '../../domain/access.ts';
import type { UserId } from '../../domain/ids.ts';

export type Ended = { readonly userId: UserId; readonly tokenId?: string };

export class Revocations {
  readonly #listeners = new Set<(ended: Ended) => void>();

  /** Without a token: all that the person does. */
  tell(ended: Ended): void {
    for (const listener of this.#listeners) listener(ended);
  }

  /** Returns how to stop listening. */
  listen(actor: Actor, onEnd: () => void): () => void {
    const listener = ({ userId, tokenId }: Ended): void => {
      if (userId === actor.userId && (tokenId === undefined || tokenId === actor.tokenId)) onEnd();
    };
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
