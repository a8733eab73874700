import { useId } from 'react';
import type { ComponentProps } from 'react';

const inputLook =
  'bg-surface border-line-strong text-text placeholder:text-faint w-full rounded-lg border px-2.5 text-sm';

export function Field({ label, hint, ...rest }: ComponentProps<'input'> & { label: string; hint?: string }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-muted text-xs font-medium">
        {label}
      </label>
      <input
        id={id}
        className={`${inputLook} h-9`}
        aria-describedby={hint === undefined ? undefined : `${id}-h`}
        {...rest}
      />
      {hint !== undefined && (
        <p id={`${id}-h`} className="text-faint text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}

export function Select({ label, children, ...rest }: ComponentProps<'select'> & { label: string }) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-muted text-xs font-medium">
        {label}
      </label>
      <select id={id} className={`${inputLook} h-9`} {...rest}>
        {children}
      </select>
    </div>
  );
}

export function TextArea({
  label,
  hint,
  isCode = false,
  rows = 3,
  ...rest
}: ComponentProps<'textarea'> & { label: string; hint?: string; isCode?: boolean }) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-muted text-xs font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={rows}
        // Content decides its height, which would make it forget its rows.
        style={{ minHeight: `${rows * 1.45 + 1}rem` }}
        className={`${inputLook} field-sizing-content max-h-[60vh] resize-y py-2 leading-relaxed ${isCode ? 'font-mono text-xs' : ''}`}
        aria-describedby={hint === undefined ? undefined : `${id}-h`}
        {...rest}
      />
      {hint !== undefined && (
        <p id={`${id}-h`} className="text-faint text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}
