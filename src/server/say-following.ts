// Tells a live stream that it follows something which is no part of the log: who read that before this message reads it once
// more, and misses nothing from then on.
import type { Writable } from 'node:stream';
import type { FollowingJson } from '../api/event-schemas.ts';

export function sayFollowing(response: Writable, what: FollowingJson['what']): void {
  if (response.writableEnded || response.destroyed) return;
  const message: FollowingJson = { type: 'following', what };
  response.write(`event: following\ndata: ${JSON.stringify(message)}\n\n`);
}
