// Plays the attempts of a bundle through our own driver, and holds what comes out against what its log says.
import type { AgentEvent } from '../../domain/agent-event.ts';
import { Flood } from '../../domain/flood.ts';
import { isLive } from '../../domain/task.ts';
import type { Play, PlayedEnd, PlayedSession } from '../../agents/replay/play.ts';
import { compare } from './compare.ts';
import type { Difference } from './compare.ts';
import { readBundle } from './read-bundle.ts';
import type { Bundle, BundleEvent } from './read-bundle.ts';

export interface ReplayedAttempt {
  readonly number: number;
  readonly sessions: number;
  /** Events of the agent, with the pieces that belong together put together. */
  readonly recorded: number;
  readonly replayed: number;
  /** Null: the recording is not whole, so it cannot be said. */
  readonly isSame: boolean | null;
  /** The first one. */
  readonly difference: Difference | null;
  readonly ends: readonly PlayedEnd[];
  readonly gaps: readonly string[];
}

export interface ThreadEvent {
  readonly at: number;
  readonly actor: string;
  readonly body: { readonly type: string };
  /** It came out of the replay; the others are from the log. */
  readonly isReplayed: boolean;
}

export interface Replay {
  readonly manifest: Bundle['manifest'];
  readonly attempts: readonly ReplayedAttempt[];
  /** Of all attempts; null where it cannot be said of one, or none has a recording. */
  readonly isSame: boolean | null;
  readonly thread: readonly ThreadEvent[];
}

/** Throws `invalid_bundle`. */
export async function replayBundle(play: Play, bytes: Uint8Array): Promise<Replay> {
  const bundle = await readBundle(bytes);
  const attempts: ReplayedAttempt[] = [];
  const replayed: ThreadEvent[] = [];
  for (const [number, entries] of [...bundle.protocol].sort(([a], [b]) => a - b)) {
    const sessions = await play(entries);
    attempts.push(judged(bundle, number, sessions));
    const actor = `agent:${bundle.manifest.task.agent}`;
    for (const { at, event } of sessions.flatMap((session) => session.events))
      replayed.push({ at, actor, body: { ...event }, isReplayed: true });
  }
  return {
    manifest: bundle.manifest,
    attempts,
    isSame: allSame(attempts),
    thread: threadOf(bundle, replayed),
  };
}

function judged(bundle: Bundle, number: number, sessions: readonly PlayedSession[]): ReplayedAttempt {
  const recorded = bundle.events.filter((event) => event.attempt === number).map((event) => event.body);
  const replayed = sessions.flatMap((session) => kept(session.events.map(({ event }) => event)));
  const compared = compare(recorded, replayed);
  const ends = sessions.flatMap((session) => session.ends);
  const gaps = sessions.flatMap((session) => session.gaps);
  const { state } = bundle.manifest.task;
  const newest = Math.max(...bundle.protocol.keys());
  if (isLive({ state }) && number === newest) gaps.push('it was still at work when it was exported');
  const isSame = compared.difference === null && ends.every((end) => end.recorded === end.replayed);
  return {
    number,
    sessions: sessions.length,
    ...compared,
    ends,
    gaps,
    isSame: gaps.length > 0 ? null : isSame,
  };
}

// What was too much for the log then is left out again.
function kept(events: readonly AgentEvent[]): readonly AgentEvent[] {
  const flood = new Flood();
  return events.flatMap((event) => flood.see(event).event ?? []);
}

function allSame(attempts: readonly ReplayedAttempt[]): boolean | null {
  if (attempts.some(({ isSame }) => isSame === false)) return false;
  return attempts.length > 0 && attempts.every(({ isSame }) => isSame === true) ? true : null;
}

// What people and the system did is not played: it stands between what came out, by its time.
function threadOf(bundle: Bundle, replayed: readonly ThreadEvent[]): readonly ThreadEvent[] {
  const isPlayed = ({ attempt, body }: BundleEvent): boolean =>
    attempt !== null && bundle.protocol.has(attempt) && body.type !== 'agent.usage';
  const kept = bundle.events
    .filter((event) => !isPlayed(event))
    .map(({ at, actor, body }) => ({ at, actor, body, isReplayed: false }));
  const spoken = replayed.filter(({ body }) => body.type !== 'agent.usage');
  return [...kept, ...spoken].sort((one, other) => one.at - other.at);
}
