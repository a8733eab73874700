// On a phone there is room for one lane: these choose which.
import type { Lane } from '../data/lanes.ts';

export function ColumnTabs({
  lanes,
  current,
  onChange,
}: {
  lanes: readonly Lane[];
  current: string;
  onChange: (name: string) => void;
}) {
  return (
    <div role="group" aria-label="Columns" className="flex gap-1 overflow-x-auto px-3 pb-2 md:hidden">
      {lanes.map(({ name, title, cards }) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === current}
          onClick={() => onChange(name)}
          className="text-muted aria-pressed:bg-hover aria-pressed:text-text flex h-8 flex-1 items-center justify-center gap-1.5 rounded-lg text-sm font-medium"
        >
          {title}
          <span className="text-faint text-xs tabular-nums">{cards.length}</span>
        </button>
      ))}
    </div>
  );
}
