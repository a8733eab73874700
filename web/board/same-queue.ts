// Which cards may stand beside each other. What may really is the server's to say; this is what could be.
import type { CardJson } from '../../src/api/board-schemas.ts';

export type Edge = 'top' | 'bottom';

/** Whether the one may be put beside the other: both wait, in one project, with one priority. */
export function isSameQueue(one: CardJson, other: CardJson): boolean {
  return (
    one.state === 'queued' &&
    other.state === 'queued' &&
    one.project_id === other.project_id &&
    one.priority === other.priority
  );
}
