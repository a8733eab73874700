import type { PlanFields } from './plan-edit.ts';
import type { Proposed } from './words.ts';

/** Which of the other drafts have to come first, and why. */
export function WaitsFields({
  others,
  waits,
  onChange,
}: {
  others: readonly Proposed[];
  waits: PlanFields['waits'];
  onChange: (waits: PlanFields['waits']) => void;
}) {
  if (others.length === 0) return null;
  const without = (key: string): PlanFields['waits'] =>
    Object.fromEntries(Object.entries(waits).filter(([each]) => each !== key));
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="text-muted mb-1 text-xs font-medium">Waits for</legend>
      {others.map(({ key, title }) => (
        <div key={key} className="flex flex-wrap items-center gap-2 text-sm">
          <label className="flex min-w-0 items-center gap-2">
            <input
              type="checkbox"
              className="accent-accent size-4 shrink-0"
              checked={key in waits}
              onChange={() => onChange(key in waits ? without(key) : { ...waits, [key]: '' })}
            />
            <span className="untrusted min-w-0">{title}</span>
          </label>
          {key in waits && (
            <input
              aria-label={`Why ${title} comes first`}
              placeholder="because it needs it"
              value={waits[key]}
              onChange={(event) => onChange({ ...waits, [key]: event.target.value })}
              className="bg-surface border-line-strong placeholder:text-faint h-7 min-w-40 flex-1 rounded-lg border px-2 text-sm"
            />
          )}
        </div>
      ))}
    </fieldset>
  );
}
