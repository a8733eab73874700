// Moves through a run that has ended: a line of time with its chapters, and from change to change.
import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useEffect, useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import { call } from '../data/call.ts';
import { durationWords } from '../data/words.ts';
import { Button } from '../ui/button.tsx';
import { placeOf, timeAt, timelineOf } from './timeline.ts';
import type { Timeline } from './timeline.ts';

declare module 'react' {
  interface CSSProperties {
    /** How far along the line the thumb is, from 0 to 1. */
    '--at'?: number;
  }
}

const steps = 1000;
/** A hand that moves has not chosen yet. */
const restMs = 120;

export function Scrubber({
  task,
  version,
  at,
  onTime,
  onChange,
}: {
  task: string;
  version: number;
  /** The time of what is seen. */
  at: string | null;
  onTime: (time: string) => void;
  /** To the next (1) or previous (-1) change of a file. */
  onChange: (direction: 1 | -1) => void;
}) {
  const line = useTimeline(task, version);
  const [wanted, setWanted] = useState<number | null>(null);
  useEffect(() => {
    if (wanted === null || line === null) return undefined;
    const timer = setTimeout(() => {
      onTime(timeAt(line, wanted));
      setWanted(null);
    }, restMs);
    return () => clearTimeout(timer);
    // Only a move of the hand begins it anew.
  }, [wanted]);
  if (line === null) return null;
  const place = wanted ?? (at === null ? 1 : placeOf(line, at));
  return (
    <section
      aria-label="Timeline"
      className="border-line bg-surface flex items-center gap-3 border-b px-4 py-1.5 text-xs"
    >
      <div className="relative flex min-w-0 flex-1 items-center">
        <input
          type="range"
          min={0}
          max={steps}
          value={Math.round(place * steps)}
          aria-label="Time in the run"
          aria-valuetext={`${sinceWords(line, place)} after the beginning`}
          onChange={(event) => setWanted(Number(event.target.value) / steps)}
          style={{ '--at': place }}
          className="time-line h-4 w-full cursor-pointer"
        />
        {line.chapters.map((chapter) => (
          <span
            key={`${chapter.label} ${chapter.at}`}
            aria-hidden
            title={chapter.label}
            className="bg-faint pointer-events-none absolute top-1 h-2 w-0.5 rounded-full"
            style={{ left: `calc(6px + (100% - 14px) * ${placeOf(line, chapter.at)})` }}
          />
        ))}
      </div>
      <span className="text-muted w-16 shrink-0 text-right tabular-nums">{sinceWords(line, place)}</span>
      <label className="hidden shrink-0 md:block">
        <span className="sr-only">Go to a chapter</span>
        <select
          value=""
          onChange={(event) => onTime(event.target.value)}
          className="bg-surface border-line-strong text-muted h-6 rounded border px-1"
        >
          <option value="">Chapters</option>
          {line.chapters.map((chapter) => (
            <option key={`${chapter.label} ${chapter.at}`} value={chapter.at}>
              {chapter.label}
            </option>
          ))}
        </select>
      </label>
      <span className="flex shrink-0 items-center">
        <Button size="tiny" tone="quiet" aria-label="Previous change" onClick={() => onChange(-1)}>
          <ChevronUp className="size-4" />
        </Button>
        <span className="text-muted">Changes</span>
        <Button size="tiny" tone="quiet" aria-label="Next change" onClick={() => onChange(1)}>
          <ChevronDown className="size-4" />
        </Button>
      </span>
    </section>
  );
}

function sinceWords({ from, to }: Timeline, place: number): string {
  return durationWords(Math.round((to - from) * place));
}

function useTimeline(task: string, version: number): Timeline | null {
  const found = useQuery<Timeline | null>({
    queryKey: ['timeline', task, version],
    placeholderData: (before) => before,
    queryFn: async ({ signal }) => {
      const ask = { params: { task }, query: { limit: 1000 }, signal };
      const newest = { task, before: Number.MAX_SAFE_INTEGER, limit: 1 };
      const [{ transitions }, { attempts }, { events }] = await Promise.all([
        call(endpoints.taskTransitions, ask),
        call(endpoints.taskAttempts, ask),
        call(endpoints.events, { query: newest, signal }),
      ]);
      return timelineOf(transitions, attempts, events.at(-1)?.at ?? null);
    },
  });
  return found.data ?? null;
}
