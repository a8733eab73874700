// The checks of a project, in the order in which they run: added, changed, moved and removed.
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { emptyCheck, moved } from './check-rows.ts';
import type { CheckRow } from './check-rows.ts';

export function CheckList({
  rows,
  problemOf,
  onChange,
}: {
  rows: readonly CheckRow[];
  /** What is wrong with a part of a check: `0.command`. */
  problemOf: (path: string) => string | undefined;
  onChange: (rows: readonly CheckRow[]) => void;
}) {
  return (
    <div className="flex flex-col gap-2">
      {rows.length === 0 && (
        <p className="text-warn text-sm">No check: nothing proves the work of an agent.</p>
      )}
      <ol aria-label="Checks in their order" className="flex flex-col gap-2">
        {rows.map((row, index) => (
          <Check
            key={row.id}
            row={row}
            problemOf={(part) => problemOf(`${index}.${part}`)}
            onChange={(change) => onChange(rows.with(index, { ...row, ...change }))}
          >
            <Button
              tone="quiet"
              size="icon"
              aria-label={`Move ${row.name || 'this check'} up`}
              disabled={index === 0}
              onClick={() => onChange(moved(rows, index, -1))}
            >
              <ArrowUp className="size-4" aria-hidden />
            </Button>
            <Button
              tone="quiet"
              size="icon"
              aria-label={`Move ${row.name || 'this check'} down`}
              disabled={index === rows.length - 1}
              onClick={() => onChange(moved(rows, index, 1))}
            >
              <ArrowDown className="size-4" aria-hidden />
            </Button>
            <Button
              tone="quiet"
              size="icon"
              aria-label={`Remove ${row.name || 'this check'}`}
              onClick={() => onChange(rows.filter((one) => one.id !== row.id))}
            >
              <Trash2 className="size-4" aria-hidden />
            </Button>
          </Check>
        ))}
      </ol>
      <div>
        <Button size="small" onClick={() => onChange([...rows, { ...emptyCheck, id: crypto.randomUUID() }])}>
          <Plus className="size-3.5" aria-hidden /> Add a check
        </Button>
      </div>
    </div>
  );
}

function Check({
  row,
  problemOf,
  onChange,
  children,
}: {
  row: CheckRow;
  problemOf: (part: string) => string | undefined;
  onChange: (change: Partial<CheckRow>) => void;
  children: ReactNode;
}) {
  const isWrongInside = ['timeoutMs', 'group', 'reports'].some((part) => problemOf(part) !== undefined);
  const [isOpen, setOpen] = useState(row.seconds + row.group + row.reports !== '');
  const of = (key: keyof CheckRow, part: string = key) => ({
    value: row[key],
    error: problemOf(part),
    onChange: (event: { target: { value: string } }) => onChange({ [key]: event.target.value }),
  });
  return (
    <li aria-label={row.name || 'New check'} className="bg-sunken rounded-lg px-3 py-2">
      <div className="grid gap-2 sm:grid-cols-[10rem_1fr_auto]">
        <Field label="Name" placeholder="lint" {...of('name')} />
        <Field label="Command" placeholder="npm run lint" isCode {...of('command')} />
        <div className="flex items-end gap-0.5 pb-0.5">{children}</div>
      </div>
      {isOpen || isWrongInside ? (
        <div className="mt-2 grid gap-2 sm:grid-cols-3">
          <Field
            label="Time limit, in seconds"
            inputMode="decimal"
            placeholder="as for all"
            {...of('seconds', 'timeoutMs')}
          />
          <Field label="Group that runs at once" placeholder="none" {...of('group')} />
          <Field label="JUnit reports" placeholder="reports/*.xml" {...of('reports')} />
        </div>
      ) : (
        <button
          type="button"
          className="text-accent mt-1.5 text-xs font-medium"
          onClick={() => setOpen(true)}
        >
          Time limit, group, reports
        </button>
      )}
    </li>
  );
}
