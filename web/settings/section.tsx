// What every section of the settings is made of.
import { AppError, messageOf } from '../../src/api/errors.ts';
import { useId } from 'react';
import type { ReactNode } from 'react';

export function Section({
  title,
  hint,
  actions,
  children,
}: {
  title: string;
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mb-8">
      <div className="mb-3 flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 id={id} className="font-semibold">
            {title}
          </h2>
          {hint !== undefined && <p className="text-muted text-sm">{hint}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}

export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul
      aria-label={label}
      className="bg-surface border-line shadow-card divide-line divide-y rounded-xl border text-sm"
    >
      {children}
    </ul>
  );
}

export function Row({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <li aria-label={label} className="px-4 py-3">
      {children}
    </li>
  );
}

export function Card({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div
      role="group"
      aria-label={label}
      className="bg-surface border-line shadow-card mb-4 rounded-xl border px-4 py-3.5"
    >
      {children}
    </div>
  );
}

type Tone = 'plain' | 'ok' | 'warn' | 'bad' | 'accent';
const tones: Readonly<Record<Tone, string>> = {
  plain: 'bg-sunken text-muted',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  accent: 'bg-accent-soft text-accent',
};

export function Tag({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={`untrusted rounded-full px-2 py-0.5 text-xs font-medium ${tones[tone]}`}>
      {children}
    </span>
  );
}

/** What could not be read, within a section. */
export function Refused({ error }: { error: unknown }) {
  return (
    <div role="alert" className="bg-warn-soft rounded-xl px-4 py-3 text-sm">
      <p className="untrusted text-warn font-medium">{messageOf(error)}</p>
      {error instanceof AppError && error.next !== undefined && (
        <p className="untrusted text-muted">{error.next}</p>
      )}
    </div>
  );
}

/** Shows what a form was refused with, beside the form. */
export function Problem({ children }: { children: string | null }) {
  return (
    <p role="alert" className="untrusted text-bad min-h-5 text-sm whitespace-pre-wrap">
      {children}
    </p>
  );
}
