// On a phone there is room for one column: these choose which.
import { columnNames, columnTitles } from '../data/columns.ts';
import type { ColumnName } from '../data/columns.ts';
import type { Columns } from './board-page.tsx';

export function ColumnTabs({
  columns,
  current,
  onChange,
}: {
  columns: Columns;
  current: ColumnName;
  onChange: (name: ColumnName) => void;
}) {
  return (
    <div role="group" aria-label="Columns" className="flex gap-1 px-3 pb-2 md:hidden">
      {columnNames.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === current}
          onClick={() => onChange(name)}
          className="text-muted aria-pressed:bg-hover aria-pressed:text-text flex h-8 flex-1 items-center justify-center gap-1.5 rounded-lg text-sm font-medium"
        >
          {columnTitles[name]}
          <span className="text-faint text-xs tabular-nums">{columns[name].length}</span>
        </button>
      ))}
    </div>
  );
}
