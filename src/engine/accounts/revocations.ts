// Tells what is under way for somebody, such as a live stream, that it must end: their token was revoked, they were
// suspended, or what they can see has changed. Only of this process; another learns of it at the next request.
import type { Actor } from '../../domain/access.ts';
import type { UserId } from '../../domain/ids.ts';
import { Listeners } from '../../lib/listeners.ts';

export type Ended = { readonly userId: UserId; readonly tokenId?: string };

export class Revocations {
  readonly #listeners = new Listeners<Ended>();

  /** Without a token: all that the person does. */
  tell(ended: Ended): void {
    this.#listeners.tell(ended);
  }

  /** Returns how to stop listening. */
  listen(actor: Actor, onEnd: () => void): () => void {
    return this.#listeners.listen(({ userId, tokenId }) => {
      if (userId === actor.userId && (tokenId === undefined || tokenId === actor.tokenId)) onEnd();
    });
  }
}
