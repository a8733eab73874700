// Tells a live stream that it follows something which is no part of the log: who read that before this message reads it once
// more, and misses nothing from then on.
import type { Writable } from 'node:stream';
import type { FollowingJson } from '../api/event-schemas.ts';
import { tellBeside } from './tell-beside.ts';

export function sayFollowing(response: Writable, what: FollowingJson['what']): void {
  const message: FollowingJson = { type: 'following', what };
  tellBeside(response, message);
}
