import { CircleCheckBig, CircleDashed, LoaderCircle } from 'lucide-react';
import { plainText } from '../ui/plain-text.ts';

export function PlanView({
  entries,
}: {
  entries: readonly { readonly text: string; readonly status: string }[];
}) {
  const done = entries.filter((entry) => entry.status === 'completed').length;
  return (
    <section
      aria-label="Plan"
      className="bg-surface border-line shadow-card my-2 rounded-xl border px-4 py-3"
    >
      <h2 className="text-muted mb-1.5 flex justify-between text-xs font-medium">
        Plan
        <span className="text-faint tabular-nums">
          {done} of {entries.length}
        </span>
      </h2>
      <ul className="flex flex-col gap-1">
        {entries.map((entry) => (
          <li key={entry.text} className="flex items-start gap-2 text-sm">
            <Tick status={entry.status} />
            <span className={`untrusted ${entry.status === 'completed' ? 'text-muted line-through' : ''}`}>
              {plainText(entry.text)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Tick({ status }: { status: string }) {
  if (status === 'completed')
    return <CircleCheckBig className="text-ok mt-0.5 size-4 shrink-0" aria-label="Done" />;
  if (status === 'in_progress')
    return <LoaderCircle className="text-live spin-slow mt-0.5 size-4 shrink-0" aria-label="At work" />;
  return <CircleDashed className="text-faint mt-0.5 size-4 shrink-0" aria-label="To do" />;
}
