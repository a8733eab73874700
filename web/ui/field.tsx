// What is asked for: a label above, the input, and below it what is wrong with it or what to know.
import { useId } from 'react';
import type { ComponentProps, ReactNode } from 'react';

const inputLook =
  'bg-surface border-line-strong text-text placeholder:text-faint aria-invalid:border-bad w-full rounded-lg border px-2.5 text-sm';

interface Around {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with the value, in the words of the server. */
  readonly error?: string | undefined;
  /** At the end of the line of the label. */
  readonly action?: ReactNode;
}

interface Wired {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

/** `children` makes the input with what ties it to its label and hint. */
function Labelled({
  label,
  hint,
  error,
  action,
  children,
}: Around & { children: (wired: Wired) => ReactNode }) {
  const id = useId();
  const isNoted = hint !== undefined || error !== undefined;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex items-baseline gap-2">
        <label htmlFor={id} className="text-muted flex-1 text-xs font-medium">
          {label}
        </label>
        {action}
      </div>
      {children({
        id,
        'aria-describedby': isNoted ? `${id}-h` : undefined,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {isNoted && (
        <div id={`${id}-h`} className="text-faint text-xs">
          {error !== undefined && <p className="untrusted text-bad">{error}</p>}
          {hint !== undefined && <p>{hint}</p>}
        </div>
      )}
    </div>
  );
}

export function Field({
  label,
  hint,
  error,
  action,
  isCode = false,
  ...rest
}: ComponentProps<'input'> & Around & { isCode?: boolean }) {
  return (
    <Labelled {...{ label, hint, error, action }}>
      {(wired) => <input className={`${inputLook} h-9 ${isCode ? 'font-mono' : ''}`} {...wired} {...rest} />}
    </Labelled>
  );
}

export function Select({ label, hint, error, action, children, ...rest }: ComponentProps<'select'> & Around) {
  return (
    <Labelled {...{ label, hint, error, action }}>
      {(wired) => (
        <select className={`${inputLook} h-9`} {...wired} {...rest}>
          {children}
        </select>
      )}
    </Labelled>
  );
}

export function TextArea({
  label,
  hint,
  error,
  action,
  isCode = false,
  rows = 3,
  ...rest
}: ComponentProps<'textarea'> & Around & { isCode?: boolean }) {
  return (
    <Labelled {...{ label, hint, error, action }}>
      {(wired) => (
        <textarea
          rows={rows}
          // Content decides its height, which would make it forget its rows.
          style={{ minHeight: `${rows * 1.45 + 1}rem` }}
          className={`${inputLook} field-sizing-content max-h-[60vh] resize-y py-2 leading-relaxed ${isCode ? 'font-mono text-xs' : ''}`}
          {...wired}
          {...rest}
        />
      )}
    </Labelled>
  );
}
