import { useId } from 'react';
import type { ComponentProps } from 'react';

const inputLook =
  'bg-surface border-line-strong text-text placeholder:text-faint w-full rounded-lg border px-2.5 text-sm';

/** What is said of a field, and what is wrong with it as the server says. */
interface Said {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
}

export function Field({ label, hint, problem, ...rest }: ComponentProps<'input'> & Said) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-muted text-xs font-medium">
        {label}
      </label>
      <input id={id} className={`${inputLook} h-9`} {...describedBy(id, { hint, problem })} {...rest} />
      <Below id={id} hint={hint} problem={problem} />
    </div>
  );
}

export function Select({ label, hint, problem, children, ...rest }: ComponentProps<'select'> & Said) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-muted text-xs font-medium">
        {label}
      </label>
      <select id={id} className={`${inputLook} h-9`} {...describedBy(id, { hint, problem })} {...rest}>
        {children}
      </select>
      <Below id={id} hint={hint} problem={problem} />
    </div>
  );
}

export function TextArea({
  label,
  hint,
  problem,
  isCode = false,
  rows = 3,
  ...rest
}: ComponentProps<'textarea'> & Said & { isCode?: boolean }) {
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
        {...describedBy(id, { hint, problem })}
        {...rest}
      />
      <Below id={id} hint={hint} problem={problem} />
    </div>
  );
}

type Below = Pick<Said, 'hint' | 'problem'>;

function describedBy(id: string, { hint, problem }: Below) {
  const ids = [...(problem === undefined ? [] : [`${id}-p`]), ...(hint === undefined ? [] : [`${id}-h`])];
  return {
    ...(ids.length > 0 && { 'aria-describedby': ids.join(' ') }),
    ...(problem !== undefined && { 'aria-invalid': true }),
  };
}

function Below({ id, hint, problem }: Below & { id: string }) {
  return (
    <>
      {problem !== undefined && (
        <p id={`${id}-p`} className="untrusted text-bad text-xs">
          {problem}
        </p>
      )}
      {hint !== undefined && (
        <p id={`${id}-h`} className="text-faint text-xs">
          {hint}
        </p>
      )}
    </>
  );
}
