import { Link } from '@tanstack/react-router';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { plainText } from '../ui/plain-text.ts';

/** The failed task that is asked for differently, with what it was told and why it failed. */
export function AboutTask({ about }: { about: RequestJson['about'] }) {
  if (about === null) return null;
  return (
    <section aria-label="It is about" className="bg-bad-soft rounded-xl px-4 py-3 text-sm">
      <p>
        <Link to="/tasks/$task" params={{ task: about.task_id }} className="font-medium hover:underline">
          #{about.number} <span className="untrusted">{about.title}</span>
        </Link>
        <span className="text-muted">
          {' '}
          was tried {about.attempts === 1 ? 'once' : `${about.attempts} times`}
        </span>
      </p>
      {about.error !== null && (
        <pre
          tabIndex={0}
          aria-label="Why it failed"
          className="untrusted mt-1 max-h-40 overflow-auto font-mono text-xs whitespace-pre-wrap"
        >
          {plainText(about.error)}
        </pre>
      )}
      <details className="mt-1">
        <summary className="text-muted cursor-pointer">What its agent was told</summary>
        <p className="untrusted mt-1 whitespace-pre-wrap">{plainText(about.prompt)}</p>
      </details>
    </section>
  );
}
