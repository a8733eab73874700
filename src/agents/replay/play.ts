// Takes the driver through a recorded session again. It is the driver that talked to the agent, with its translation, its
// limits and its errors; only the process is a recording. So what comes out shows what the driver makes of these messages
// now, and whether that is what it made of them then.
import type { ProtocolEntry } from '../../domain/protocol-entry.ts';
import { playAcp } from './play-acp.ts';
import { playCommand } from './play-command.ts';
import { PlayStage } from './stage.ts';
import type { Opening, PlayedEnd, PlayedEvent } from './stage.ts';

export type { PlayedEnd } from './stage.ts';

export interface PlayedSession {
  readonly events: readonly PlayedEvent[];
  readonly ends: readonly PlayedEnd[];
  /** Why the recording could not be followed, where it could not. */
  readonly gaps: readonly string[];
}

/** Plays what one attempt recorded. */
export type Play = typeof play;

/** The sessions of an attempt, one after the other. Starts no process, writes nothing, rejects for nothing that is recorded. */
export async function play(entries: readonly ProtocolEntry[]): Promise<readonly PlayedSession[]> {
  const played: PlayedSession[] = [];
  for (const recording of recordingsIn(entries)) played.push(await playOne(recording));
  return played;
}

interface Recording {
  readonly opening: Opening | null;
  readonly entries: readonly ProtocolEntry[];
}

function recordingsIn(entries: readonly ProtocolEntry[]): readonly Recording[] {
  const recordings: { opening: Opening | null; entries: ProtocolEntry[] }[] = [];
  for (const entry of entries) {
    if (entry.dir === 'open') recordings.push({ opening: entry, entries: [] });
    else if (recordings.length === 0) recordings.push({ opening: null, entries: [entry] });
    else recordings.at(-1)?.entries.push(entry);
  }
  return recordings;
}

function isEnd(entry: ProtocolEntry): boolean {
  if (entry.dir === 'end') return entry.of === 'open' && !['opened', 'resumed'].includes(entry.end);
  return entry.dir === 'exit' || (entry.dir === 'call' && entry.call === 'close');
}

async function playOne({ opening, entries }: Recording): Promise<PlayedSession> {
  const gaps = entries.flatMap((entry) => (entry.dir === 'gap' ? [entry.reason] : []));
  if (!entries.some(isEnd)) gaps.push('it has no end: the daemon was killed, or it was still at work');
  if (opening === null) return { events: [], ends: [], gaps: [...gaps, 'the beginning is missing'] };
  const stage = new PlayStage(opening);
  await (opening.protocol === 'acp' ? playAcp(stage, entries) : playCommand(stage, entries));
  return { events: stage.events, ends: stage.ends, gaps: [...gaps, ...stage.gaps] };
}
