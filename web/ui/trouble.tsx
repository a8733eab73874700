// Something could not be shown: what went wrong, what to do, and trying again.
import { AppError, messageOf } from '../../src/api/errors.ts';
import { Button } from './button.tsx';

export function Trouble({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-16 text-center">
      <h1 className="untrusted font-medium">{messageOf(error)}</h1>
      {error instanceof AppError && error.next !== undefined && (
        <p className="untrusted text-muted">{error.next}</p>
      )}
      {onRetry !== undefined && (
        <Button className="mt-2" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
