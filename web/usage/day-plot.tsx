// Runs of each day as stacked bars, and above them how long tasks had waited. Drawn by hand: two plots are not worth a library.
import type { RunSumsJson, StatisticsJson } from '../../src/api/statistics-schemas.ts';
import { countWords, durationWords } from '../data/words.ts';
import { eachDay, outcomes } from './outcomes.ts';

const width = 720;
const height = 132;
const base = height - 18;

export function DayPlot({ found }: { found: StatisticsJson }) {
  const days = eachDay(found.from, found.to);
  const byDay = new Map(found.days.map((day) => [day.key, day]));
  const most = Math.max(1, ...found.days.map((day) => day.runs));
  const step = width / days.length;
  const longest = Math.max(1, ...found.days.map((day) => day.waited?.median ?? 0));
  return (
    <figure className="bg-surface border-line shadow-card rounded-xl border p-4">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        className="block w-full"
        role="img"
        aria-label={`Runs by day from ${found.from} to ${found.to}: ${countWords(found.total.runs, 'run')}, at most ${most} on a day. The days stand in a table below.`}
      >
        <line x1="0" x2={width} y1={base} y2={base} stroke="var(--c-line)" />
        {days.map((day, index) => (
          <Bars key={day} day={byDay.get(day)} x={index * step} step={step} scale={(base - 6) / most} />
        ))}
        <polyline
          fill="none"
          stroke="var(--c-accent)"
          strokeWidth="1.5"
          points={days
            .map((day, index) => ({ x: (index + 0.5) * step, waited: byDay.get(day)?.waited?.median }))
            .flatMap(({ x, waited }) =>
              waited === undefined
                ? []
                : [`${x.toFixed(1)},${(base - (waited / longest) * (base - 6)).toFixed(1)}`],
            )
            .join(' ')}
        />
        <text x="0" y={height - 4} fontSize="10" fill="var(--c-muted)">
          {found.from}
        </text>
        <text x={width} y={height - 4} fontSize="10" fill="var(--c-muted)" textAnchor="end">
          {found.to}
        </text>
      </svg>
      <figcaption className="text-muted mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs">
        {outcomes.map(([outcome, words, fill]) => (
          <span key={outcome} className="flex items-center gap-1.5">
            <span aria-hidden className="size-2.5 rounded-sm" style={{ background: fill }} />
            {words} <span className="tabular-nums">{found.total.outcomes[outcome]}</span>
          </span>
        ))}
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="bg-accent h-0.5 w-3" />
          Waited, median of the day: up to {durationWords(longest)}
        </span>
      </figcaption>
    </figure>
  );
}

function Bars({
  day,
  x,
  step,
  scale,
}: {
  day: (RunSumsJson & { readonly key: string }) | undefined;
  x: number;
  step: number;
  scale: number;
}) {
  if (day === undefined) return null;
  let top = base;
  return (
    <g>
      <title>{`${day.key}: ${outcomes
        .filter(([outcome]) => day.outcomes[outcome] > 0)
        .map(([outcome, words]) => `${words} ${day.outcomes[outcome]}`)
        .join(', ')}`}</title>
      {outcomes.map(([outcome, , fill]) => {
        const tall = day.outcomes[outcome] * scale;
        top -= tall;
        return (
          <rect
            key={outcome}
            x={x + step * 0.15}
            y={top}
            width={step * 0.7}
            height={tall}
            fill={fill}
            rx="1"
          />
        );
      })}
    </g>
  );
}
